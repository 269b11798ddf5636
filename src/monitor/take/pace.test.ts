import { expect, test } from '@jest/globals';
import { fixedPace, modestPace } from './pace.js';

test('rounds that are little work come every two seconds, others take 4 % of a core', () => {
  let busyMs = 500;
  const pace = modestPace(() => busyMs);
  expect(pace.intervalMs).toBe(2000);
  const after = (workMs: number) => {
    busyMs += workMs;
    return pace.next();
  };
  expect([10, 80, 81, 300, 5000, 10].map(after)).toEqual([2000, 2000, 3000, 8000, 15_000, 2000]);
  expect(pace.intervalMs).toBe(2000);
});

test('an interval that was asked for is kept', () => {
  const pace = fixedPace(500);
  expect([pace.next(), pace.next(), pace.intervalMs]).toEqual([500, 500, 500]);
});
