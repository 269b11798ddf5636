import { describe, expect, test } from '@jest/globals';
import type { Cell, View } from '../view/view.js';
import { arrange, parseSortKey, rowsAsObjects } from './arrange.js';

const topics: View = {
  title: 'Topics',
  header: ['TOPIC', 'LAG', 'STATE'],
  rows: [
    ['kafka10', 5, { text: 'ok', tone: 'good' }],
    ['kafka2', null, 'bad'],
    ['Kafka1', 12, 'ok'],
    ['kafka3', '≤ 7', 'ok'],
    ['kafka4', 'no leader', 'bad'],
  ],
  notes: ['a note'],
};

function column(view: View, place: number): readonly Cell[] {
  return view.rows.map((row) => row[place]);
}

function sorted(...keys: string[]): readonly Cell[] {
  return column(arrange(topics, { columns: [], sort: keys.map(parseSortKey) }), 0);
}

test.each([
  ['LAG', { column: 'LAG', descending: false }],
  ['LAG:asc', { column: 'LAG', descending: false }],
  ['in-sync:desc', { column: 'in-sync', descending: true }],
])('sort key %s', (text, key) => {
  expect(parseSortKey(text)).toEqual(key);
});

test.each(['', ':desc', 'LAG:down', 'LAG:'])('no sort key: "%s"', (text) => {
  expect(() => parseSortKey(text)).toThrow(/is not COLUMN, COLUMN:asc or COLUMN:desc/);
});

describe('--sort', () => {
  test('text in natural order, digits as numbers', () => {
    expect(sorted('topic')).toEqual(['Kafka1', 'kafka2', 'kafka3', 'kafka4', 'kafka10']);
    expect(sorted('TOPIC:desc')).toEqual(['kafka10', 'kafka4', 'kafka3', 'kafka2', 'Kafka1']);
  });

  test('numbers as numbers, then words, then what is absent, in both directions', () => {
    expect(sorted('LAG')).toEqual(['kafka10', 'kafka3', 'Kafka1', 'kafka4', 'kafka2']);
    expect(sorted('LAG:desc')).toEqual(['Kafka1', 'kafka3', 'kafka10', 'kafka4', 'kafka2']);
  });

  test('equal ones stay as they were; a second key decides among them', () => {
    expect(sorted('STATE')).toEqual(['kafka2', 'kafka4', 'kafka10', 'Kafka1', 'kafka3']);
    expect(sorted('STATE', 'LAG')).toEqual(['kafka4', 'kafka2', 'kafka10', 'kafka3', 'Kafka1']);
  });

  test('numbers too large for a double', () => {
    const rows = [[2n ** 60n + 1n], [2n ** 60n], [3]];
    const view = arrange({ header: ['N'], rows }, { columns: [], sort: [parseSortKey('N')] });
    expect(column(view, 0)).toEqual([3, 2n ** 60n, 2n ** 60n + 1n]);
  });
});

describe('--columns', () => {
  test('those, in that order, with their tones; title and notes stay', () => {
    const view = arrange(topics, { columns: ['state', ' TOPIC '], sort: [] });
    expect(view).toMatchObject({ title: 'Topics', header: ['STATE', 'TOPIC'], notes: ['a note'] });
    expect(view.rows[0]).toEqual([{ text: 'ok', tone: 'good' }, 'kafka10']);
  });

  test('sort by a column that is not shown', () => {
    const view = arrange(topics, { columns: ['TOPIC'], sort: [parseSortKey('LAG:desc')] });
    expect(view.rows[0]).toEqual(['Kafka1']);
  });

  test('sections that lack them keep only their titles', () => {
    const more: readonly View[] = [{ title: 'Members', header: ['MEMBER'], rows: [['m1']], notes: ['n'] }];
    const view = arrange({ ...topics, more }, { columns: ['LAG'], sort: [parseSortKey('LAG')] });
    expect(view.more).toEqual([{ title: 'Members', header: [], rows: [], notes: ['n'] }]);
    expect(column(view, 0)).toEqual([5, '≤ 7', 12, 'no leader', null]);
  });

  test('rows as objects, without tones', () => {
    expect(rowsAsObjects(arrange(topics, { columns: ['TOPIC', 'STATE'], sort: [] }))[0]).toEqual({
      TOPIC: 'kafka10',
      STATE: 'ok',
    });
  });
});

test.each([
  [{ columns: ['NOPE'], sort: [] }, '--columns: there is no column "NOPE".'],
  [{ columns: [], sort: [parseSortKey('NOPE')] }, '--sort: there is no column "NOPE".'],
])('a column that there is not: %j', (arrangement, message) => {
  const call = () => arrange({ ...topics, more: [{ header: ['MEMBER'], rows: [] }] }, arrangement);
  expect(call).toThrow(
    expect.objectContaining({ code: 'usage', message, hint: 'There are TOPIC, LAG, STATE, MEMBER.' }),
  );
});
