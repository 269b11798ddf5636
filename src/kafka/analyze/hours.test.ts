import { describe, expect, test } from '@jest/globals';
import { barsOfHours } from './hour-bars.js';
import { HourTally, mostHours } from './hour-tally.js';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 0, 15, 10);

describe('records by hour', () => {
  test('in any order, of any time', () => {
    const tally = new HourTally();
    for (const [time, records] of [
      [start + 5, 2],
      [start + hourMs, 1],
      [start, 3],
      [-1, 4],
      [-2, 1],
      [2n ** 63n - 1n, 1],
      [8.64e15, 1],
      [start + hourMs - 1, 1],
    ] as const)
      tally.add(time, records);
    expect(tally.figures()).toEqual({
      hours: [
        { startMs: -hourMs, records: 1 },
        { startMs: start, records: 6 },
        { startMs: start + hourMs, records: 1 },
        { startMs: 8.64e15, records: 1 },
      ],
      otherRecords: 1,
      untimedRecords: 4,
    });
  });

  test('so many hours and no more', () => {
    const tally = new HourTally();
    for (let hour = 0; hour < mostHours + 10; hour += 1) tally.add(hour * hourMs, 2);
    tally.add(0, 1);
    const { hours, otherRecords } = tally.figures();
    expect([hours.length, otherRecords, hours[0]?.records]).toEqual([mostHours, 20, 3]);
  });
});

describe('bars', () => {
  const hours = (...counts: readonly (readonly [hour: number, records: number])[]) =>
    counts.map(([hour, records]) => ({ startMs: start + hour * hourMs, records }));

  test('an hour each, those between too, as long as there is room', () => {
    expect(barsOfHours(hours([0, 5], [3, 2]), 4)).toEqual({
      stepHours: 1,
      bars: hours([0, 5], [1, 0], [2, 0], [3, 2]),
      outsideRecords: 0,
    });
    expect(barsOfHours([], 4)).toEqual({ stepHours: 1, bars: [], outsideRecords: 0 });
  });

  test('more hours a bar, and nothing is lost', () => {
    const many = hours(...Array.from({ length: 1000 }, (_, hour) => [hour, 1] as const));
    const { stepHours, bars, outsideRecords } = barsOfHours(many, 48);
    expect(stepHours).toBe(24);
    expect(bars.length).toBeLessThanOrEqual(48);
    expect(bars.reduce((sum, { records }) => sum + records, outsideRecords)).toBe(1000);
  });

  test('a few records of odd times do not make one bar of all others', () => {
    const many = [
      { startMs: 0, records: 1 },
      ...hours(...Array.from({ length: 20 }, (_, hour) => [hour, 1000] as const)),
      { startMs: 8.64e15, records: 2 },
    ];
    expect(barsOfHours(many, 48)).toMatchObject({ stepHours: 1, outsideRecords: 3 });
    expect(barsOfHours(many, 48).bars).toHaveLength(20);
    expect(barsOfHours([many[0]!, many[21]!], 48).bars.length).toBeLessThanOrEqual(48);
  });
});
