import { expect, test } from '@jest/globals';
import type { Cell } from '../../view/view.js';
import { nextRound } from '../../watch/watched-sections.js';
import { detailNames, sortWords, unknownText, withDetails } from './detail-columns.js';
import { tableRows } from './table-rows.js';

const details = { columns: ['SIZE', 'RECORDS/S'], before: 'HEALTH', flags: { SIZE: '--size' } };
const list = {
  header: ['TOPIC', 'PARTITIONS', 'HEALTH'],
  spare: ['PARTITIONS'],
  rows: [
    ['audit', 1, 'ok'],
    ['orders', 6, { text: 'ok', tone: 'good' }],
  ] as Cell[][],
};
const known = new Map<string, readonly Cell[]>([['orders', ['1.5 GiB', 3]]]);
const whole = withDetails(list, details, known);

test('the columns stand before another, empty for what is unknown, and give way before those of the view', () => {
  expect(whole).toEqual({
    header: ['TOPIC', 'PARTITIONS', 'SIZE', 'RECORDS/S', 'HEALTH'],
    spare: ['RECORDS/S', 'SIZE', 'PARTITIONS'],
    rows: [
      ['audit', 1, null, null, 'ok'],
      ['orders', 6, '1.5 GiB', 3, { text: 'ok', tone: 'good' }],
    ],
  });
  expect(withDetails({ header: ['TOPIC'], rows: [['orders']] }, details, known)).toMatchObject({
    header: ['TOPIC', 'SIZE', 'RECORDS/S'],
    rows: [['orders', '1.5 GiB', 3]],
  });
});

test('what becomes known of a row is no change of it', () => {
  const before = nextRound(undefined, withDetails(list, details, new Map()), 0, undefined, details.columns);
  const { sections } = nextRound(before, whole, 2000, undefined, details.columns);
  expect(sections[0]?.rows.map(({ change }) => change)).toEqual(['same', 'same']);
});

test.each([
  [undefined, ['orders']],
  ['PARTITIONS', ['orders']],
  ['SIZE', ['audit', 'orders']],
])('in the order of %s, they are asked for these rows', (column, expected) => {
  const data = nextRound(undefined, whole, 0);
  const all = tableRows(data, { filter: '', sort: undefined });
  const sort = column === undefined ? undefined : { column, descending: true };
  expect(detailNames({ all, inSight: all.slice(1) }, sort, details)).toEqual(expected);
});

test.each([
  ['PARTITIONS', true, ['--sort', 'PARTITIONS:desc']],
  ['SIZE', false, ['--size', '--sort', 'SIZE']],
  // No option of the command lists it.
  ['RECORDS/S', true, []],
])('the line of a list in the order of %s', (column, descending, expected) => {
  expect(sortWords({ column, descending }, details)).toEqual(expected);
});

test.each([
  ['SIZE', 'SIZE unknown for 1'],
  ['TOPIC', undefined],
  [undefined, undefined],
])('how much of the order of %s is unknown', (column, expected) => {
  const data = nextRound(undefined, whole, 0);
  const sort = column === undefined ? undefined : { column, descending: true };
  const rows = tableRows(data, { filter: '', sort });
  expect(unknownText(data, rows, sort, details)).toBe(expected);
  // What is unknown comes last in either direction.
  if (column === 'SIZE') expect(rows.map(({ row }) => row.cells[0])).toEqual(['orders', 'audit']);
});
