import { afterAll, describe, expect, test } from '@jest/globals';
import type { PartitionGrowth } from '../../kafka/topics/add-partitions.js';
import type { TrimReport } from '../../kafka/topics/trim-topic.js';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import { keepOldRecords, onTestCluster, typedHere, uniqueName } from '../../testing/clusters/test-cluster.js';
import { partitionOfKey } from '../../wire/batch/murmur2.js';

const created: string[] = [];

async function create(...options: string[]): Promise<string> {
  const name = uniqueName('grow');
  const { exitCode, stderr } = await onTestCluster(['topics', 'create', name, ...keepOldRecords, ...options]);
  if (exitCode !== 0) throw new Error(stderr);
  created.push(name);
  return name;
}

async function lows(topic: string): Promise<readonly (readonly [number, number])[]> {
  const { stdout } = await onTestCluster(['offsets', 'list', topic, '-o', 'json']);
  return (JSON.parse(stdout) as { low: number; high: number }[]).map(({ low, high }) => [low, high]);
}

const partition = (topic: string, number: number, count: number, timestamp?: number) =>
  writeRecords(
    topic,
    Array.from({ length: count }, (_, index) => ({
      value: `${index}`,
      partition: number,
      ...(timestamp === undefined ? {} : { timestamp: String(timestamp + index * 1000) }),
    })),
  );

afterAll(async () => {
  await onTestCluster(['topics', 'delete', ...created, '--yes']);
}, 60_000);

describe('topics partitions', () => {
  test('3 → 6: a plan with the keys that move counted exactly, then the change', async () => {
    const topic = await create('-p', '3', '-r', '3');
    const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);
    const lines = keys.flatMap((key) => [`${key},a\n`, `${key},b\n`]).join('');
    await onTestCluster(['produce', topic, '-K', ','], { stdin: lines });
    const moving = keys.filter(
      (key) => partitionOfKey(3, Buffer.from(key)) !== partitionOfKey(6, Buffer.from(key)),
    );

    const plan = await onTestCluster(['topics', 'partitions', topic, '--count', '6', '-o', 'json']);
    const planned = JSON.parse(plan.stdout) as PartitionGrowth;
    expect(planned).toMatchObject({
      before: 3,
      count: 6,
      outcome: 'planned',
      sample: { records: 1000, keys: 500, movedKeys: moving.length, misplacedKeys: 0, notes: [] },
    });
    expect(planned.sample.examples).toHaveLength(3);
    for (const { key, from, to } of planned.sample.examples) {
      expect([from, to]).toEqual([partitionOfKey(3, Buffer.from(key)), partitionOfKey(6, Buffer.from(key))]);
    }
    expect(await lows(topic)).toHaveLength(3);

    const done = await onTestCluster(['topics', 'partitions', topic, '--count', '6', '--execute']);
    expect([done.exitCode, done.stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${topic}\t3\t6\t500\t${moving.length} \\(\\d+ %\\)\tadded\n$`)),
    ]);
    const described = await onTestCluster(['topics', 'describe', topic, '-o', 'plain']);
    expect(described.stdout).toMatch(/^(\d\t\d\t\d,\d,\d\t.*\n){6}$/);
  });

  test('records without keys have nothing to lose', async () => {
    const topic = await create('-p', '1');
    await partition(topic, 0, 3);
    const { stderr } = await onTestCluster(['topics', 'partitions', topic, '-n', '2']);
    expect(stderr).toContain('No recent record has a key');
    expect(stderr).toContain(`${typedHere()} topics partitions ${topic} --count 2 --execute`);
  });

  test('fewer or as many are refused in words', async () => {
    const topic = await create('-p', '3');
    const fewer = await onTestCluster(['topics', 'partitions', topic, '--count', '2', '--execute']);
    expect([fewer.exitCode, fewer.stderr]).toEqual([
      1,
      expect.stringContaining('has 3 partitions and cannot have 2: Kafka never takes partitions away'),
    ]);
    const same = await onTestCluster(['topics', 'partitions', topic, '--count', '3']);
    expect([same.exitCode, same.stderr]).toEqual([1, `error: Topic "${topic}" has 3 partitions already.\n`]);
  });
});

describe('topics trim', () => {
  const trim = (topic: string, ...options: string[]) => onTestCluster(['topics', 'trim', topic, ...options]);

  test('a plan by default, the change with --execute, read back', async () => {
    const topic = await create('-p', '3', '-r', '3');
    await partition(topic, 0, 10);
    await partition(topic, 1, 4);
    const plan = await trim(topic, '--before', '5', '-o', 'json');
    const expected = [
      { partition: 0, low: 0, high: 10, newLow: 5, records: 5, upperBound: null, problem: null },
      { partition: 1, low: 0, high: 4, newLow: 4, records: 4, upperBound: null, problem: null },
      { partition: 2, low: 0, high: 0, newLow: 0, records: 0, upperBound: null, problem: null },
    ];
    expect(JSON.parse(plan.stdout)).toMatchObject({ outcome: 'planned', partitions: expected });
    expect((JSON.parse(plan.stdout) as TrimReport).notes).toEqual([
      'Partitions 1, 2 end before offset 5: all of them is meant.',
    ]);
    expect(await lows(topic)).toEqual([
      [0, 10],
      [0, 4],
      [0, 0],
    ]);

    const unasked = await trim(topic, '--before', '5', '--execute');
    expect([unasked.exitCode, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect(await lows(topic)).toEqual([
      [0, 10],
      [0, 4],
      [0, 0],
    ]);

    const done = await trim(topic, '--before', '5', '--execute', '--yes', '-o', 'json');
    expect(done.exitCode).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ outcome: 'trimmed', partitions: expected });
    expect(await lows(topic)).toEqual([
      [5, 10],
      [4, 4],
      [0, 0],
    ]);
  });

  test('positions: the last N, single partitions, times, the end', async () => {
    const topic = await create('-p', '2');
    const start = Date.parse('2026-01-15T10:00:00Z');
    await partition(topic, 0, 10, start);
    await partition(topic, 1, 10, start);
    await trim(topic, '--before', '-8', '-p', '1', '--execute', '--yes');
    expect(await lows(topic)).toEqual([
      [0, 10],
      [2, 10],
    ]);
    await trim(topic, '--before', '@2026-01-15T10:00:05Z', '--execute', '--yes');
    expect(await lows(topic)).toEqual([
      [5, 10],
      [5, 10],
    ]);
    const nothing = await trim(topic, '--before', 'start', '--execute', '--yes');
    expect(nothing.stdout).toBe(`${topic}\t0\t5\t5\t10\t0\n${topic}\t1\t5\t5\t10\t0\n`);
    await trim(topic, '--before', 'end', '--execute', '--yes');
    expect(await lows(topic)).toEqual([
      [10, 10],
      [10, 10],
    ]);
  });

  test('a topic that is only compacted is refused, and one that is both is not', async () => {
    const topic = await create('-p', '1', '--config', 'cleanup.policy=compact');
    await writeRecords(topic, [{ key: 'a', value: '1', partition: 0 }]);
    const refused = await trim(topic, '--before', 'end');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      `error: Topic "${topic}" cannot be trimmed: with cleanup.policy=compact its records go by compaction only, never by offset (POLICY_VIOLATION).\n` +
        `Allow it: ${typedHere()} topics config ${topic} set cleanup.policy=compact,delete\n`,
    ]);
    await onTestCluster(['topics', 'config', topic, 'set', 'cleanup.policy=compact,delete']);
    const allowed = await trim(topic, '--before', 'end', '--execute', '--yes');
    expect([allowed.exitCode, allowed.stdout]).toEqual([0, `${topic}\t0\t0\t1\t1\t≤ 1\n`]);
  });

  test.each([
    [['--before', 'soon'], 2, '"soon" is not a position.'],
    [['--before', 'end', '-p', 'x'], 2, '--partition: Partitions have numbers'],
    [['--before', 'end', '-p', '7'], 1, 'has no partition 7'],
    [[], 2, '--before'],
  ])('%j is refused', async (options, exitCode, message) => {
    const topic = await create('-p', '1');
    const refused = await trim(topic, ...options);
    expect([refused.exitCode, refused.stdout, refused.stderr]).toEqual([
      exitCode,
      '',
      expect.stringContaining(message),
    ]);
  });
});
