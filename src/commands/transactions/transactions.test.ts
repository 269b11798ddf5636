import { describe, expect, test } from '@jest/globals';
import type { HangingReport } from '../../kafka/transactions/hanging-transactions.js';
import type { TransactionDescription } from '../../kafka/transactions/transactions.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { transactionsAbort } from './abort.js';
import { transactionsDescribe } from './describe.js';
import { transactionsHanging } from './hanging.js';
import { Pattern } from '../../text/pattern/pattern.js';
import { transactionsList, withIds } from './list.js';

test.each([
  ['transactions list', { state: [] }],
  ['transactions list --state Ongoing --state Empty', { state: ['Ongoing', 'Empty'] }],
  ['transactions list --filter ^pay', { state: [], filter: '^pay' }],
  ['transactions describe t', { id: 't' }],
  ['transactions hanging', { topic: [], olderThan: '15m' }],
  ['transactions hanging a b --older-than 1h', { topic: ['a', 'b'], olderThan: '1h' }],
  ['transactions abort t', { id: 't' }],
  ['transactions abort --topic a -p 2 --start-offset 7', { topic: 'a', partition: 2, startOffset: 7 }],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

test.each([
  ['transactions abort --yes', 'Which transaction?'],
  ['transactions abort --topic a --partition 2 --yes', 'Which transaction?'],
  ['transactions abort t --topic a --yes', 'Which transaction?'],
  ['transactions abort t', 'What transaction t has written will never be committed'],
  ['transactions hanging --older-than soon', '"soon"'],
  ['transactions list --filter (', '--filter'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('what is asked before', () => {
  expect(transactionsAbort.confirmation?.({ id: 't' })?.word).toBe('t');
  expect(transactionsAbort.confirmation?.({ topic: 'a', partition: 2, startOffset: 7 })).toEqual({
    question: 'What is written by the transaction at a[2] offset 7 will never be committed.',
    word: 'a',
  });
});

const summary = { transactionalId: 'pay', coordinator: 2, producerId: 1000, state: 'Ongoing' };
test('ids that match, and brokers that did not answer all the same', () => {
  const silent = [{ broker: 3, problem: 'it is busy' }];
  const transactions = [summary, { ...summary, transactionalId: 'repay' }];
  const found = withIds({ transactions, silent }, new Pattern('^pay', { option: '--filter' }));
  expect(found).toEqual({ transactions: [summary], silent });
});

const description: TransactionDescription = {
  ...summary,
  producerEpoch: 3,
  timeoutMs: 60_000,
  startedAt: '2026-01-15T12:00:00.000Z',
  partitions: [
    { topic: 'a', partition: 0 },
    { topic: 'b', partition: 1 },
  ],
};
const open = {
  topic: 'a',
  partition: 0,
  producerId: 1000,
  producerEpoch: 3,
  coordinatorEpoch: 0,
  startOffset: 7,
  lastWrittenAt: '2026-01-15T12:00:00.000Z',
};

describe('result → output', () => {
  test('a list', async () => {
    const result = { transactions: [summary], silent: [{ broker: 3, problem: 'gone' }] };
    const outputs = await outputsOf(transactionsList, result);
    expect(outputs.table).toBe(
      lines(
        'TRANSACTIONAL-ID  COORDINATOR  PRODUCER-ID  STATE',
        'pay                         2         1000  Ongoing',
      ),
    );
    expect(outputs.plain).toBe('pay\t2\t1000\tOngoing\n');
    expect(JSON.parse(outputs.json)).toEqual(result);
    expect(JSON.parse(outputs.jsonl)).toEqual(summary);
    expect(outputs.yaml).toMatch(/^transactions:\n/);
    expect(transactionsList.view(result).failures).toEqual(['Broker 3 is not included: gone']);
    expect(transactionsList.failed?.(result)).toBe(true);
  });

  test('one', async () => {
    const outputs = await outputsOf(transactionsDescribe, { ...description, openForMs: 5000 });
    expect(outputs.plain).toBe('1000\t3\tOngoing\t2026-01-15T12:00:00.000Z\t5.0 s\t1 min 0 s\ta[0] b[1]\n');
    expect(outputs.notes).toContain('kafka-lab transactions abort pay');
    expect(JSON.parse(outputs.json)).toEqual({ ...description, openForMs: 5000 });
  });

  test('hanging', async () => {
    const report: HangingReport = { hanging: [open], partitions: 4, healthy: 2, problems: [] };
    const outputs = await outputsOf(transactionsHanging, report);
    expect(outputs.plain).toBe('a\t0\t7\t1000\t3\t2026-01-15T12:00:00.000Z\n');
    expect(outputs.notes.split('\n')).toEqual([
      '4 partitions looked at: 1 hanging, 2 open and well.',
      'To end one: kafka-lab transactions abort --topic a --partition 0 --start-offset 7',
    ]);
    expect(transactionsHanging.failed?.(report)).toBe(false);
    expect(transactionsHanging.failed?.({ ...report, problems: ['no'] })).toBe(true);
  });

  test('aborted', async () => {
    const byId = await outputsOf(transactionsAbort, { before: description, state: 'CompleteAbort' });
    expect(byId.plain).toBe('pay\tOngoing\tCompleteAbort\ta[0] b[1]\n');
    expect((await outputsOf(transactionsAbort, open)).plain).toBe('a\t0\t7\t1000\taborted\n');
  });
});
