import { describe, expect, test } from '@jest/globals';
import { effectOf } from '../../contract/command.js';
import type { ConfigChange } from '../../kafka/configs/alter-config.js';
import type { ConfigEntry } from '../../kafka/configs/describe-config.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { topicsConfig } from './config.js';

const bare = { topic: 'orders', config: [], all: false, docs: false, set: [], unset: [], dryRun: false };

describe('argv → options', () => {
  test.each([
    ['topics config orders', bare, 'reads'],
    ['topics config orders a b --docs', { ...bare, config: ['a', 'b'], docs: true }, 'reads'],
    ['topics config orders --all', { ...bare, all: true }, 'reads'],
    ['topics config orders set a=1 b=2', { ...bare, config: ['set', 'a=1', 'b=2'] }, 'writes'],
    ['topics config orders unset a', { ...bare, config: ['unset', 'a'] }, 'writes'],
    ['topics config orders unset a --dry-run', { ...bare, config: ['unset', 'a'], dryRun: true }, 'reads'],
    ['topics config orders --set a=1 --unset b', { ...bare, set: ['a=1'], unset: ['b'] }, 'writes'],
  ])('%s', async (line, expected, effect) => {
    const options = await optionsOf(line);
    expect(options).toEqual(expected);
    expect(effectOf(topicsConfig as never, options as never)).toBe(effect);
  });

  test('what makes no sense is refused before any broker is asked', async () => {
    expect(await runCli(['topics', 'config', 'orders', 'set'])).toMatchObject({
      exitCode: 2,
      stderr: 'error: "set" needs NAME=VALUE after it.\nIt looks like: set retention.ms=86400000\n',
    });
  });
});

const resource = { kind: 'topic', name: 'orders' } as const;
const entry: ConfigEntry = {
  name: 'retention.ms',
  value: '3600000',
  source: 'topic',
  fallback: { name: 'log.retention.hours', value: '168', source: 'default' },
  isSensitive: false,
  isReadOnly: false,
  type: 'long',
  documentation: 'How long.',
};
const secret: ConfigEntry = {
  ...entry,
  name: 'ssl.key.password',
  value: null,
  source: 'static',
  isSensitive: true,
  isReadOnly: true,
  type: 'password',
};

describe('result → output', () => {
  test('shown', async () => {
    const report = { resource, configs: [entry, secret], isDocumented: false };
    const outputs = await outputsOf(topicsConfig, report);
    expect(outputs).toMatchObject({
      table: lines(
        'Topic orders',
        'NAME              VALUE     SOURCE  OTHERWISE',
        'retention.ms      3600000   topic   log.retention.hours=168',
        'ssl.key.password  (hidden)  static  -',
      ),
      plain: lines(
        'retention.ms\t3600000\ttopic\tlog.retention.hours=168',
        'ssl.key.password\t(hidden)\tstatic\t',
      ),
      notes: '',
    });
    expect(JSON.parse(outputs.json)).toEqual(report);
    expect(
      outputs.jsonl
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([entry, secret]);
    expect(outputs.yaml).toContain('documentation: How long.');
  });

  test('documented', async () => {
    const { notes } = await outputsOf(topicsConfig, {
      resource,
      configs: [entry, secret],
      isDocumented: true,
    });
    expect(notes).toBe(
      'retention.ms (long): How long.\nssl.key.password (password, only by restart): How long.',
    );
  });

  test('nothing set', async () => {
    const outputs = await outputsOf(topicsConfig, { resource, configs: [], isDocumented: false });
    expect([outputs.table, outputs.notes]).toEqual([
      'Topic orders\n',
      'Nothing is set: the defaults apply. See them: kafka-lab topics config orders --all',
    ]);
  });

  const change = (rest: Partial<ConfigChange>): ConfigChange => ({
    name: 'a',
    isSensitive: false,
    before: { value: '1', source: 'topic', from: null },
    after: { value: '2', source: 'topic', from: null },
    outcome: 'set',
    ...rest,
  });
  const isDefault = { value: '7', source: 'default', from: null } as const;

  test('changed, and the way back', async () => {
    const changes = [
      change({}),
      change({ name: 'b', before: isDefault }),
      change({
        name: 'c',
        before: { value: 'x y', source: 'topic', from: null },
        after: isDefault,
        outcome: 'unset',
      }),
      change({ name: 'd', before: isDefault, after: isDefault, outcome: 'unchanged' }),
    ];
    const outputs = await outputsOf(topicsConfig, { resource, changes, dryRun: false });
    expect(outputs).toMatchObject({
      table: lines(
        'Topic orders',
        'NAME  BEFORE  AFTER  SOURCE   OUTCOME',
        'a     1       2      topic    set',
        'b     7       2      topic    set',
        'c     x y     7      default  unset',
        'd     7       7      default  unchanged',
      ),
      plain: lines(
        'a\t1\t2\ttopic\tset',
        'b\t7\t2\ttopic\tset',
        'c\tx y\t7\tdefault\tunset',
        'd\t7\t7\tdefault\tunchanged',
      ),
      notes: "To undo: kafka-lab topics config orders set a=1 'c=x y' unset b",
    });
    expect(JSON.parse(outputs.json)).toEqual({ resource, changes, dryRun: false });
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(4);
    expect(outputs.yaml).toContain('outcome: unchanged');
  });

  test('secrets stay secret, before and after, and no way back pretends to know them', async () => {
    const hidden = { value: null, source: 'topic', from: null } as const;
    const changes = [change({ isSensitive: true, before: hidden, after: hidden })];
    const outputs = await outputsOf(topicsConfig, { resource, changes, dryRun: false });
    expect([outputs.plain, outputs.notes]).toEqual(['a\t(hidden)\t(hidden)\ttopic\tset\n', '']);
  });

  test('planned and accepted', async () => {
    const unknown = { value: null, source: null, from: null };
    const elsewhere = { value: '168', source: 'default', from: 'log.retention.hours' } as const;
    const changes = [
      change({ outcome: 'planned', after: unknown }),
      change({ outcome: 'planned', after: elsewhere }),
    ];
    const planned = await outputsOf(topicsConfig, { resource, changes, dryRun: true });
    expect([planned.plain, planned.notes]).toEqual([
      'a\t1\tthe default\t\tplanned\na\t1\tlog.retention.hours=168\tdefault\tplanned\n',
      'A dry run: the broker would accept it; nothing was changed.',
    ]);
    const accepted = [change({ outcome: 'accepted' })];
    const outputs = await outputsOf(topicsConfig, { resource, changes: accepted, dryRun: false });
    expect(outputs.notes).toMatch(/^accepted: the broker took it but does not show it yet/);
  });
});
