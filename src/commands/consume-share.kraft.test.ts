import { afterAll, expect, test } from '@jest/globals';
import { newShareGroup } from '../testing/clusters/share-groups.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { consumeShareWithKafka } from '../testing/peers/kafka-tools.js';
import { until } from '../testing/clusters/until.js';
import { running } from '../testing/program/running-cli.js';

const created: string[] = [];

interface Shown {
  readonly partition: number;
  readonly offset: number;
  readonly deliveryCount: number;
  readonly value: string;
}

async function topicOf(records: number): Promise<string> {
  const topic = uniqueName('shared');
  created.push(topic);
  await onTestCluster(['topics', 'create', topic, '-p', '1', '-r', '3']);
  await onTestCluster(['produce', topic], { stdin: lines(0, records) });
  return topic;
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${from + index}\n`).join('');
}

async function consumed(topic: string, group: string, ...options: string[]) {
  const argv = ['consume', topic, '--share-group', group, '--exit', '-o', 'jsonl', ...options];
  const { exitCode, stdout, stderr } = await onTestCluster(argv);
  return { exitCode, shown: shownIn(stdout), stderr };
}

function shownIn(stdout: string): readonly Shown[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Shown);
}

const countsOf = (shown: readonly Shown[]) => [...new Set(shown.map(({ deliveryCount }) => deliveryCount))];
const valuesOf = (shown: readonly Shown[]) => shown.map(({ value }) => Number(value)).sort((a, b) => a - b);
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

afterAll(() => onTestCluster(['topics', 'delete', ...created, '--yes']), 60_000);

test('what is released comes again with a higher count, what is rejected or accepted does not', async () => {
  const topic = await topicOf(20);
  const group = await newShareGroup();
  const released = await consumed(topic, group, '--ack', 'release');
  expect(valuesOf(released.shown)).toEqual(upTo(0, 20));
  expect(countsOf(released.shown)).toEqual([1]);
  expect(released.stderr).toContain('Accepted 0, released 20, rejected 0.');
  const formatted = ['consume', topic, '--share-group', group, '--exit', '--format', '%o:%d '];
  const { stdout } = await onTestCluster([...formatted, '--ack', 'release', '-n', '1']);
  expect(stdout).toBe('0:2 ');
  const rejected = await consumed(topic, group, '--ack', 'reject', '-n', '3');
  expect(rejected.shown).toMatchObject([3, 2, 2].map((deliveryCount, offset) => ({ offset, deliveryCount })));
  expect(rejected.stderr).toContain('Accepted 0, released 0, rejected 3.');
  const accepted = await consumed(topic, group);
  expect(valuesOf(accepted.shown)).toEqual(upTo(3, 20));
  expect(countsOf(accepted.shown)).toEqual([2]);
  expect(accepted.stderr).toContain('Accepted 17, released 0, rejected 0.');
  const nothing = await consumed(topic, group);
  expect(nothing).toMatchObject({ exitCode: 0, shown: [] });
  expect(nothing.stderr).toContain('Nothing more was delivered: 0 records');
}, 60_000);

test('two members on one partition, and kafka-console-share-consumer beside them: every record once', async () => {
  const topic = await topicOf(0);
  const group = await newShareGroup();
  const texts = ['', ''];
  const members = texts.map((_, index) =>
    running((settings) =>
      onTestCluster(['consume', topic, '--share-group', group, '--follow'], {
        ...settings,
        onStdout(text) {
          texts[index] = text;
          settings.onStdout?.(text);
        },
      }),
    ),
  );
  const java = await consumeShareWithKafka(testCluster().bootstrapServers, topic, group);
  const read = () => [...texts.map((text) => text.split('\n').filter((line) => line !== '')), java.lines()];
  await Promise.all(
    members.map((each) => each.shows(`Member of share group ${group}: partitions ${topic} 0`)),
  );
  let written = 0;
  // The group gives records to those who ask first: until all three have had some.
  await until(async () => {
    await onTestCluster(['produce', topic], { stdin: lines(written, written + 200) });
    written += 200;
    return read().every((own) => own.length > 0) ? true : undefined;
  });
  await until(() => Promise.resolve(read().flat().length >= written ? true : undefined));
  for (const each of members) each.interrupt();
  const ended = await Promise.all(members.map((each) => each.ended));
  await java.leave();
  const all = read().flat().map(Number);
  expect(all.sort((one, other) => one - other)).toEqual(upTo(0, written));
  for (const { stderr } of ended) expect(stderr).toMatch(/Accepted [\d,]+, released 0, rejected 0\.$/m);
  expect((await consumed(topic, group)).shown).toEqual([]);
}, 90_000);

test('^C gives back what was to be released, says how much, and leaves the group', async () => {
  const topic = await topicOf(500);
  const group = await newShareGroup();
  const member = running((settings) =>
    onTestCluster(
      ['consume', topic, '--share-group', group, '--follow', '--ack', 'release', '--partitions'],
      settings,
    ),
  );
  await member.shows(/(\d\t\d+\n){500}/);
  member.interrupt();
  const { exitCode, stderr } = await member.ended;
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Interrupted: 500 records from 1 partition');
  expect(stderr).toContain('Accepted 0, released 500, rejected 0.');
  const { stdout } = await onTestCluster(['groups', 'describe', group, '-o', 'jsonl']);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'Empty', members: [] });
  const rest = await consumed(topic, group);
  expect(valuesOf(rest.shown)).toEqual(upTo(0, 500));
  expect(countsOf(rest.shown)).toEqual([2]);
}, 60_000);
