import { expect, test } from '@jest/globals';
import { explorerPace } from './explorer-pace.js';

test.each([
  ['little work', [20, 20, 20, 20, 20, 20], [2, 2, 2, 2, 2, 2]],
  ['first rounds that compile the program', [400, 160, 90, 50, 20, 20], [2, 2, 4, 4, 2, 2]],
  ['one round on a busy machine', [20, 20, 20, 20, 20, 300, 20], [2, 2, 2, 2, 2, 2, 2]],
  ['a large cluster', [600, 110, 110, 110, 110, 110], [2, 2, 3, 5, 8, 10]],
  ['a very large one', [2000, 900, 800, 800, 800, 800], [2, 2, 15, 15, 15, 15]],
])('seconds from round to round: %s', (_, workMs, seconds) => {
  let busyMs = 500;
  const pace = explorerPace(() => busyMs);
  const round = (ms: number, index: number) => {
    pace.begin(index);
    busyMs += ms;
    const next = pace.next();
    // What keys cost between rounds.
    busyMs += 1000;
    return next / 1000;
  };
  expect(workMs.map(round)).toEqual(seconds);
});

test('a view that is opened later has first rounds, too', () => {
  let busyMs = 0;
  const pace = explorerPace(() => busyMs);
  const after = (index: number, ms: number) => {
    pace.begin(index);
    busyMs += ms;
    return pace.next();
  };
  expect([0, 1, 2, 3, 4, 5].map((index) => after(index, 55))).toEqual([2000, 2000, 2000, 3000, 4000, 5000]);
  expect([0, 1, 2].map((index) => after(index, 100))).toEqual([2000, 2000, 3000]);
});
