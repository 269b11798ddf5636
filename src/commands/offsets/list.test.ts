import { describe, expect, test } from '@jest/globals';
import type { GroupOffset } from '../../kafka/groups/group-offsets.js';
import type { PartitionRange } from '../../kafka/session/list-offsets.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { offsetsList } from './list.js';

test('argv → options', async () => {
  expect(await optionsOf('offsets list a b')).toEqual({ topic: ['a', 'b'] });
  expect(await optionsOf('offsets list a -g billing')).toEqual({ topic: ['a'], group: 'billing' });
});

const range = (topic: string, partition: number, rest: Partial<PartitionRange> = {}): PartitionRange => ({
  topic,
  partition,
  low: 10,
  high: 110,
  records: 100,
  upperBound: null,
  problem: null,
  ...rest,
});

describe('result → output', () => {
  test('exact numbers, upper bounds and what cannot be known', async () => {
    const result = [
      range('orders', 0),
      range('orders', 1, { upperBound: 'compacted' }),
      range('orders', 2, { low: null, high: null, records: null, problem: 'no leader' }),
      range('paid', 0, { low: 0, high: 1, records: 1, upperBound: 'transactional' }),
    ];
    const outputs = await outputsOf(offsetsList, result);
    expect(outputs).toMatchObject({
      table: lines(
        'TOPIC   PARTITION  LOW  HIGH  RECORDS',
        'orders          0   10   110  100',
        'orders          1   10   110  ≤ 100',
        'orders          2    -     -  no leader',
        'paid            0    0     1  ≤ 1',
      ),
      plain: lines(
        'orders\t0\t10\t110\t100',
        'orders\t1\t10\t110\t≤ 100',
        'orders\t2\t\t\tno leader',
        'paid\t0\t0\t1\t≤ 1',
      ),
      notes: lines(
        'orders: at most 200 records in the 2 of 3 partitions that answer',
        'paid: at most 1 record in 1 partition',
        '≤: the topic is compacted, so fewer records than high − low may be left.',
        '≤: transactions were ended there, and each end takes an offset without being a record.',
      ).trimEnd(),
    });
    expect(JSON.parse(outputs.json)).toEqual(result);
    expect(outputs.jsonl.split('\n')).toHaveLength(5);
    expect(outputs.yaml).toMatch(/^- topic: orders\n {2}partition: 0\n {2}low: 10\n {2}high: 110\n/);
    expect(offsetsList.failed?.(result)).toBe(true);
  });

  test('all well', async () => {
    const result = [range('orders', 0), range('orders', 1)];
    const outputs = await outputsOf(offsetsList, result);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITION  LOW  HIGH  RECORDS',
        'orders          0   10   110      100',
        'orders          1   10   110      100',
      ),
    );
    expect(outputs.notes).toBe('orders: 200 records in 2 partitions');
    expect(offsetsList.failed?.(result)).toBe(false);
  });

  test('of a group', async () => {
    const partition = (number: number, rest: Partial<GroupOffset> = {}): GroupOffset => ({
      topic: 'orders',
      partition: number,
      currentOffset: 90,
      low: 0,
      logEndOffset: 100,
      lag: 10,
      reason: null,
      upperBound: null,
      problem: null,
      ...rest,
    });
    const result = {
      group: 'billing',
      partitions: [
        partition(0),
        partition(1, { currentOffset: null, lag: null, reason: 'nothing committed' }),
      ],
    };
    const outputs = await outputsOf(offsetsList, result);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG',
        'orders          0              90             100  10',
        'orders          1               -             100  nothing committed',
      ),
    );
    expect(outputs.plain.split('\n')[0]).toBe('orders\t0\t90\t100\t10');
    expect(outputs.notes).toMatch(/^billing: without a committed offset, a member begins/);
    expect(outputs.jsonl.split('\n')).toHaveLength(3);
    expect(offsetsList.failed?.(result)).toBe(false);
  });
});
