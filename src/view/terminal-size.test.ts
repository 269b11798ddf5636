import { expect, test } from '@jest/globals';
import { columnsOf, rowsOf, terminalColumns } from './terminal-size.js';

test.each([
  ['as it says', { columns: 132, rows: 43 }, [132, 43]],
  ['no size: it does not know it', { columns: 0, rows: 0 }, [80, 24]],
  ['one of both', { columns: 80, rows: 0 }, [80, 24]],
  ['tiny', { columns: 1, rows: 1 }, [1, 1]],
  ['more than can be drawn', { columns: 65_535, rows: 65_535 }, [2000, 1000]],
])('a terminal: %s', (_, says, [columns, rows]) => {
  expect([columnsOf(says), rowsOf(says)]).toEqual([columns, rows]);
});

test('what is no terminal has no width, or the one that is given', () => {
  expect([terminalColumns({}), columnsOf({}, 120)]).toEqual([undefined, 120]);
  expect(terminalColumns({ isTTY: true })).toBe(80);
});
