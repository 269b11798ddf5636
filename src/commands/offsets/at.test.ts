import { expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { offsetsAt } from './at.js';

test('argv → options', async () => {
  expect(await optionsOf('offsets at orders @-1h')).toEqual({ topic: 'orders', time: '@-1h' });
});

test('a place → output: what it is, and how to read on from there', async () => {
  const partition = { offset: 42, timestamp: null, problem: null };
  const { table, notes } = await outputsOf(offsetsAt, {
    ...{ topic: 'orders', asked: 'max-timestamp', notes: [] },
    partitions: [
      { ...partition, partition: 0 },
      { ...partition, partition: 1, offset: null },
    ],
  });
  expect(table.split('\n').slice(1)).toEqual([
    'orders          0      42  -',
    'orders          1       -  it is empty',
    '',
  ]);
  expect(notes.split('\n')).toEqual([
    'Asked for: the record with the greatest timestamp.',
    'Read on from there: kafka-lab consume orders --from max-timestamp',
  ]);
});

test('result → output', async () => {
  const asked = '2026-01-15T10:00:00.000Z';
  const result = {
    topic: 'orders',
    asked,
    partitions: [
      { partition: 0, offset: 42, timestamp: '2026-01-15T10:00:07.000Z', problem: null },
      { partition: 1, offset: null, timestamp: null, problem: null },
      { partition: 2, offset: null, timestamp: null, problem: 'no leader' },
    ],
    notes: [],
  };
  const outputs = await outputsOf(offsetsAt, result);
  expect(outputs.table).toBe(
    lines(
      'TOPIC   PARTITION  OFFSET  TIMESTAMP',
      'orders          0      42  2026-01-15T10:00:07.000Z',
      'orders          1       -  none after that time',
      'orders          2       -  no leader',
    ),
  );
  expect(outputs.plain.split('\n')[1]).toBe('orders\t1\t\tnone after that time');
  expect(outputs.notes.split('\n')).toEqual([
    `Asked for: the first record at or after ${asked}.`,
    `Read on from there: kafka-lab consume orders --from @${asked}`,
  ]);
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(outputs.jsonl.split('\n')).toHaveLength(4);
  expect(outputs.yaml).toMatch(/^topic: orders\n/);
  expect(offsetsAt.failed?.(result)).toBe(true);
});
