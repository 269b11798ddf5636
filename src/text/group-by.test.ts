import { expect, test } from '@jest/globals';
import { groupBy } from './group-by.js';

test('groups keep the order of their first items, and the items theirs', () => {
  expect([...groupBy([5, 2, 7, 4, 1], (number) => number % 2)]).toEqual([
    [1, [5, 7, 1]],
    [0, [2, 4]],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
