import { describe, expect, test } from '@jest/globals';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { topicsCreate } from './create.js';

const bare = { name: 'orders', config: [], ifNotExists: false, dryRun: false };

describe('argv → options', () => {
  test.each([
    ['topics create orders', bare],
    [
      'topics create orders --partitions 6 --replication-factor 3',
      { ...bare, partitions: 6, replicationFactor: 3 },
    ],
    ['topics create -p 6 -r 3 orders', { ...bare, partitions: 6, replicationFactor: 3 }],
    [
      'topics create orders --config a=1 --config b=2 --if-not-exists --dry-run',
      { ...bare, config: ['a=1', 'b=2'], ifNotExists: true, dryRun: true },
    ],
  ])('%s', async (line, expected) => {
    expect(await optionsOf(line)).toEqual(expected);
  });

  test.each(['-p 0', '-p 1.5', '-p x', '-r 0', '-r 40000', '-p 100001'])('refuses %s', async (options) => {
    await expect(optionsOf(`topics create orders ${options}`)).rejects.toThrow();
  });
});

test('topics clone: argv → options', async () => {
  expect(await optionsOf('topics clone a b -r 1 --dry-run')).toEqual({
    ...{ from: 'a', to: 'b' },
    ...{ replicationFactor: 1, dryRun: true },
  });
});

describe('result → output', () => {
  const result = { name: 'orders', partitions: 6, replicationFactor: 3, configs: { 'retention.ms': '1000' } };

  test('created', async () => {
    expect(await outputsOf(topicsCreate, { ...result, outcome: 'created' })).toEqual({
      table: lines('TOPIC   PARTITIONS  REPLICATION  OUTCOME', 'orders           6            3  created'),
      plain: lines('orders\t6\t3\tcreated'),
      json: lines(
        '{',
        '  "name": "orders",',
        '  "partitions": 6,',
        '  "replicationFactor": 3,',
        '  "configs": {',
        '    "retention.ms": "1000"',
        '  },',
        '  "outcome": "created"',
        '}',
      ),
      jsonl: lines(
        '{"name":"orders","partitions":6,"replicationFactor":3,"configs":{"retention.ms":"1000"},"outcome":"created"}',
      ),
      yaml: lines(
        'name: orders',
        'partitions: 6',
        'replicationFactor: 3',
        'configs:',
        '  retention.ms: "1000"',
        'outcome: created',
      ),
      notes: 'Next: kafka-lab produce orders "hello", then kafka-lab consume orders --from-beginning',
    });
  });

  test.each([
    ['planned', 'A dry run: nothing was created.'],
    ['exists', 'It already exists and was not changed.'],
  ] as const)('%s', async (outcome, notes) => {
    const outputs = await outputsOf(topicsCreate, { ...result, outcome });
    expect(outputs.plain).toBe(`orders\t6\t3\t${outcome}\n`);
    expect(outputs.notes).toBe(notes);
  });
});
