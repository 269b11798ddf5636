import { expect, test } from '@jest/globals';
import { ThrottleTally } from './throttle.js';

test('pauses at the same time count once, and what is still to come does not', () => {
  const throttle = new ThrottleTally();
  throttle.add(1000, 10_000);
  throttle.add(800, 10_500);
  expect(throttle.passedMs(10_200)).toBe(200);
  expect(throttle.passedMs(20_000)).toBe(1300);
  throttle.add(500, 20_000);
  expect(throttle.passedMs(20_000)).toBe(1300);
  expect(throttle.passedMs(20_500)).toBe(1800);
});
