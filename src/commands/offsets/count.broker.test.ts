import { afterAll, describe, expect, test } from '@jest/globals';
import type { RecordCount } from '../../kafka/records/count-records.js';
import { kafkajsClient, writeRecords, writeTransaction } from '../../testing/clusters/kafkajs-records.js';
import { onTestCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topics: string[] = [];

async function createTopic(partitions: number, ...options: string[]): Promise<string> {
  const topic = uniqueName('count');
  const argv = ['topics', 'create', topic, '-p', String(partitions), ...options];
  const { exitCode, stderr } = await onTestCluster(argv);
  if (exitCode !== 0) throw new Error(stderr);
  topics.push(topic);
  return topic;
}

const numbered = (count: number, partition = 0) =>
  Array.from({ length: count }, (_, index) => ({ value: String(index), partition }));

const count = (topic: string, ...options: string[]) => onTestCluster(['offsets', 'count', topic, ...options]);

async function counted(topic: string, ...options: string[]): Promise<RecordCount> {
  const { exitCode, stdout, stderr } = await count(topic, ...options, '-o', 'json');
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as RecordCount;
}

afterAll(() => onTestCluster(['topics', 'delete', ...topics, '--yes']), 60_000);

test('what was written, partition by partition, within a range and in every codec', async () => {
  const topic = await createTopic(3);
  await writeRecords(topic, numbered(700));
  for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    await writeRecords(topic, numbered(50, 2), codec);
  }
  const all = await count(topic);
  expect([all.exitCode, all.stdout]).toEqual([
    0,
    `${topic}\t0\t0\t700\t700\t0\n${topic}\t1\t0\t0\t0\t0\n${topic}\t2\t0\t200\t200\t0\n`,
  ]);
  expect(all.stderr).toContain(
    '900 records in 3 partitions; all offsets from FROM up to, not including, TO were read.',
  );
  expect(await counted(topic, '--from', '100', '--to', '650')).toMatchObject({
    records: 550 + 100,
    interrupted: false,
  });
  expect(await counted(topic, '--from', '-30')).toMatchObject({ records: 60 });
  expect(await counted(topic, '-p', '2', '--to', '@2020-01-01')).toMatchObject({ records: 0 });
  const wrong = await count(topic, '-p', '3');
  expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining('has no partition 3')]);
}, 30_000);

test('a transactional topic: neither control records nor what was aborted', async () => {
  const topic = await createTopic(1);
  await writeRecords(topic, numbered(10));
  await writeTransaction(topic, numbered(7), 'commit');
  await writeTransaction(topic, numbered(5), 'abort');
  await writeRecords(topic, numbered(3));
  // 25 records, 2 ends of transactions, 5 records aborted.
  const [partition] = (await counted(topic)).partitions;
  expect(partition).toMatchObject({ from: 0, to: 27, records: 20, otherOffsets: 7, openOffsets: 0 });
  const [all] = (await counted(topic, '--isolation', 'read_uncommitted')).partitions;
  expect(all).toMatchObject({ from: 0, to: 27, records: 25, otherOffsets: 2 });
  expect((await count(topic)).stderr).toContain(
    'OTHER-OFFSETS hold no record to count: ends of transactions',
  );
}, 30_000);

test('an open transaction is not counted, and said to be there, and whose it is', async () => {
  const transactionalId = uniqueName('open');
  const topic = await createTopic(1);
  await writeRecords(topic, numbered(4));
  const producer = kafkajsClient().producer({
    allowAutoTopicCreation: false,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId,
  });
  await producer.connect();
  const transaction = await producer.transaction();
  try {
    await transaction.send({ topic, messages: numbered(6) });
    const { partitions } = await counted(topic);
    expect(partitions[0]).toMatchObject({ from: 0, to: 4, records: 4, openOffsets: 6 });
    for (const options of [[], ['--to', '8']]) {
      const held = options.length === 0 ? 6 : 4;
      expect((await count(topic, ...options)).stderr).toMatch(
        new RegExp(
          `${held} offsets from 4 on wait for an open transaction; .* belongs to ${transactionalId} `,
        ),
      );
    }
    const read = await onTestCluster(['consume', topic, '--from', '-1', '--exit']);
    expect([read.exitCode, read.stdout]).toEqual([0, '3\n']);
    expect(read.stderr).toContain('Stopped at an open transaction: 1 record');
    expect((await counted(topic, '--isolation', 'read_uncommitted')).records).toBe(10);
  } finally {
    await transaction.abort();
    await producer.disconnect();
  }
}, 30_000);

describe('a compacted topic', () => {
  test('counts what is left, not what was', async () => {
    const topic = await createTopic(
      1,
      ...['cleanup.policy=compact', 'segment.ms=100', 'min.cleanable.dirty.ratio=0.01'].flatMap((config) => [
        '--config',
        config,
      ]),
    );
    const keyed = (key: string, value: string) => ({ key, value, partition: 0 });
    await writeRecords(
      topic,
      Array.from({ length: 1000 }, (_, index) => keyed(String(index % 10), 'x')),
    );
    await until(async () => {
      // A record after segment.ms closes the segment, and only closed ones are compacted.
      await writeRecords(topic, [keyed('last', 'x')]);
      const { records, partitions } = await counted(topic);
      if (records >= 1000) return undefined;
      const { from, to, otherOffsets } = partitions[0]!;
      expect(from).toBe(0);
      expect(to).toBeGreaterThan(1000);
      expect(records + otherOffsets).toBe(to);
      const { stdout } = await onTestCluster(['consume', topic, '--from', 'start', '--to', String(to)]);
      // Compaction may have gone on in between; then once more.
      if ((await counted(topic)).records !== records) return undefined;
      expect(stdout.split('\n').length - 1).toBe(records);
      return true;
    });
  }, 120_000);
});
