import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, nearestNames } from './nearest-names.js';

describe('nearestNames', () => {
  const names = ['orders', 'orders-archive', 'payments', 'clicks', 'a', 'db'];

  test.each([
    ['ordres', ['orders']],
    ['ORDERS', ['orders', 'orders-archive']],
    ['order', ['orders', 'orders-archive']],
    ['archive', ['orders-archive']],
    ['payment', ['payments']],
    ['paymetns', ['payments']],
    ['zzz', []],
    ['b', []],
    ['xy', []],
    ['', []],
  ])('%j → %j', (typed, expected) => {
    expect(nearestNames(typed, names)).toEqual(expected);
  });

  test('no more than asked for, the nearest first', () => {
    expect(nearestNames('topic-1', ['topic-22', 'topic-2', 'topic-3', 'topic-10'], 2)).toEqual([
      'topic-10',
      'topic-2',
    ]);
  });
});

test('a word of a megabyte, pasted by mistake, is compared with nothing letter by letter', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `topic-${index}`);
  expect(nearestNames('x'.repeat(1_000_000), names)).toEqual([]);
});

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'xabc', 1],
    ['kitten', 'sitting', 3],
  ])('%j %j', (one, other, expected) => {
    expect(editDistance(one, other)).toBe(expected);
  });

  test('is the same both ways, and never more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});
