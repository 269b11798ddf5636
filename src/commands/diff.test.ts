import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Difference } from '../kafka/compare/compare-sides.js';
import type { RecordsComparison } from '../kafka/compare/compare-records.js';
import { lines, optionsOf, outputsOf } from '../testing/program/command-tables.js';
import { runCli } from '../testing/program/run-cli.js';
import type { ClustersDiff } from './_diff-view.js';
import type { RecordsDiff } from './_diff-records.js';
import { diff } from './diff.js';

const bare = {
  connections: ['a'],
  only: [],
  internal: false,
  topic: [],
  records: false,
  partition: [],
  timestamps: false,
};

test.each([
  ['diff a', bare],
  ['diff a b --only topics --only groups', { ...bare, connections: ['a', 'b'], only: ['topics', 'groups'] }],
  [
    'diff a a --topic t --topic u --records -p 0 --from -10 --to end --timestamps',
    {
      ...bare,
      connections: ['a', 'a'],
      topic: ['t', 'u'],
      records: true,
      partition: ['0'],
      from: '-10',
      to: 'end',
      timestamps: true,
    },
  ],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

test.each([
  ['diff', 'CONNECTIONS is missing.'],
  ['diff a b c', 'Two sides can be compared, and 3 are named.'],
  ['diff a b -c d', 'Both sides are named already: leave -c out.'],
  ['diff a b -b h:1', 'Both sides are named already: leave -b out.'],
  ['diff - -', 'Standard input can be one side alone.'],
  ['diff  prod', '"" is not a connection'],
  ['diff a --only records', '"records" is not one of topics'],
  ['diff a --topic t', '--topic goes with --records.'],
  ['diff a --from 3', '--from goes with --records.'],
  ['diff a --records', '--records goes with --topic'],
  ['diff a --records --topic t --only acls', 'leave out --only, --filter and --internal'],
  ['diff a --filter (', '--filter: Invalid regular expression'],
  ['diff nothing', '"nothing" is not a connection, a practice cluster, an address (HOST:PORT) or a file.'],
  ['diff pord', 'Did you mean prod?'],
  ['diff file.yml prod --records --topic t', 'A file about a cluster has no records to compare.'],
  ['diff file.yml other.yml', 'file.yml:1:1: topic: it has no meaning here'],
  ['diff prod gone.yml', 'gone.yml cannot be read'],
  ['diff file.yml prod', 'No Kafka broker answers at localhost:1 (connection prod)'],
])('%s is refused with 2, as what is no difference', async (line, message) => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-diff-'));
  try {
    writeFileSync(join(home, 'file.yml'), line.includes('prod') ? 'topics: {}' : 'topic: {}');
    writeFileSync(join(home, 'other.yml'), 'topics: {}');
    expect((await runCli(['connections', 'add', 'prod', '-b', 'localhost:1'], { home })).exitCode).toBe(0);
    const { exitCode, stdout, stderr } = await runCli(line.split(' '), { home });
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('two files need no cluster', async () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-diff-'));
  try {
    writeFileSync(join(home, 'a.yml'), 'topics: {a: {partitions: 1}, __own: {}}\nusers: {}');
    writeFileSync(join(home, 'b.yml'), 'topics: {a: {partitions: 2}, "b\u202e": {}}');
    const wrong = await runCli(['diff', 'a.yml', 'b.yml'], { home });
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining(String.raw`b\u202e`)]);
    writeFileSync(join(home, 'b.yml'), 'topics: {a: {partitions: 2}}');
    const { exitCode, stdout, stderr } = await runCli(['diff', 'a.yml', 'b.yml'], { home });
    expect([exitCode, stdout]).toEqual([1, '~\ttopic a partitions\t1\t2\tyes\n']);
    expect(stderr).toContain('Not in the file, and not compared: acls, quotas, users, groups.');
    const nothing = await runCli(['diff', 'a.yml', '-'], { home, stdin: '' });
    expect([nothing.exitCode, nothing.stdout]).toEqual([2, '']);
    expect(nothing.stderr).toContain('Nothing could be compared.');
    const same = await runCli(['diff', 'a.yml', 'a.yml', '-o', 'json'], { home });
    expect([same.exitCode, JSON.parse(same.stdout)]).toEqual([
      0,
      expect.objectContaining({ kind: 'clusters', differences: [], compared: ['topics', 'users'] }),
    ]);
  } finally {
    rmSync(home, { recursive: true });
  }
});

const differences: readonly Difference[] = [
  {
    change: { kind: 'new topic', topic: 'n', partitions: 3, replicationFactor: 2, configs: {} },
    apply: 'changes',
  },
  { change: { kind: 'old topic', topic: 'z' }, apply: 'prunes' },
  { change: { kind: 'partitions', topic: 'a', before: 3, after: 2 }, apply: 'cannot' },
  { change: { kind: 'topic default', name: 'retention.ms', before: '1', after: '2' }, apply: 'cannot' },
  { change: { kind: 'old group', group: 'g', partitions: 1 }, apply: 'cannot' },
  {
    change: {
      kind: 'position',
      group: 'h',
      topic: 'a',
      partition: 0,
      before: { offset: 9_007_199_254_740_993n, lag: null },
      after: { offset: 4, lag: 1 },
    },
    apply: 'cannot',
  },
];

const clusters: ClustersDiff = {
  kind: 'clusters',
  first: 'connection prod',
  second: 'connection staging',
  isSameCluster: false,
  isOpen: false,
  differences,
  unknown: [
    { section: 'acls', name: null, side: 'second', problem: 'not for you' },
    { section: 'topics', name: 't', side: 'first', problem: 'topic t may not be seen' },
  ],
  compared: ['topics', 'groups'],
  absent: ['users'],
  impossible: ['topic a has 3 partitions and cannot have 2.'],
  uncompared: [],
  otherConfigs: ['message.format.version'],
  apply: {
    from: { kind: 'cluster', target: { connection: 'staging' }, words: [{ flag: '-c', value: 'staging' }] },
    to: [{ flag: '-c', value: 'prod' }],
    only: ['topics'],
  },
};

describe('result → output', () => {
  test('clusters', async () => {
    const outputs = await outputsOf(diff, clusters);
    expect(outputs.plain).toBe(
      lines(
        '+\ttopic n\t\t3 × 2\tyes',
        '-\ttopic z\tthere\t\twith --prune',
        '~\ttopic a partitions\t3\t2\tno',
        '~\ttopics without retention.ms of their own\t1\t2\tno',
        '-\tgroup g\t1 position\t\tno',
        '~\tgroup h in a[0]\t9007199254740993\t4, lag 1\tno',
      ),
    );
    expect(outputs.notes.split('\n')).toEqual([
      '6 differences in topics, groups.',
      'To make FIRST as SECOND, planned first: kafka-lab export -c staging --only topics | kafka-lab apply -c prod --prune --dry-run',
      'Not with apply: topic a has 3 partitions and cannot have 2.',
      'Not in the file, and not compared: users.',
      'Configs of topics that only one of them knows, and not compared: message.format.version.',
      'Offsets of two clusters mean the same only if records were copied with their offsets; the lag can always be compared.',
    ]);
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(6);
    expect(diff.view(clusters).failures).toEqual([
      'Unknown, and not compared: in connection staging, acls: not for you',
      'Unknown, and not compared: in connection prod, topic t may not be seen',
    ]);
    expect([diff.failed?.(clusters), diff.undecided?.(clusters)]).toEqual([true, false]);
    const unsure = { ...clusters, differences: [] };
    expect([diff.failed?.(unsure), diff.undecided?.(unsure)]).toEqual([false, true]);
  });

  test('records', async () => {
    const side = { partition: 1, offset: 42, isTombstone: false, isSpread: false };
    const range = { from: 0, to: 10, records: 5, tombstones: 1, otherOffsets: 5 };
    const compared: RecordsComparison = {
      topics: ['t', 'u'],
      isCompacted: true,
      partitions: [{ partition: 0, first: range, second: null, isSameSequence: false }],
      keys: 3,
      counts: {
        same: 1,
        missing: 1,
        extra: 1,
        changed: 0,
        fewer: 0,
        more: 0,
        repeated: 0,
        reordered: 0,
        moved: 0,
        unknown: 0,
      },
      examples: [
        { relation: 'missing', key: 'a', first: { ...side, records: 2 }, second: null },
        {
          relation: 'extra',
          key: '/w==',
          keyEncoding: 'base64',
          first: null,
          second: { ...side, records: 1 },
        },
      ],
      leftOut: { first: 1, second: 0 },
      isInterleavedOtherwise: false,
      open: { first: [], second: [] },
      notes: [],
      isPartial: false,
      interrupted: false,
    };
    const result: RecordsDiff = { kind: 'records', first: 'one', second: 'other', ...compared };
    const outputs = await outputsOf(diff, result);
    expect(outputs.plain.split('\n').slice(0, 2)).toEqual([
      '-\ta\tmissing in SECOND\t2 records, the last [1]@42\t',
      '+\tbase64:/w==\tonly in SECOND\t\trecord [1]@42',
    ]);
    expect(outputs.notes).toContain('3 keys');
    expect(outputs.notes).toContain('the same: 1; missing in SECOND: 1; only in SECOND: 1.');
    expect(outputs.notes).toContain('Compacted: the last record of each key was compared');
    expect(diff.view(result).failures?.join()).toContain(
      '1 and 0 records of keys beyond the first 2,000,000',
    );
    const unread = {
      ...result,
      counts: { ...compared.counts, missing: 0, extra: 0, unknown: 2 },
      isPartial: true,
    };
    expect([diff.failed?.(unread), diff.undecided?.(unread)]).toEqual([false, true]);
    expect(diff.view(unread).notes?.join()).toContain('the same: 1; unknown, as not all was read: 2.');
    const same = { ...result, keys: 1 };
    expect([diff.failed?.(result), diff.undecided?.(result)]).toEqual([true, false]);
    expect([diff.failed?.(same), diff.undecided?.(same)]).toEqual([false, true]);
  });
});
