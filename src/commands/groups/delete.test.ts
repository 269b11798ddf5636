import { expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { groupsDelete } from './delete.js';
import { groupsDeleteOffsets } from './delete-offsets.js';

test('argv → options', async () => {
  expect(await optionsOf('groups delete a b')).toEqual({ group: ['a', 'b'] });
  expect(await optionsOf('groups delete-offsets a -t x --topic y')).toEqual({
    group: 'a',
    topic: ['x', 'y'],
    partition: [],
  });
});

test('what must be typed', () => {
  expect(groupsDelete.confirmation?.({ group: ['billing'] })?.word).toBe('billing');
  expect(groupsDelete.confirmation?.({ group: ['a', 'b'] })?.word).toBe('delete 2');
  expect(groupsDeleteOffsets.confirmation?.({ group: 'billing', topic: ['orders'], partition: [] })).toEqual({
    question: 'Group billing will no longer know how far it has read orders.',
    word: 'billing',
  });
});

test('delete: result → output', async () => {
  const result = [
    { group: 'a', deleted: true, problem: null, internalTopics: ['a-x-changelog', 'a-y-repartition'] },
    { group: 'b', deleted: false, problem: 'not deleted: it has members', internalTopics: ['b-x-changelog'] },
  ];
  const outputs = await outputsOf(groupsDelete, result);
  expect(outputs.table).toBe(lines('GROUP  OUTCOME', 'a      deleted', 'b      not deleted: it has members'));
  expect(outputs.plain).toBe(lines('a\tdeleted', 'b\tnot deleted: it has members'));
  expect(outputs.notes).toBe(
    'a: its internal topics are still there. To delete them, too: kafka-lab topics delete a-x-changelog a-y-repartition',
  );
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(outputs.jsonl.split('\n')).toHaveLength(3);
  expect(outputs.yaml).toMatch(/^- group: a\n {2}deleted: true\n/);
  expect(groupsDelete.failed?.(result)).toBe(true);
});

test('delete-offsets: result → output', async () => {
  const result = [
    { topic: 'orders', partition: 0, currentOffset: 5, deleted: true, problem: null },
    { topic: 'orders', partition: 1, currentOffset: 7, deleted: false, problem: 'not deleted: why' },
  ];
  const outputs = await outputsOf(groupsDeleteOffsets, result);
  expect(outputs.table).toBe(
    lines(
      'TOPIC   PARTITION  CURRENT-OFFSET  OUTCOME',
      'orders          0               5  deleted',
      'orders          1               7  not deleted: why',
    ),
  );
  expect(outputs.plain).toBe(lines('orders\t0\t5\tdeleted', 'orders\t1\t7\tnot deleted: why'));
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(groupsDeleteOffsets.failed?.(result)).toBe(true);
});
