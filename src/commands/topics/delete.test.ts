import { describe, expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { topicsDelete } from './delete.js';

test('argv → options', async () => {
  expect(await optionsOf('topics delete a b --yes')).toEqual({ topic: ['a', 'b'] });
});

test.each([
  [['a'], 'Topic a and all its records will be gone.', 'a'],
  [['a', 'b', 'c'], 'a, b, c and all their records will be gone.', 'delete 3'],
])('what is asked before %j', (topic, question, word) => {
  expect(topicsDelete.confirmation?.({ topic })).toEqual({ question, word });
});

describe('result → output', () => {
  const result = [
    { name: 'a', deleted: true, problem: null },
    { name: 'b', deleted: false, problem: 'not deleted: it may not be' },
  ];

  test('each says what became of it, and one that failed is a failure', async () => {
    expect(await outputsOf(topicsDelete, result)).toMatchObject({
      table: lines('TOPIC  OUTCOME', 'a      deleted', 'b      not deleted: it may not be'),
      plain: lines('a\tdeleted', 'b\tnot deleted: it may not be'),
      json: `${JSON.stringify(result, null, 2)}\n`,
      yaml: lines(
        '- name: a',
        '  deleted: true',
        '  problem: null',
        '- name: b',
        '  deleted: false',
        '  problem: "not deleted: it may not be"',
      ),
    });
    expect(topicsDelete.failed?.(result)).toBe(true);
    expect(topicsDelete.failed?.(result.slice(0, 1))).toBe(false);
  });
});
