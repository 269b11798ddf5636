import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Position } from '../../text/positions.js';
import type { Bounds } from '../session/find-offset.js';
import { changeOf, plannedOffset, shareChangeOf, type Shift } from './reset-target.js';

const offset = fc.nat(1_000_000);
const bounds: fc.Arbitrary<Bounds> = fc
  .tuple(offset, offset)
  .map(([low, length]) => ({ low, high: low + length }));
const current = fc.option(fc.nat(3_000_000));
const position: fc.Arbitrary<Position> = fc.oneof(
  fc.constant<Position>({ kind: 'start' }),
  fc.constant<Position>({ kind: 'end' }),
  fc.nat(3_000_000).map((number): Position => ({ kind: 'offset', offset: number })),
  fc.nat(3_000_000).map((count): Position => ({ kind: 'last', count })),
  fc.constant<Position>({ kind: 'time', timestampMs: 0 }),
);
const target: fc.Arbitrary<Position | Shift> = fc.oneof(
  position,
  fc.integer({ min: -3_000_000, max: 3_000_000 }).map((by): Shift => ({ kind: 'shift', by })),
);
const atTime = fc.option(fc.nat(2_000_000)).map((at) => ({ offset: at, problem: null }));

describe('for any partition and any destination', () => {
  test('a group never goes where there is nothing', () => {
    fc.assert(
      fc.property(bounds, current, target, atTime, (limits, now, to, time) => {
        const planned = plannedOffset(limits, now, to, time);
        if (planned === undefined) {
          expect([to.kind, now]).toEqual(['shift', null]);
          return;
        }
        expect(planned.offset).toBeGreaterThanOrEqual(limits.low);
        expect(planned.offset).toBeLessThanOrEqual(limits.high);
      }),
    );
  });

  test('what is replayed or skipped is what lies between, counted once', () => {
    fc.assert(
      fc.property(bounds, offset, offset, ({ low, high }, from, to) => {
        const one = low + (from % (high - low + 1));
        const other = low + (to % (high - low + 1));
        const there = changeOf(one, other, { low, high });
        const back = changeOf(other, one, { low, high });
        expect(there.offsets).toBe(Math.abs(other - one));
        expect(back.offsets).toBe(there.offsets);
        if (one !== other) expect([there.kind, back.kind].sort()).toEqual(['replays', 'skips']);
        else expect(there.kind).toBe('unchanged');
      }),
    );
  });

  test('who is there already stays', () => {
    fc.assert(
      fc.property(bounds, current, position, atTime, (limits, now, to, time) => {
        const planned = plannedOffset(limits, now, to, time)!;
        expect(plannedOffset(limits, planned.offset, to, time)).toEqual(planned);
        expect(changeOf(planned.offset, planned.offset, limits).kind).toBe('unchanged');
      }),
    );
  });

  test('no change counts offsets that are not there', () => {
    fc.assert(
      fc.property(bounds, current, current, (limits, now, next) => {
        const { offsets } = changeOf(now, next, limits);
        expect(offsets).toBeGreaterThanOrEqual(0);
        expect(offsets).toBeLessThanOrEqual(limits.high - limits.low);
      }),
    );
  });
});

const there: Bounds = { low: 100, high: 200 };
const at = (to: Position, time: number | null = null) =>
  plannedOffset(there, 150, to, { offset: time, problem: null });
const shift = (by: number, from: number | null = 150) =>
  plannedOffset(there, from, { kind: 'shift', by }, undefined);

test.each([
  ['start', at({ kind: 'start' }), { offset: 100, asked: 100 }],
  ['end', at({ kind: 'end' }), { offset: 200, asked: 200 }],
  ['an offset', at({ kind: 'offset', offset: 120 }), { offset: 120, asked: 120 }],
  ['an offset that is gone', at({ kind: 'offset', offset: 7 }), { offset: 100, asked: 7 }],
  ['an offset to come', at({ kind: 'offset', offset: 999 }), { offset: 200, asked: 999 }],
  ['the last ten', at({ kind: 'last', count: 10 }), { offset: 190, asked: 190 }],
  ['more than there are', at({ kind: 'last', count: 1000 }), { offset: 100, asked: 100 }],
  ['a time', at({ kind: 'time', timestampMs: 1 }, 170), { offset: 170, asked: 170 }],
  ['a time after all', at({ kind: 'time', timestampMs: 1 }), { offset: 200, asked: null }],
  ['back', shift(-10), { offset: 140, asked: 140 }],
  ['on', shift(10), { offset: 160, asked: 160 }],
  ['too far back', shift(-100), { offset: 100, asked: 50 }],
  ['from nowhere', shift(1, null), undefined],
])('to %s', (_, planned, wanted) => expect(planned).toEqual(wanted && { ...wanted, problem: null }));

test('a time of which nothing is known has no offset, and is not taken for the end', () => {
  const time: Position = { kind: 'time', timestampMs: 1 };
  const answer = { offset: null, problem: 'leader 1 left it out' };
  expect(plannedOffset(there, 150, time, answer)).toEqual({ ...answer, asked: null });
  expect(plannedOffset(there, 150, time, undefined)).toMatchObject({ offset: null, asked: null });
});

test.each([
  ['nothing was committed', null, 100, { kind: 'begins', offsets: 100 }],
  ['what was committed is gone', 50, 100, { kind: 'returns', offsets: 0 }],
  ['what was committed is gone, and further on', 50, 120, { kind: 'skips', offsets: 20 }],
  ['what was committed lay beyond the end', 300, 190, { kind: 'replays', offsets: 10 }],
  ['nothing will be committed', 150, null, { kind: 'forgets', offsets: 0 }],
  ['nothing, before and after', null, null, { kind: 'unchanged', offsets: 0 }],
])('when %s', (_, now, next, wanted) => expect(changeOf(now, next, there)).toEqual(wanted));

test.each([
  ['to where it begins, with acknowledged ones', 10, 10, 3, { kind: 'replays', offsets: 3 }],
  ['to where it begins, with none', 10, 10, 0, { kind: 'unchanged', offsets: 0 }],
  ['back', 10, 4, 3, { kind: 'replays', offsets: 9 }],
  ['back, if it is unknown which are acknowledged', 10, 4, null, { kind: 'replays', offsets: 96 }],
  ['on', 10, 15, 3, { kind: 'skips', offsets: 5 }],
  ['where it has not read yet', null, 10, null, { kind: 'begins', offsets: 90 }],
] as const)('a share group that goes %s', (_, current, next, doneAhead, wanted) =>
  expect(shareChangeOf(current, next, { low: 0, high: 100 }, doneAhead)).toEqual(wanted),
);
