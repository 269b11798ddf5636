import { describe, expect, test } from '@jest/globals';
import { optionsOf, outputsOf } from '../testing/program/command-tables.js';
import { runCli } from '../testing/program/run-cli.js';
import { consume } from './consume.js';
import type { ConsumeReport } from './_consume-report.js';

const bare = {
  topic: ['orders'],
  fromBeginning: false,
  partition: [],
  follow: false,
  exit: false,
  isolation: 'read_committed',
  keys: false,
  headers: false,
  timestamps: false,
  partitions: false,
  offsets: false,
  deliveryCounts: false,
  raw: false,
  decode: [],
  noDecode: false,
  protoPath: [],
  allPartitions: false,
};

describe('argv → options', () => {
  test.each([
    ['consume orders', bare],
    ['consume orders --from-beginning -n 5', { ...bare, fromBeginning: true, maxMessages: 5 }],
    [
      'consume a b --from -10 --to @-1h -e',
      { ...bare, topic: ['a', 'b'], from: '-10', to: '@-1h', exit: true },
    ],
    ['consume --include orders.* -e', { ...bare, topic: [], include: 'orders.*', exit: true }],
    ['consume orders -p 0 -p 2 -f', { ...bare, partition: ['0', '2'], follow: true }],
    [
      'consume orders -g billing --isolation read_uncommitted',
      { ...bare, group: 'billing', isolation: 'read_uncommitted' },
    ],
    [
      'consume orders --keys --headers --timestamps --partitions --offsets --raw',
      { ...bare, keys: true, headers: true, timestamps: true, partitions: true, offsets: true, raw: true },
    ],
  ])('%s', async (line, expected) => {
    expect(await optionsOf(line)).toEqual(expected);
  });
});

test.each([
  ['consume', 'Which topics? Name them, or use --include REGEX.'],
  ['consume --include (', '--include: Invalid regular expression'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

describe('what contradicts itself is refused before any broker is asked', () => {
  test.each([
    ['--follow --exit', '--follow and --exit contradict each other.'],
    ['--from-beginning --from 3', '--from-beginning and --from exclude each other.'],
    ['--from sometime', '"sometime" is not a position.'],
    ['--to 1.5', '"1.5" is not a position.'],
    ['-p one', '--partition: "one" is not a partition number; they count from 0.'],
    ['-p -1', '--partition: "-1" is not a partition number; they count from 0.'],
    ['-g x --to 5', 'With --group the group decides which partitions are read, and there is no --to.'],
    ['-g x -p 0', 'With --group the group decides which partitions are read, and there is no --to.'],
    [
      '-g x --from 5',
      'With --group, --from can only be start or end, for partitions without a committed offset.',
    ],
    ['-g x --grep y', 'A search reads without a group: leave --group out.'],
    ['--share-group x --grep y', 'A search reads without a group: leave --share-group out.'],
    ['--share-group x -g y', '--group and --share-group exclude each other.'],
    [
      '--share-group x --from-beginning',
      'With --share-group the group decides where reading begins: leave --from-beginning out.',
    ],
    [
      '--share-group x --to 5',
      'With --share-group the group decides which partitions are read, and there is no --to.',
    ],
    [
      '--share-group x --isolation read_uncommitted',
      'With --share-group the group decides what is hidden, by its config share.isolation.level: leave --isolation out.',
    ],
    ['--share-group x --ack ask', '--ack ask needs a terminal: it asks what becomes of each record.'],
    ['--ack release', '--ack goes with --share-group.'],
    ['--delivery-counts', '--delivery-counts goes with --share-group.'],
    ['--all-partitions', '--all-partitions goes with --key; without it all partitions are read anyway.'],
    ['--format %v -o jsonl', '--format and --output both say how a record looks; choose one of them.'],
    ['--filter key', '--filter: an operator is expected here: == != < <= > >= contains matches exists'],
    ['--include o.*', '--include says which topics: leave the names out.'],
    ['-n 0', '--max-messages: "0" is too small; the least is 1.'],
    ['-n many', '--max-messages: "many" is not a whole number.'],
  ])('%s', async (options, message) => {
    const { exitCode, stdout, stderr } = await runCli(['consume', 'orders', ...options.split(' ')]);
    expect([exitCode, stdout, stderr.split('\n')[0]]).toEqual([2, '', `error: ${message}`]);
  });
});

describe('the report', () => {
  const report: ConsumeReport = {
    stopped: 'end',
    follow: false,
    records: 3,
    partitions: [
      { topic: 'orders', partition: 0, records: 3, next: 3 },
      { topic: 'orders', partition: 1, records: 0, next: 0 },
    ],
    notes: [],
    undecoded: [],
    isUndecoded: false,
    open: [],
    isPartial: false,
    durationMs: 1234,
  };

  test.each<[Partial<ConsumeReport>, string]>([
    [{}, 'Reached the end: 3 records from 1 partition in 1.2 s.'],
    [{ records: 1, stopped: 'limit' }, 'Stopped at the limit: 1 record from 1 partition in 1.2 s.'],
    [
      { open: ['orders[0]: 3 offsets from 60 on wait.'] },
      'orders[0]: 3 offsets from 60 on wait.\nStopped at an open transaction: 3 records from 1 partition in 1.2 s.',
    ],
    [{ stopped: 'deleted' }, 'Nothing is left to read: 3 records from 1 partition in 1.2 s.'],
    [{ stopped: 'closed' }, 'The output was closed: 3 records from 1 partition in 1.2 s.'],
    [
      { records: 0, partitions: [], stopped: 'interrupted', durationMs: 0 },
      'Interrupted: 0 records from 0 partitions in 0.0 s.',
    ],
    [
      { records: 1_234_567 },
      'Reached the end: 1,234,567 records from 1 partition in 1.2 s, 1,000,459 a second.',
    ],
    [
      { share: { accepted: 1, released: 2000, rejected: 0, lost: 0 } },
      'Nothing more was delivered: 3 records from 1 partition in 1.2 s.\nAccepted 1, released 2,000, rejected 0.',
    ],
    [
      { share: { accepted: 1, released: 0, rejected: 0, lost: 2 }, stopped: 'limit' },
      'Stopped at the limit: 3 records from 1 partition in 1.2 s.\nAccepted 1, released 0, rejected 0; what was said of 2 records that were shown did not reach the group.',
    ],
  ])('%j', async (rest, expected) => {
    expect((await outputsOf(consume, { ...report, ...rest })).notes).toBe(expected);
  });

  test.each([
    ['end', false, false, false],
    ['interrupted', false, true, false],
    ['interrupted', true, false, false],
    ['end', false, false, true],
  ] as const)('%s, follow %s → interrupted %s, failed %s', (stopped, follow, interrupted, isPartial) => {
    const result = { ...report, stopped, follow, isPartial };
    expect(consume.interrupted?.(result)).toBe(interrupted);
    expect(consume.failed?.(result)).toBe(isPartial);
  });
});
