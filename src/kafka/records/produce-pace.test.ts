import { expect, test } from '@jest/globals';
import { Pace } from './produce-pace.js';

test('a hundred a second, whatever the pauses', () => {
  const pace = new Pace(100);
  let now = 1000;
  for (let count = 0; count < 250; count++) now += pace.next(now);
  expect(now - 1000).toBeGreaterThanOrEqual(2480);
  expect(now - 1000).toBeLessThanOrEqual(2500);
});

test('high rates go by many records at a time', () => {
  const pace = new Pace(10_000);
  let now = 1000;
  let pauses = 0;
  for (let count = 0; count < 10_000; count++) {
    const waitMs = pace.next(now);
    if (waitMs > 0) pauses++;
    now += waitMs;
  }
  expect(pauses).toBeLessThan(250);
  expect(now - 1000).toBeGreaterThan(950);
  expect(now - 1000).toBeLessThanOrEqual(1000);
});

test('time lost waiting for the input is not made up for in a burst', () => {
  const pace = new Pace(100);
  pace.next(1000);
  let now = 61_000;
  for (let count = 0; count < 200; count++) now += pace.next(now);
  expect(now - 61_000).toBeGreaterThan(900);
});
