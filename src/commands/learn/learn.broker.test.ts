import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lessons } from '../../lessons/content/index.js';
import { startOwnCluster, type OwnCluster } from '../../testing/own-cluster.js';
import { closeTerminals, key, openTerminal } from '../../testing/pseudo-terminal.js';

/** One cluster for all of them, so that each also shows that the one before left nothing behind. */
let cluster: OwnCluster;
beforeAll(async () => {
  cluster = await startOwnCluster();
}, 180_000);
afterAll(() => cluster.remove(), 60_000);
afterEach(closeTerminals);

const folder = fileURLToPath(new URL('../../lessons/content', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => /^\d\d-.*\.ts$/.test(file))
  .map((file) => lessons.find(({ number }) => number === Number(file.slice(0, 2)))?.name ?? file);

async function expectNothingLeft(): Promise<void> {
  const topics = await cluster.lab(['topics', 'list']);
  const groups = await cluster.lab(['groups', 'list', '-o', 'jsonl']);
  expect([topics.stdout, groups.stdout]).toEqual(['', '']);
  const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'jsonl']);
  const services = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; running: boolean });
  expect(services.map(({ running }) => running)).toEqual([true, true, true, true]);
  const configs = await cluster.lab(['brokers', 'config', '--cluster-wide', '-o', 'jsonl']);
  expect(configs.stdout).toBe('');
}

describe('every lesson, unattended', () => {
  test.each(names.map((name, index) => [name, index % 2 === 0 ? 'en' : 'vi']))(
    '%s, in %s',
    async (name, language) => {
      const lesson = lessons.find((each) => each.name === name)!;
      const { exitCode, stderr } = await cluster.lab(['learn', 'run', name, '--auto', '--lang', language]);
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining(`kafka-lab`)]);
      for (const { say } of lesson.steps) {
        expect(stderr.replace(/\s+/g, ' ')).toContain(say[language as 'en' | 'vi'].replace(/\s+/g, ' '));
      }
      await expectNothingLeft();
    },
    150_000,
  );

  test('the list says that they are done', async () => {
    const { stdout } = await cluster.lab(['learn', 'list', '-o', 'jsonl']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { doneAt: string | null });
    expect(lines.map(({ doneAt }) => typeof doneAt)).toEqual(lessons.map(() => 'string'));
  });
});

describe('on a terminal', () => {
  const terminal = (...argv: string[]) =>
    openTerminal(argv, {
      env: { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'], KAFKA_LAB_HOME: cluster.home },
    });

  test('Enter runs what is shown, a typed command runs too, q leaves, and coming back goes on there', async () => {
    const first = terminal('learn', 'run', 'topics', '--lang', 'en');
    await first.answer(/1\/6[^]*kafka-lab brokers list[^]*kafka-lab\s*$/, key.enter);
    await first.answer(/2\/6[^]*topics create learn-notes[^]*kafka-lab\s*$/, `topics list${key.enter}`);
    const typed = 'topics create learn-notes --partitions 3 --replication-factor 3';
    await first.answer(/No topics|kafka-lab\s*$/i, `${typed}${key.enter}`);
    await first.answer(/3\/6[^]*kafka-lab\s*$/, `q${key.enter}`);
    expect(await first.ended(30_000)).toBe(0);
    await expectNothingLeft();
    const { stdout } = await cluster.lab(['learn', 'list', '-o', 'jsonl']);
    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ lesson: 'topics', step: 2 });

    const second = terminal('learn', 'run', 'topics', '--lang', 'en');
    await second.answer(/3\/6[^]*buy rice[^]*kafka-lab\s*$/, key.interrupt);
    expect(await second.ended(30_000)).toBe(130);
    await expectNothingLeft();
  }, 120_000);
});

describe('elsewhere', () => {
  test('a lesson refuses a cluster that is not for practice', async () => {
    const { exitCode, stderr } = await cluster.lab([
      'learn',
      'run',
      'topics',
      '--auto',
      '-b',
      cluster.bootstrapServers,
    ]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is not a practice cluster')]);
  });

  test.each([
    ['replica', 'Did you mean replication?'],
    ['99', 'kafka-lab learn list'],
  ])('there is no lesson %s', async (name, hint) => {
    const { exitCode, stderr } = await cluster.lab(['learn', 'run', name, '--auto']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(hint)]);
  });

  test('without a terminal it has to be told to go on by itself', async () => {
    const { exitCode, stderr } = await cluster.lab(['learn', 'run', 'topics']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--auto')]);
  });
});
