import { describe, expect, test } from '@jest/globals';
import type { ProduceReport } from '../kafka/records/produce.js';
import { runCli } from '../testing/program/run-cli.js';
import { produce } from './produce.js';

describe('what is refused before anything is sent', () => {
  test.each([
    [['produce'], /produce: TOPIC is missing/],
    [['produce', 'orders', 'a', 'b'], /takes 2 arguments/],
    [['produce', 'orders', 'x', '--file', 'y'], /VALUE and --file do not go together/],
    [
      ['produce', 'orders', '--key', 'k', '--key-separator', ','],
      /--key and --key-separator do not go together/,
    ],
    [['produce', 'orders', '--json', '-K', ','], /--json and --key-separator do not go together/],
    [['produce', 'orders', '--null-value'], /--null-value needs --key/],
    [['produce', 'orders', 'x', '--null-value', '--key', 'k'], /--null-value and VALUE do not go together/],
    [
      ['produce', 'orders', '--null-value', '-k', 'k', '--json'],
      /--null-value and --json do not go together/,
    ],
    [
      ['produce', 'orders', '--null-value', '-k', 'k', '--crlf'],
      /--null-value and --crlf do not go together/,
    ],
    [['produce', 'orders', 'x', '--transaction', 't', '--acks', '1'], /--transaction and --acks 1/],
    [['produce', 'orders', 'x', '-H', 'novalue'], /--header: "novalue" is not a header/],
    [['produce', 'orders', 'x', '--timestamp', 'soon'], /--timestamp: "soon" is not a time/],
    [['produce', 'orders', '-K', '\\q'], /--key-separator: \\q in "\\q" is unknown/],
    [['produce', 'orders', '-K', ''], /--key-separator: It is empty\./],
    [['produce', 'orders', 'x', '--partition', '-1'], /--partition/],
    [['produce', 'orders', 'x', '--acks', '2'], /--acks/],
    [['produce', 'orders', 'x', '--compression', 'brotli'], /--compression/],
    [['produce', 'orders', 'x', '--rate', '0'], /--rate: "0" is too small; it must be more than 0\./],
    [['produce', 'orders', 'x', '--generate', '5'], /--generate and VALUE do not go together/],
    [['produce', 'orders', '--generate', '5', '--file', 'f'], /--generate and --file do not go together/],
    [['produce', 'orders', '--generate', '5', '--json'], /--generate and --json do not go together/],
    [['produce', 'orders', '--size', '5'], /--size goes with --generate/],
    [['produce', 'orders', '--generate', '0'], /--generate: "0" is too small/],
    [['produce', 'orders', 'x', '--delivery-timeout', 'long'], /"long" is not a duration/],
  ])('%j', async (argv, complaint) => {
    const { exitCode, stdout, stderr } = await runCli(argv);
    expect(stderr).toMatch(complaint);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
  });
});

const report: ProduceReport = {
  topic: 'orders',
  acknowledged: 3,
  sent: 0,
  failed: 0,
  maybeWritten: 0,
  partitions: [
    { partition: 0, acknowledged: 1, sent: 0, firstOffset: 7, lastOffset: 7 },
    { partition: 2, acknowledged: 2, sent: 0, firstOffset: 4, lastOffset: 5 },
  ],
  failures: [],
  lines: 3,
  durationMs: 12,
  latencyMs: null,
  bytes: null,
  throttledMs: 0,
  interrupted: false,
  notes: [],
  stopped: null,
  transaction: null,
};

describe('the report', () => {
  test('of generated records tells what they took', () => {
    const { notes } = produce.view({
      ...{ ...report, acknowledged: 100_000, durationMs: 1000, bytes: 100_000 * 1024 },
      latencyMs: { p50: 3, p95: 20, p99: 45, max: 60 },
    });
    expect(notes).toEqual([
      '100,000 records written to orders and acknowledged in 1.0 s (100,000/s, 98 MiB/s).',
      'From full batch to acknowledgement: half of the records within 3 ms, 95 % within 20 ms, 99 % within 45 ms, all within 60 ms.',
    ]);
  });

  test('says how many went where', () => {
    expect(produce.view(report)).toEqual({
      header: ['PARTITION', 'RECORDS', 'FIRST-OFFSET', 'LAST-OFFSET'],
      rows: [
        [0, 1, 7, 7],
        [2, 2, 4, 5],
      ],
      notes: ['3 records written to orders and acknowledged in 12 ms.'],
      failures: [],
    });
  });

  test('tells the rate of many', () => {
    const { notes } = produce.view({ ...report, acknowledged: 1_234_567, durationMs: 2000 });
    expect(notes).toEqual(['1,234,567 records written to orders and acknowledged in 2.0 s (617,284/s).']);
  });

  test('tells how long a quota held things up', () => {
    const { notes } = produce.view({ ...report, throttledMs: 75_000 });
    expect(notes?.[1]).toMatch(/^A quota .* paused this client for 1 min 15 s\. .* quotas list$/);
  });

  test('does not call sent what was acknowledged, nor the other way round', () => {
    const { notes } = produce.view({ ...report, acknowledged: 0, sent: 3 });
    expect(notes).toEqual([
      '3 records sent to orders in 12 ms, not acknowledged: --acks 0 asks for no answer.',
    ]);
  });

  test.each([
    ['committed', false, 'The transaction is committed.'],
    ['aborted', true, 'The transaction is aborted: readers with read_committed will see nothing of it.'],
    ['commit-unknown', true, 'The brokers did not say whether the transaction is committed.'],
    [
      'abort-unknown',
      true,
      expect.stringMatching(
        /did not say whether the transaction is aborted\. .* 15 minutes; .* transactions list$/,
      ),
    ],
  ] as const)('transaction %s', (transaction, failed, note) => {
    expect(produce.view({ ...report, transaction }).notes).toContainEqual(note);
    expect(produce.failed?.({ ...report, transaction })).toBe(failed);
  });

  test('names the first ten failures and counts the rest', () => {
    const failures = Array.from({ length: 12 }, (_, index) => ({
      firstLine: index * 10 + 1,
      lastLine: index * 10 + (index === 0 ? 2 : 1),
      reason: 'too large',
      maybeWritten: false,
    }));
    const { failures: said = [] } = produce.view({ ...report, failed: 13, maybeWritten: 1, failures });
    expect(said.slice(0, 3)).toEqual([
      '13 records not written; 1 of them may be in the topic after all, because an answer was lost:',
      '  lines 1 to 2: too large',
      '  line 11: too large',
    ]);
    expect(said).toHaveLength(12);
    expect(said.at(-1)).toBe('  and 2 records more; -o json lists them.');
  });

  test('says where ^C came', () => {
    expect(produce.view({ ...report, interrupted: true }).failures?.at(-1)).toBe('Interrupted after line 3.');
    expect(produce.interrupted?.({ ...report, interrupted: true })).toBe(true);
  });

  test.each([
    [{ failed: 1 }, true],
    [{ stopped: 'not allowed' }, true],
    [{}, false],
  ])('%j: failed is %s', (change, failed) => {
    expect(produce.failed?.({ ...report, ...change })).toBe(failed);
  });
});
