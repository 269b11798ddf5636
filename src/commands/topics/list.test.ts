import { describe, expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { topicsList } from './list.js';

const any = {
  size: false,
  underReplicated: false,
  underMinIsr: false,
  atMinIsr: false,
  offline: false,
  empty: false,
  skipEmpty: false,
};

describe('argv → options', () => {
  test.each([
    ['topics list', { internal: false, ...any }],
    ['topics list --internal --filter ^a', { internal: true, filter: '^a', ...any }],
    ['topics list --offline', { internal: false, ...any, offline: true }],
    ['topics list --size', { internal: false, ...any, size: true }],
    [
      'topics list --under-replicated --under-min-isr --at-min-isr',
      {
        internal: false,
        ...any,
        underReplicated: true,
        underMinIsr: true,
        atMinIsr: true,
      },
    ],
  ])('%s', async (line, expected) => {
    expect(await optionsOf(line)).toEqual(expected);
  });

  test('filters that exclude each other', async () => {
    const { exitCode, stderr } = await runCli(['topics', 'list', '--empty', '--skip-empty']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('--empty and --skip-empty exclude each other'),
    ]);
  });

  test('a filter that is not a regular expression, before any broker is asked', async () => {
    const { exitCode, stderr } = await runCli(['topics', 'list', '--filter', '(']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^error: --filter: Invalid regular expression/),
    ]);
  });
});

describe('result → output', () => {
  const topic = {
    name: 'orders',
    partitions: 6,
    replicationFactor: 3,
    underReplicated: 0,
    offline: 0,
    underMinIsr: null,
    atMinIsr: null,
    sizeBytes: null,
    isInternal: false,
  };

  test('healthy, under-replicated, offline', async () => {
    const outputs = await outputsOf(topicsList, [
      topic,
      { ...topic, name: 'slow', underReplicated: 2 },
      { ...topic, name: 'gone', underReplicated: 2, offline: 1 },
      { ...topic, name: 'unsafe', underReplicated: 2, underMinIsr: 1, atMinIsr: 1 },
      { ...topic, name: 'risky', underReplicated: 2, underMinIsr: 0, atMinIsr: 2 },
    ]);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITIONS  REPLICATION  HEALTH',
        'orders           6            3  ok',
        'slow             6            3  2 under-replicated',
        'gone             6            3  1 offline',
        'unsafe           6            3  1 under min ISR',
        'risky            6            3  2 at min ISR',
      ),
    );
    expect(outputs.plain).toBe(
      lines(
        'orders\t6\t3\tok',
        'slow\t6\t3\t2 under-replicated',
        'gone\t6\t3\t1 offline',
        'unsafe\t6\t3\t1 under min ISR',
        'risky\t6\t3\t2 at min ISR',
      ),
    );
    expect(JSON.parse(outputs.json)).toMatchObject([
      topic,
      { name: 'slow' },
      { name: 'gone', offline: 1 },
      { name: 'unsafe', underMinIsr: 1 },
      { name: 'risky', atMinIsr: 2 },
    ]);
    expect(outputs.jsonl.split('\n')).toHaveLength(6);
    expect(outputs.yaml).toContain('- name: orders\n  partitions: 6\n');
    expect(outputs.notes).toBe('');
  });

  test('with sizes', async () => {
    const outputs = await outputsOf(topicsList, [{ ...topic, sizeBytes: 3_670_016 }]);
    expect(outputs.plain).toBe('orders\t6\t3\t3.5 MiB\tok\n');
    expect(outputs.table).toMatch(/^TOPIC {3}PARTITIONS {2}REPLICATION {2}SIZE {5}HEALTH\n/);
  });

  test('none', async () => {
    expect(await outputsOf(topicsList, [])).toEqual({
      table: '',
      plain: '',
      json: '[]\n',
      jsonl: '',
      yaml: '[]\n',
      notes: 'No topics. Make one: kafka-lab topics create my-first-topic',
    });
  });
});
