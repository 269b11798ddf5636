import { expect, test } from '@jest/globals';
import { madeGroup, madePartition, madeSnapshot, madeTopic } from '../testing/program/made-snapshot.js';
import { snapshotView } from './_monitor-views.js';

test('what is known only in part is marked, as on the screen', () => {
  const read = { topic: 'orders', partition: 0, currentOffset: 7, lag: 3, problem: null };
  const view = snapshotView(
    madeSnapshot(0, {
      topics: [
        madeTopic('lost', [madePartition(0, { high: 5 }), madePartition(1, { low: null, high: null })]),
        madeTopic('orders', [madePartition(0, { high: 10 }), madePartition(1, { high: 4 })]),
      ],
      groups: [
        madeGroup('all', { partitions: [read, { ...read, partition: 1, currentOffset: 4, lag: 0 }], lag: 3 }),
        madeGroup('some', { partitions: [read], lag: 3 }),
        madeGroup('shared', { type: 'share', members: null, lag: null }),
      ],
    }),
  );
  const [topics, groups] = view.more ?? [];
  expect(topics?.rows.map(([name, , records]) => [name, records])).toEqual([
    ['lost', '≥5'],
    ['orders', 14],
  ]);
  expect(groups?.rows).toEqual([
    ['all', 'Stable', 0, 3],
    ['some', 'Stable', 0, '≥3'],
    ['shared', 'Stable', null, null],
  ]);
});
