import { describe, expect, test } from '@jest/globals';
import { effectOf } from '../contract/command.js';
import type { AppliedChange } from '../kafka/manifest/apply-changes.js';
import type { Change } from '../kafka/manifest/changes.js';
import { lines, optionsOf, outputsOf } from '../testing/program/command-tables.js';
import { runCli } from '../testing/program/run-cli.js';
import { applyFile } from './apply.js';
import { exportCluster } from './export.js';

const bare = { file: '-', dryRun: false, prune: false, setPasswords: false };

test.each([
  ['apply', bare, 'writes'],
  ['apply c.yml --dry-run', { ...bare, file: 'c.yml', dryRun: true }, 'reads'],
  ['apply c.yml --set-passwords', { ...bare, file: 'c.yml', setPasswords: true }, 'writes'],
  ['apply c.yml --prune', { ...bare, file: 'c.yml', prune: true }, 'destroys'],
  ['apply c.yml --prune --dry-run', { ...bare, file: 'c.yml', prune: true, dryRun: true }, 'reads'],
])('%s', async (line, expected, effect) => {
  const options = await optionsOf(line);
  expect(options).toEqual(expected);
  expect(effectOf(applyFile as never, options as never)).toBe(effect);
});

test('export', async () => {
  expect(await optionsOf('export --only topics --only acls')).toEqual({ only: ['topics', 'acls'] });
  expect(await optionsOf('export --schema ../m.json')).toEqual({ only: [], schema: '../m.json' });
  const injected = await runCli(['export', '--schema', 'm.json\ntopics: {}']);
  expect([injected.exitCode, injected.stderr]).toEqual([2, expect.stringContaining('printable ASCII')]);
  const refused = await runCli(['export', '--only', 'groups']);
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringContaining('"groups" is not one of topics'),
  ]);
  const outputs = await outputsOf(exportCluster, {
    counts: { topics: 1002, quotas: 1, users: 0 },
    missing: [{ section: 'acls', problem: 'no authorizer' }],
    unknownConfigs: ['a', 'b'],
  });
  expect(outputs.notes.split('\n')).toEqual([
    '1,002 topics, 1 quota, 0 users. A cluster does not reveal passwords; a file may say where they are.',
    'No acls: no authorizer',
    'Without configs, which this login may not read: a, b. Applied as it is, the file would take configs from them.',
  ]);
});

test.each([
  [['apply', 'nowhere.yml'], '', 1, 'nowhere.yml cannot be read'],
  [['apply'], 'topics: {a: {partitions: many}}', 2, 'standard input:1:14: topics.a.partitions'],
])('%j is refused before any broker is asked', async (argv, stdin, exitCode, message) => {
  const result = await runCli(argv, { stdin });
  expect([result.exitCode, result.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
});

const acl = {
  resource: 'topic',
  name: 'pay-',
  pattern: 'prefixed',
  principal: 'User:x',
  permission: 'allow',
  operation: 'read',
  host: '*',
} as const;
const changes: readonly Change[] = [
  { kind: 'new topic', topic: 'n', partitions: 3, replicationFactor: null, configs: { 'segment.ms': '2' } },
  { kind: 'old topic', topic: 'z' },
  { kind: 'partitions', topic: 'a', before: 3, after: 6 },
  { kind: 'replicas', topic: 'a', before: 2, after: 3 },
  { kind: 'config', topic: 'a', name: 'retention.ms', before: '1', after: null },
  { kind: 'new acl', acl },
  { kind: 'old acl', acl: { ...acl, pattern: 'literal' } },
  { kind: 'quota', whose: { user: null }, limit: 'producer_byte_rate', before: 1, after: 2 },
  {
    kind: 'password',
    user: 'x',
    mechanism: 'SCRAM-SHA-512',
    before: null,
    iterations: 8192,
    password: 'env:X',
  },
  { kind: 'old password', user: 'y', mechanism: 'SCRAM-SHA-256' },
];

describe('result → output', () => {
  const planned = changes.map((change): AppliedChange => ({ change, outcome: 'planned', problem: null }));

  test('a diff', async () => {
    const kept = changes.slice(1, 2);
    const report = { outcome: 'planned' as const, changes: planned, kept, impossible: [], uncompared: [] };
    const outputs = await outputsOf(applyFile, report);
    expect(outputs.plain).toBe(
      lines(
        '+\ttopic n\t\t3 × default segment.ms=2\tplanned',
        '-\ttopic z\tall its records\t\tplanned',
        '~\ttopic a partitions\t3\t6\tplanned',
        '~\ttopic a replicas\t2\t3\tplanned',
        '-\ttopic a retention.ms\t1\t\tplanned',
        '+\tacl topic pay-…\t\tallow User:x read from *\tplanned',
        '-\tacl topic pay-\tallow User:x read from *\t\tplanned',
        '~\tquota any other user producer_byte_rate\t1\t2\tplanned',
        '+\tuser x SCRAM-SHA-512\t\t8192 iterations, env:X\tplanned',
        '-\tuser y SCRAM-SHA-256\ta password\t\tplanned',
      ),
    );
    expect(outputs.table).toMatch(/^ +WHAT +BEFORE +AFTER +OUTCOME\n\+ {2}topic n /);
    expect(JSON.parse(outputs.json)).toEqual(report);
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(changes.length);
    expect(outputs.notes.split('\n')).toEqual([
      '10 changes; a dry run, nothing was changed.',
      'In the cluster and not in the file; --prune deletes it: topic z.',
    ]);
    expect(applyFile.failed?.(report)).toBe(false);
    expect(applyFile.failed?.({ ...report, impossible: ['no'] })).toBe(true);
  });

  test('done, one of them not', async () => {
    const applied = changes.slice(0, 2).map((change, index): AppliedChange => ({
      change,
      outcome: index === 0 ? 'done' : 'failed',
      problem: index === 0 ? null : 'it is gone',
    }));
    const report = {
      outcome: 'applied' as const,
      changes: applied,
      kept: [],
      impossible: [],
      uncompared: [],
    };
    const outputs = await outputsOf(applyFile, report);
    expect(outputs.plain).toContain('\tdone\n-\ttopic z\tall its records\t\tit is gone\n');
    expect(outputs.notes).toBe('1 of 2 changes made.');
    expect(applyFile.failed?.(report)).toBe(true);
    const nothing = await outputsOf(applyFile, { ...report, changes: [] });
    expect(nothing.notes).toBe('The cluster is as the file says: nothing to change.');
    const uncompared = [{ user: 'x', mechanism: 'SCRAM-SHA-256' as const }];
    expect((await outputsOf(applyFile, { ...report, changes: [], uncompared })).notes).toContain(
      'Passwords cannot be compared; kept as they are: x (SCRAM-SHA-256). --set-passwords writes them anyway.',
    );
  });
});
