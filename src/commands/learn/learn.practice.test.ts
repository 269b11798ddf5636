import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import { lessons } from '../../practice/lessons/content/index.js';
import { stepsOn, type Language } from '../../practice/lessons/lesson.js';
import { atOnce } from '../../testing/clusters/at-once.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { closeTerminals, key, openTerminal } from '../../testing/program/pseudo-terminal.js';

/** One cluster of each kind for all of them, so that each also shows that the one before left nothing behind. */
let onKeeper: OwnCluster;
let onKraft: OwnCluster;
/** Kafka 4 has one such setting from the beginning. */
let configBefore: string;
beforeAll(async () => {
  [onKeeper, onKraft] = await Promise.all([
    startOwnCluster({ registry: true }),
    startOwnCluster({ kraft: true, registry: true }),
  ]);
  configBefore = await clusterWide(onKraft);
}, 240_000);
afterAll(() => Promise.all([onKeeper.remove(), onKraft.remove()]), 60_000);
afterEach(closeTerminals);

const folder = fileURLToPath(new URL('../../practice/lessons/content', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => /^\d\d-.*\.ts$/.test(file))
  .map((file) => lessons.find(({ number }) => number === Number(file.slice(0, 2)))?.name ?? file);

const needOf = (name: string) => lessons.find((lesson) => lesson.name === name)?.needs;
const onlyOn = (mode: ClusterMode) => names.filter((name) => needOf(name) === mode);
/** Those that can be taken on a cluster of this kind. */
const namesOn = (mode: ClusterMode) => names.filter((name) => [undefined, mode].includes(needOf(name)));
/** The same one on both kinds, and one that is about the one kind together with one that is about the other. */
const pairs: [string, string][] = [
  ...names.filter((name) => needOf(name) === undefined).map((name): [string, string] => [name, name]),
  ...onlyOn('zookeeper').map((name, index): [string, string] => [name, onlyOn('kraft')[index] ?? '']),
];

async function clusterWide(cluster: OwnCluster): Promise<string> {
  return (await cluster.lab(['brokers', 'config', '--cluster-wide', '-o', 'jsonl'])).stdout;
}

async function expectNothingLeft(cluster: OwnCluster): Promise<void> {
  const topics = await cluster.lab(['topics', 'list']);
  const groups = await cluster.lab(['groups', 'list', '-o', 'jsonl']);
  const subjects = await cluster.lab(['schemas', 'list']);
  expect([topics.stdout, groups.stdout, subjects.stdout]).toEqual(['', '', '']);
  const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'jsonl']);
  const services = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; running: boolean });
  expect(services.map(({ running }) => running)).toEqual(Array(cluster === onKraft ? 4 : 5).fill(true));
  expect(await clusterWide(cluster)).toBe(cluster === onKraft ? configBefore : '');
}

async function take(name: string, mode: ClusterMode, language: Language): Promise<void> {
  const cluster = mode === 'kraft' ? onKraft : onKeeper;
  const lesson = lessons.find((each) => each.name === name)!;
  const { exitCode, stderr } = await cluster.lab(['learn', 'run', name, '--auto', '--lang', language]);
  expect([name, mode, exitCode, stderr]).toEqual([name, mode, 0, expect.stringContaining(`kafka-lab`)]);
  for (const { say } of stepsOn(mode, lesson)) {
    expect(stderr.replace(/\s+/g, ' ')).toContain(say[language].replace(/\s+/g, ' '));
  }
  await expectNothingLeft(cluster);
  // Kafka 3 has none.
  for (const group of mode === 'kraft' ? Object.keys(lesson.groupConfigs ?? {}) : []) {
    expect((await cluster.lab(['groups', 'config', group])).stdout).toBe('');
  }
}

describe('every lesson, unattended', () => {
  test('each is taken on every kind of cluster that it can be taken on', () => {
    expect(pairs.map(([one]) => one).sort()).toEqual(namesOn('zookeeper').sort());
    expect(pairs.map(([, other]) => other).sort()).toEqual(namesOn('kraft').sort());
    expect(new Set(pairs.flat())).toEqual(new Set(names));
  });

  // At the same time, as most of a lesson is waiting for sessions to end and brokers to start.
  test.each(pairs)(
    '%s with ZooKeeper, and %s without',
    async (withKeeper, without) => {
      const isEven = names.indexOf(withKeeper) % 2 === 0;
      await atOnce(
        take(withKeeper, 'zookeeper', isEven ? 'en' : 'vi'),
        take(without, 'kraft', isEven ? 'vi' : 'en'),
      );
    },
    240_000,
  );

  test.each<[string, ClusterMode]>([
    ['zookeeper', 'zookeeper'],
    ['kraft', 'kraft'],
  ])('the list says that those with %s are done', async (_, mode) => {
    const { stdout } = await (mode === 'kraft' ? onKraft : onKeeper).lab(['learn', 'list', '-o', 'jsonl']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { lesson: string; doneAt: string | null });
    expect(lines.filter(({ doneAt }) => doneAt !== null).map(({ lesson }) => lesson)).toEqual(namesOn(mode));
  });

  test('a lesson about the other kind of cluster says so, and how to get one', async () => {
    const about = await onKeeper.lab(['learn', 'run', 'quorum', '--auto']);
    expect([about.exitCode, about.stderr]).toEqual([
      1,
      expect.stringMatching(
        /needs Kafka 4 without ZooKeeper[^]*cluster up --kraft --name kraft[^]*learn run quorum --cluster kraft/,
      ),
    ]);
    const keeper = await onKraft.lab(['learn', 'run', '8', '--auto']);
    expect([keeper.exitCode, keeper.stderr]).toEqual([
      1,
      expect.stringMatching(
        /needs Kafka 3 with ZooKeeper[^]*cluster up --name keeper[^]*learn run zookeeper --cluster keeper/,
      ),
    ]);
  });
});

describe('on a terminal', () => {
  const terminal = (...argv: string[]) =>
    openTerminal(argv, {
      env: { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'], KAFKA_LAB_HOME: onKeeper.home },
    });

  test('Enter runs what is shown, a typed command runs too, q leaves, and coming back goes on there', async () => {
    const first = terminal('learn', 'run', 'topics', '--lang', 'en');
    await first.answer(/1\/6[^]*kafka-lab brokers list[^]*kafka-lab\s*$/, key.enter);
    await first.answer(/2\/6[^]*topics create learn-notes[^]*kafka-lab\s*$/, `topics list${key.enter}`);
    const typed = 'topics create learn-notes --partitions 3 --replication-factor 3';
    await first.answer(/No topics|kafka-lab\s*$/i, `${typed}${key.enter}`);
    await first.answer(/3\/6[^]*kafka-lab\s*$/, `q${key.enter}`);
    expect(await first.ended(30_000)).toBe(0);
    await expectNothingLeft(onKeeper);
    const { stdout } = await onKeeper.lab(['learn', 'list', '-o', 'jsonl']);
    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ lesson: 'topics', step: 2 });

    const second = terminal('learn', 'run', 'topics', '--lang', 'en');
    await second.answer(/3\/6[^]*buy rice[^]*kafka-lab\s*$/, key.interrupt);
    expect(await second.ended(30_000)).toBe(130);
    expect(second.raw).toContain('The lesson continues here the next time');
    expect(second.raw).not.toContain('error:');
    await expectNothingLeft(onKeeper);
  }, 120_000);
});

describe('elsewhere', () => {
  test('a lesson refuses a cluster that is not for practice', async () => {
    const { exitCode, stderr } = await onKeeper.lab([
      'learn',
      'run',
      'topics',
      '--auto',
      '-b',
      onKeeper.bootstrapServers,
    ]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is not a practice cluster')]);
  });

  test.each([
    ['replica', 'Did you mean replication?'],
    ['99', 'kafka-lab learn list'],
  ])('there is no lesson %s', async (name, hint) => {
    const { exitCode, stderr } = await onKeeper.lab(['learn', 'run', name, '--auto']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(hint)]);
  });

  test('without a terminal it has to be told to go on by itself', async () => {
    const { exitCode, stderr } = await onKeeper.lab(['learn', 'run', 'topics']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--auto')]);
  });
});
