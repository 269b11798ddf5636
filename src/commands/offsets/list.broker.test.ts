import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import { onTestCluster, uniqueName } from '../../testing/clusters/test-cluster.js';

const topic = uniqueName('offsets');
const other = `${topic}-other`;

beforeAll(async () => {
  for (const name of [topic, other]) await onTestCluster(['topics', 'create', name, '-p', '3', '-r', '3']);
  await writeRecords(
    topic,
    [0, 0, 0, 2].map((partition, index) => ({ value: String(index), partition })),
  );
}, 60_000);

afterAll(() => onTestCluster(['topics', 'delete', topic, other, '--yes']), 60_000);

test('per partition and in order, with a total', async () => {
  const { exitCode, stdout, stderr } = await onTestCluster(['offsets', 'list', topic]);
  expect([exitCode, stdout]).toEqual([
    0,
    `${topic}\t0\t0\t3\t3\n${topic}\t1\t0\t0\t0\n${topic}\t2\t0\t1\t1\n`,
  ]);
  expect(stderr).toBe(`${topic}: 4 records in 3 partitions\n`);
});

test('several topics, one of them twice', async () => {
  const { exitCode, stdout } = await onTestCluster(['offsets', 'list', other, topic, other, '-o', 'jsonl']);
  const ranges = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { topic: string; partition: number; records: number });
  expect(exitCode).toBe(0);
  expect(ranges.map(({ topic: name, partition, records }) => [name, partition, records])).toEqual([
    [topic, 0, 3],
    [topic, 1, 0],
    [topic, 2, 1],
    [other, 0, 0],
    [other, 1, 0],
    [other, 2, 0],
  ]);
});
