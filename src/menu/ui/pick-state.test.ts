import { describe, expect, test } from '@jest/globals';
import { beginPick, move, narrow, window } from './pick-state.js';

const choices = ['orders', 'payments', 'old-orders', 'clicks'].map((label) => ({ value: label, label }));
const labels = (found: readonly number[]) => found.map((index) => choices[index]?.label);

describe('typing narrows', () => {
  test.each([
    ['', ['orders', 'payments', 'old-orders', 'clicks']],
    ['ord', ['orders', 'old-orders']],
    ['O', ['orders', 'old-orders']],
    ['ders old', ['old-orders']],
    ['x', []],
  ])('"%s"', (term, found) => {
    expect(labels(narrow(beginPick(choices), term, choices).found)).toEqual(found);
  });

  test('among two thousand names', () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({ value: index, label: `topic-${index}` }));
    const { found } = narrow(beginPick(many), 'pic-19', many);
    expect(found).toHaveLength(111);
    expect(found.slice(0, 3)).toEqual([19, 190, 191]);
  });
});

test('steps go round, pages stop at the ends', () => {
  const state = beginPick(choices);
  expect(move(state, 'up', 2).cursor).toBe(3);
  expect(move(move(state, 'end', 2), 'down', 2).cursor).toBe(0);
  expect(move(state, 'pagedown', 10).cursor).toBe(3);
  expect(move(state, 'pageup', 10).cursor).toBe(0);
  expect(move(narrow(state, 'x', choices), 'down', 2).cursor).toBe(0);
});

test.each([
  [3, 0, 5, [0, 3]],
  [100, 0, 10, [0, 10]],
  [100, 50, 10, [45, 55]],
  [100, 99, 10, [90, 100]],
])('of %d, at %d, in %d lines: %j', (count, cursor, size, expected) => {
  expect(window(count, cursor, size)).toEqual(expected);
});
