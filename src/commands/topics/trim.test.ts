import { describe, expect, test } from '@jest/globals';
import { effectOf } from '../../contract/command.js';
import type { TrimReport } from '../../kafka/topics/trim-topic.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { topicsTrim } from './trim.js';

const bare = { topic: 'orders', before: 'end', partition: [], execute: false };

test.each([
  ['topics trim orders --before end', bare, 'reads'],
  ['topics trim orders --before -10 -p 0 -p 2', { ...bare, before: '-10', partition: ['0', '2'] }, 'reads'],
  ['topics trim orders --before end --execute', { ...bare, execute: true }, 'destroys'],
])('%s', async (line, expected, effect) => {
  const options = await optionsOf(line);
  expect(options).toEqual(expected);
  expect(effectOf(topicsTrim as never, options as never)).toBe(effect);
});

test('what is asked before', () => {
  expect(topicsTrim.confirmation?.({ ...bare, before: '@-1h' })).toEqual({
    question: 'All records of topic orders before @-1h will be gone.',
    word: 'orders',
  });
  expect(topicsTrim.confirmation?.({ ...bare, before: '7', partition: ['0', '02'] })).toEqual({
    question: 'All records of orders[0], orders[2] before 7 will be gone.',
    word: 'orders',
  });
});

const part = (partition: number, low: number, newLow: number) => ({
  partition,
  low,
  high: 110,
  newLow,
  records: newLow - low,
  upperBound: null,
  problem: null,
});
const report: TrimReport = {
  topic: 'orders',
  outcome: 'planned',
  partitions: [
    part(0, 0, 100),
    { ...part(1, 10, 20), upperBound: 'compacted' },
    { ...part(2, 0, 0), low: null, high: null, newLow: null, records: null, problem: 'no leader' },
  ],
  notes: ['Something.'],
};

describe('result → output', () => {
  test('a plan', async () => {
    const outputs = await outputsOf(topicsTrim, report);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITION  LOW  NEW-LOW  HIGH  GOES',
        'orders          0    0      100   110  100',
        'orders          1   10       20   110  ≤ 10',
        'orders          2    -        -     -  no leader',
      ),
    );
    expect(outputs.plain).toBe(
      lines('orders\t0\t0\t100\t110\t100', 'orders\t1\t10\t20\t110\t≤ 10', 'orders\t2\t\t\t\tno leader'),
    );
    expect(JSON.parse(outputs.json)).toEqual(report);
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(3);
    expect(outputs.yaml).toMatch(/^topic: orders\noutcome: planned\npartitions:\n/);
    expect(outputs.notes).toBe(
      [
        'Something.',
        '≤: the topic is compacted, so fewer records than high − low may be left.',
        'A plan: nothing was deleted. It would permanently delete at most 110 records. To do it, add --execute.',
      ].join('\n'),
    );
    expect(topicsTrim.failed?.(report)).toBe(true);
  });

  test('done, and nothing to do', async () => {
    const done: TrimReport = { ...report, outcome: 'trimmed', partitions: [part(0, 0, 1)], notes: [] };
    const outputs = await outputsOf(topicsTrim, done);
    expect(outputs.table).toMatch(/^TOPIC .* GONE\n/);
    expect(outputs.notes).toBe(
      'orders: 1 record deleted. Disk space is freed segment by segment, a little later.',
    );
    expect(topicsTrim.failed?.(done)).toBe(false);
    const nothing = await outputsOf(topicsTrim, { ...done, outcome: 'planned', partitions: [part(0, 5, 5)] });
    expect(nothing.notes).toBe('orders: there is nothing before that to delete.');
  });
});
