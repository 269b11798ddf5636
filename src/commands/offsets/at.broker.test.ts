import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import { keepOldRecords, onTestCluster, typedHere, uniqueName } from '../../testing/clusters/test-cluster.js';

const topic = uniqueName('at');
const firstMs = Date.UTC(2026, 0, 15, 10);
const minute = (count: number) => firstMs + count * 60_000;

beforeAll(async () => {
  await onTestCluster(['topics', 'create', topic, '-p', '3', ...keepOldRecords]);
  await writeRecords(
    topic,
    [0, 1, 2, 3].map((index) => ({
      value: String(index),
      partition: index === 3 ? 1 : 0,
      timestamp: String(minute(index)),
    })),
  );
}, 60_000);

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

const at = (time: string, ...options: string[]) => onTestCluster(['offsets', 'at', topic, time, ...options]);

test('the first record at or after it, in each partition; with @ or without', async () => {
  for (const time of ['2026-01-15T10:01:00Z', '@2026-01-15T10:00:00.001Z', String(minute(1))]) {
    const { exitCode, stdout, stderr } = await at(time);
    expect([time, exitCode, stdout]).toEqual([
      time,
      0,
      `${topic}\t0\t1\t2026-01-15T10:01:00.000Z\n` +
        `${topic}\t1\t0\t2026-01-15T10:03:00.000Z\n` +
        `${topic}\t2\t\tnone after that time\n`,
    ]);
    expect(stderr).toContain(`Read on from there: ${typedHere()} consume ${topic} --from @2026-01-15T10:0`);
  }
});

test('none after that time', async () => {
  const { exitCode, stdout } = await at('@-0s', '-o', 'json');
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([
    0,
    { topic, partitions: [0, 1, 2].map((partition) => ({ partition, offset: null, timestamp: null })) },
  ]);
});

test('an invalid time', async () => {
  for (const time of ['tomorrow', '42', 'start']) {
    const { exitCode, stderr } = await at(time);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`"${time}" is not a time`)]);
  }
});
