import { describe, expect, test } from '@jest/globals';
import { effectOf } from '../../contract/command.js';
import { optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { brokersConfig } from './config.js';

const bare = { config: [], all: false, docs: false, set: [], unset: [], dryRun: false, clusterWide: false };

test.each([
  ['brokers config 1', { ...bare, broker: '1' }, 'reads'],
  ['brokers config 1 a', { ...bare, broker: '1', config: ['a'] }, 'reads'],
  ['brokers config 1 set a=1', { ...bare, broker: '1', config: ['set', 'a=1'] }, 'writes'],
  ['brokers config --cluster-wide', { ...bare, clusterWide: true }, 'reads'],
  [
    'brokers config --cluster-wide set a=1',
    { ...bare, clusterWide: true, broker: 'set', config: ['a=1'] },
    'writes',
  ],
])('%s', async (line, expected, effect) => {
  const options = await optionsOf(line);
  expect(options).toEqual(expected);
  expect(effectOf(brokersConfig as never, options as never)).toBe(effect);
});

describe('result → output', () => {
  const changes = [
    {
      name: 'a',
      isSensitive: false,
      before: { value: null, source: null, from: null },
      after: { value: '1', source: 'dynamic-default', from: null },
      outcome: 'set',
    },
  ] as const;

  test.each([
    [{ kind: 'broker', id: 1 }, 'Broker 1', '1'],
    [{ kind: 'all-brokers' }, 'The cluster-wide default', '--cluster-wide'],
  ] as const)('%j', async (resource, title, word) => {
    const outputs = await outputsOf(brokersConfig, { resource, changes, dryRun: false });
    expect(outputs.table.split('\n')[0]).toBe(title);
    expect(outputs.plain).toBe('a\t\t1\tdynamic-default\tset\n');
    expect(outputs.notes).toBe(`To undo: kafka-lab brokers config ${word} unset a`);
    expect(JSON.parse(outputs.jsonl)).toEqual(changes[0]);
  });

  test('no cluster-wide default', async () => {
    const resource = { kind: 'all-brokers' } as const;
    const { notes } = await outputsOf(brokersConfig, { resource, configs: [], isDocumented: false });
    expect(notes).toBe('No cluster-wide default is set.');
  });
});
