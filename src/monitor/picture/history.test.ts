import { describe, expect, test } from '@jest/globals';
import { madeGroup, madePartition, madeSnapshot, madeTopic } from '../../testing/program/made-snapshot.js';
import { catchUpMs, emptyHistory, lagTrendOf, rateOf, remember, type History } from './history.js';
import { unknownEnd, type Snapshot } from '../take/snapshot.js';

function after(...rounds: Snapshot[]): History {
  return rounds.reduce(remember, emptyHistory);
}

const orders = (at: number, ...highs: (number | null)[]) =>
  madeSnapshot(at, {
    topics: [
      madeTopic(
        'orders',
        highs.map((high, partition) => madePartition(partition, { high })),
      ),
    ],
  });
const lag = (at: number, value: number | null) =>
  madeSnapshot(at, { groups: [madeGroup('billing', { lag: value })] });

const partly = madeGroup('billing', {
  lag: 60,
  partitions: [{ topic: 'orders', partition: 0, currentOffset: 1, lag: null, problem: unknownEnd }],
});

describe('records a second', () => {
  test.each<[string, Snapshot[], number | null]>([
    ['one round gives no rate', [orders(0, 5)], null],
    ['over the time between rounds', [orders(0, 5, 10), orders(2000, 9, 12)], 3],
    ['a partition without a leader is left out', [orders(0, 5, 10), orders(1000, 9, null)], 4],
    ['a topic created again does not give a negative rate', [orders(0, 500), orders(1000, 3)], 0],
    ['a new topic has no rate', [madeSnapshot(0), orders(1000, 3)], null],
  ])('%s', (_what, rounds, expected) => {
    expect(rateOf(after(...rounds), 'orders')).toBe(expected);
  });
});

describe('lag', () => {
  test.each<[string, Snapshot[], number | null, number | null]>([
    ['shrinks', [lag(0, 100), lag(10_000, 60)], -4, 15_000],
    ['grows', [lag(0, 100), lag(10_000, 160)], 6, null],
    ['is zero', [lag(0, 100), lag(10_000, 0)], -10, 0],
    ['is partly known', [lag(0, 100), { ...lag(10_000, 60), groups: [partly] }], null, null],
    ['is unknown', [lag(0, 100), lag(10_000, null)], null, null],
    ['old rounds do not count', [lag(0, 1e6), lag(60_000, 100), lag(70_000, 60)], -4, 15_000],
  ])('%s', (_what, rounds, trend, catchUp) => {
    const history = after(...rounds);
    expect(lagTrendOf(history, 'billing')).toBe(trend);
    const [group] = history.latest?.groups ?? [];
    expect(group && catchUpMs(history, group)).toBe(catchUp);
  });

  test('ten minutes are kept, but no groups that are gone', () => {
    const history = after(lag(0, 1), lag(300_000, 2), lag(700_000, 3));
    expect(history.lags.get('billing')?.map(({ value }) => value)).toEqual([2, 3]);
    expect(remember(history, madeSnapshot(701_000)).lags.size).toBe(0);
  });
});
