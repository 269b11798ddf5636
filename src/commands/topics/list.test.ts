import { describe, expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/command-tables.js';
import { runCli } from '../../testing/run-cli.js';
import { topicsList } from './list.js';

describe('argv → options', () => {
  test.each([
    ['topics list', { internal: false }],
    ['topics list --internal --filter ^a', { internal: true, filter: '^a' }],
  ])('%s', async (line, expected) => {
    expect(await optionsOf(line)).toEqual(expected);
  });

  test('a filter that is no regular expression, before any broker is asked', async () => {
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
    isInternal: false,
  };

  test('healthy, under-replicated, offline', async () => {
    const outputs = await outputsOf(topicsList, [
      topic,
      { ...topic, name: 'slow', underReplicated: 2 },
      { ...topic, name: 'gone', underReplicated: 2, offline: 1 },
    ]);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITIONS  REPLICATION  HEALTH',
        'orders           6            3  ok',
        'slow             6            3  2 under-replicated',
        'gone             6            3  1 offline',
      ),
    );
    expect(outputs.plain).toBe(
      lines('orders\t6\t3\tok', 'slow\t6\t3\t2 under-replicated', 'gone\t6\t3\t1 offline'),
    );
    expect(JSON.parse(outputs.json)).toMatchObject([topic, { name: 'slow' }, { name: 'gone', offline: 1 }]);
    expect(outputs.jsonl.split('\n')).toHaveLength(4);
    expect(outputs.yaml).toContain('- name: orders\n  partitions: 6\n');
    expect(outputs.notes).toBe('');
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
