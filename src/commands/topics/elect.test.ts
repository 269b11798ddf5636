import { expect, test } from '@jest/globals';
import { effectOf } from '../../contract/command.js';
import type { Election } from '../../kafka/topics/elect-leaders.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { topicsElect } from './elect.js';

test.each([
  ['topics elect orders --preferred', ['orders'], true, false, 'writes'],
  ['topics elect orders clicks --unclean', ['orders', 'clicks'], false, true, 'destroys'],
])('%s', async (line, topic, preferred, unclean, effect) => {
  const options = await optionsOf(line);
  expect(options).toEqual({ topic, preferred, unclean });
  expect(effectOf(topicsElect as never, options as never)).toBe(effect);
});

test.each(['topics elect orders', 'topics elect orders --preferred --unclean --yes'])(
  '%s leaves open which',
  async (line) => {
    const { exitCode, stderr } = await runCli(line.split(' '));
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Which leader: --preferred or --unclean?'),
    ]);
  },
);

test('what is asked before', () => {
  const options = { topic: ['orders'], preferred: false, unclean: true };
  expect(topicsElect.confirmation?.(options)).toEqual({
    question: 'If no in-sync replica is left, orders loses the records that only those had.',
    word: 'orders',
  });
  expect(topicsElect.confirmation?.({ ...options, topic: ['a', 'b'] })?.word).toBe('elect 2');
});

const election: Election = {
  topic: 'orders',
  partition: 0,
  before: 2,
  after: 1,
  outcome: 'elected',
  problem: null,
};

test('result → output', async () => {
  const elections: Election[] = [
    election,
    { ...election, partition: 1, before: 1, outcome: 'not needed' },
    { ...election, partition: 2, before: null, after: null, outcome: 'failed', problem: 'not elected: no' },
  ];
  const outputs = await outputsOf(topicsElect, elections);
  expect(outputs.table).toBe(
    lines(
      'TOPIC   PARTITION  BEFORE  AFTER  OUTCOME',
      'orders          0       2      1  elected',
      'orders          1       1      1  not needed',
      'orders          2       -      -  not elected: no',
    ),
  );
  expect(outputs.plain).toContain('orders\t2\t\t\tnot elected: no\n');
  expect(JSON.parse(outputs.json)).toEqual(elections);
  expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(3);
  expect(outputs.yaml).toMatch(/^- topic: orders\n/);
  expect(outputs.notes).toBe('');
  expect(topicsElect.failed?.(elections)).toBe(true);
  const idle = [{ ...election, outcome: 'not needed' as const }];
  expect(topicsElect.failed?.(idle)).toBe(false);
  expect((await outputsOf(topicsElect, idle)).notes).toBe(
    'Every partition has the leader that it should have.',
  );
});
