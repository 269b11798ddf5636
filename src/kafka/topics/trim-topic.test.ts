import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePosition, type Position } from '../../text/positions.js';
import type { PartitionRange } from '../session/list-offsets.js';
import { planPartition } from './trim-topic.js';

const range = (rest: Partial<PartitionRange> = {}): PartitionRange => ({
  topic: 'orders',
  partition: 0,
  low: 10,
  high: 110,
  records: 100,
  upperBound: null,
  problem: null,
  ...rest,
});
const found = (offset: number | null) => ({ offset, problem: null });
const position = (text: string) => parsePosition(text, new Date('2026-01-15T12:00:00Z'));

test.each([
  ['start', null, 10],
  ['end', null, 110],
  ['5', null, 10],
  ['60', null, 60],
  ['500', null, 110],
  ['-1', null, 109],
  ['-0', null, 110],
  ['-100', null, 10],
  ['-1000', null, 10],
  ['@-1h', 42, 42],
  ['@-1h', null, 110],
])('before %s (that time is at %s) it begins at %d', (before, atTime, newLow) => {
  expect(planPartition(range(), position(before), found(atTime))).toEqual({
    partition: 0,
    low: 10,
    high: 110,
    newLow,
    records: newLow - 10,
    upperBound: null,
    problem: null,
  });
});

test('an upper bound stays one, unless nothing goes', () => {
  const compacted = range({ upperBound: 'compacted' });
  expect(planPartition(compacted, position('60'), undefined).upperBound).toBe('compacted');
  expect(planPartition(compacted, position('start'), undefined).upperBound).toBeNull();
});

test('a partition that does not answer has no plan', () => {
  const away = range({ low: null, high: null, records: null, problem: 'no leader' });
  expect(planPartition(away, position('end'), undefined)).toMatchObject({
    newLow: null,
    records: null,
    problem: 'no leader',
  });
});

test.each([[undefined], [{ offset: null, problem: 'leader 1 left it out' }]])(
  'where a time begins is unknown (%j): nothing is planned, rather than all of it',
  (atTime) => {
    expect(planPartition(range(), position('@-1h'), atTime)).toEqual({
      ...{ partition: 0, low: 10, high: 110, newLow: null, records: null, upperBound: null },
      problem: atTime?.problem ?? 'nothing is known of that time',
    });
  },
);

test('whatever is asked, it begins where there is something, and never earlier than before', () => {
  const offset = fc.nat({ max: 1000 });
  const positions: fc.Arbitrary<Position> = fc.oneof(
    fc.constantFrom<Position>({ kind: 'start' }, { kind: 'end' }),
    offset.map((value): Position => ({ kind: 'offset', offset: value })),
    offset.map((count): Position => ({ kind: 'last', count })),
    offset.map((timestampMs): Position => ({ kind: 'time', timestampMs })),
  );
  fc.assert(
    fc.property(offset, offset, positions, fc.option(offset), (low, size, before, atTime) => {
      const high = low + size;
      const { newLow, records } = planPartition(range({ low, high }), before, found(atTime));
      expect(newLow).toBeGreaterThanOrEqual(low);
      expect(newLow).toBeLessThanOrEqual(high);
      expect(records).toBe((newLow ?? NaN) - low);
    }),
  );
});
