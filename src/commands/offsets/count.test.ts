import { expect, test } from '@jest/globals';
import type { CountedPartition, RecordCount } from '../../kafka/records/count-records.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { offsetsCount } from './count.js';

test('argv → options', async () => {
  expect(await optionsOf('offsets count orders')).toEqual({
    topic: ['orders'],
    from: 'start',
    to: 'end',
    partition: [],
    isolation: 'read_committed',
  });
  expect(await optionsOf('offsets count a b --from -10 --to 90 -p 0 --isolation read_uncommitted')).toEqual({
    topic: ['a', 'b'],
    from: '-10',
    to: '90',
    partition: ['0'],
    isolation: 'read_uncommitted',
  });
});

const partition = (number: number, rest: Partial<CountedPartition> = {}): CountedPartition => ({
  topic: 'orders',
  partition: number,
  from: 10,
  to: 110,
  records: 100,
  otherOffsets: 0,
  openOffsets: 0,
  isComplete: true,
  ...rest,
});

const count = (partitions: readonly CountedPartition[], rest: Partial<RecordCount> = {}): RecordCount => ({
  isolation: 'read_committed',
  interrupted: false,
  isPartial: false,
  records: partitions.reduce((sum, each) => sum + each.records, 0),
  partitions,
  open: [],
  notes: [],
  durationMs: 12,
  ...rest,
});

test('result → output', async () => {
  const result = count([partition(0), partition(1, { records: 90, otherOffsets: 10, openOffsets: 1 })]);
  const outputs = await outputsOf(offsetsCount, result);
  expect(outputs.table).toBe(
    lines(
      'TOPIC   PARTITION  FROM   TO  RECORDS  OTHER-OFFSETS',
      'orders          0    10  110      100              0',
      'orders          1    10  110       90             10',
    ),
  );
  expect(outputs.plain).toBe(lines('orders\t0\t10\t110\t100\t0', 'orders\t1\t10\t110\t90\t10'));
  expect(outputs.notes.split('\n')).toEqual([
    '190 records in 2 partitions; all offsets from FROM up to, not including, TO were read.',
    expect.stringMatching(/^OTHER-OFFSETS hold no record to count: .*aborted transactions/),
  ]);
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(outputs.jsonl.split('\n')).toHaveLength(3);
  expect(outputs.yaml).toMatch(/^isolation: read_committed\n/);
  expect([offsetsCount.failed?.(result), offsetsCount.interrupted?.(result)]).toEqual([false, false]);
});

test('cut short', async () => {
  const result = count([partition(0, { isComplete: false })], { interrupted: true });
  const outputs = await outputsOf(offsetsCount, result);
  expect(outputs.plain).toBe('orders\t0\t10\t110\t≥ 100\t0\n');
  expect(outputs.notes).toBe(
    'Interrupted: at least 100 records in 1 partition; only FROM to TO was looked at.',
  );
  expect(offsetsCount.interrupted?.(result)).toBe(true);
});
