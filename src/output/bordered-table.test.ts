import { expect, test } from '@jest/globals';
import { borderedTable } from './bordered-table.js';

test('a frame around a heading and rows; no cell controls the terminal', () => {
  expect(
    borderedTable(
      ['P', 'RECORDS'],
      [
        ['0', '▪▪▪'],
        ['1', 'a\u001b[2J'],
      ],
    ),
  ).toEqual([
    '┌───┬──────────┐',
    '│ P │ RECORDS  │',
    '├───┼──────────┤',
    '│ 0 │ ▪▪▪      │',
    '│ 1 │ a\\x1b[2J │',
    '└───┴──────────┘',
  ]);
});
