import { expect, test } from '@jest/globals';
import type { Context } from '../../contract/command.js';
import type { Int64 } from '../../text/int64.js';
import { groupCluster } from '../../testing/brokers/group-cluster.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { activityCells } from './_activity-cells.js';

const nowMs = Date.UTC(2026, 0, 15);

async function cellsWith(timestamp: Int64, configs = {}) {
  let end = 100;
  const { session } = groupCluster({
    ...{ topics: { orders: 1 }, groups: {}, configs },
    logAt: (_topic, _partition, at) =>
      at === offsetAt.maxTimestamp ? { timestamp } : { offset: at === offsetAt.earliest ? end : (end += 50) },
  });
  const context = { kafka: () => Promise.resolve(session), now: () => new Date(nowMs) } as unknown as Context;
  const read = activityCells({ withSizes: false });
  const first = await read(context, ['orders']);
  return { first: first.get('orders'), second: (await read(context, ['orders'])).get('orders') };
}

test.each([
  ['an hour ago', nowMs - 3_600_000, '1 h 0 min'],
  ['by a clock that is a little ahead', nowMs + 400, '0 ms'],
  ['in the future', nowMs + 60_000, { text: '1 min 0 s from now', tone: 'warn' }],
  ['at a time beyond 2^53', 2n ** 63n - 1n, { tone: 'warn' }],
  ['never', -1, { text: 'none', tone: 'muted' }],
])('the last record was written %s', async (_, timestamp, expected) => {
  const age = (await cellsWith(timestamp)).first?.[2];
  if (typeof expected === 'string') expect(age).toBe(expected);
  else expect(age).toMatchObject(expected);
});

test('a rate takes two rounds', async () => {
  const { first, second } = await cellsWith(nowMs);
  expect([first?.[1], typeof second?.[1]]).toEqual([null, 'number']);
});

test.each([
  ['delete', 50],
  ['compact', '≤ 50'],
])('records of a topic with cleanup.policy %s', async (policy, expected) => {
  expect((await cellsWith(nowMs, { 'cleanup.policy': policy })).first?.[0]).toBe(expected);
});
