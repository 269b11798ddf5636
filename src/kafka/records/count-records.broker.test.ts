import { afterAll, expect, test } from '@jest/globals';
import { writeRecords } from '../../testing/clusters/kafkajs-records.js';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { parseAddresses } from '../../net/addresses.js';
import { countRecords } from './count-records.js';
import { openSession } from '../session/session.js';

const topic = uniqueName('count');

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

test('^C in the middle: what was counted until then, and that it is not all', async () => {
  await onTestCluster(['topics', 'create', topic, '-p', '1']);
  // Several answers of a broker.
  const value = 'x'.repeat(1000);
  for (let left = 8; left > 0; left -= 1) {
    await writeRecords(
      topic,
      Array.from({ length: 1000 }, () => ({ value })),
    );
  }
  const stop = new AbortController();
  const target = { bootstrapServers: parseAddresses(testCluster().bootstrapServers), origin: 'a test' };
  const session = openSession(target, { timeoutMs: 10_000, signal: stop.signal });
  const request = {
    topics: [topic],
    partitions: [],
    from: { kind: 'start' },
    to: { kind: 'end' },
    isolation: 'read_committed',
  } as const;
  const shares: number[] = [];
  const whole = await countRecords(session, request, {
    signal: stop.signal,
    onProgress: (_, share) => shares.push(share),
  });
  expect(whole).toMatchObject({ records: 8000, interrupted: false });
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));

  const part = await countRecords(session, request, {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(part.interrupted).toBe(true);
  expect(part.records).toBeGreaterThan(0);
  expect(part.records).toBeLessThan(8000);
  expect(part.partitions).toMatchObject([
    { from: 0, to: part.records, records: part.records, isComplete: false },
  ]);
  await session.close();
}, 60_000);
