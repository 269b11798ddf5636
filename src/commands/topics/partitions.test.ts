import { describe, expect, test } from '@jest/globals';
import type { PartitionGrowth } from '../../kafka/topics/add-partitions.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { topicsPartitions } from './partitions.js';

test('argv → options', async () => {
  expect(await optionsOf('topics partitions orders --count 6')).toEqual({
    topic: 'orders',
    count: 6,
    execute: false,
  });
  expect(await optionsOf('topics partitions orders -n 6 --execute')).toMatchObject({ execute: true });
  await expect(optionsOf('topics partitions orders --count 0')).rejects.toThrow();
});

const growth: PartitionGrowth = {
  topic: 'orders',
  before: 3,
  count: 6,
  outcome: 'planned',
  sample: {
    records: 900,
    keys: 200,
    movedKeys: 97,
    misplacedKeys: 0,
    examples: [
      { key: 'a', from: 0, to: 3 },
      { key: 'b\u001b[31m', from: 1, to: 4 },
      { key: 'x'.repeat(60), from: 1, to: 4 },
    ],
    notes: [],
  },
};
const withSample = (rest: Partial<PartitionGrowth['sample']>) => ({
  ...growth,
  sample: { ...growth.sample, ...rest },
});

describe('result → output', () => {
  test('a plan', async () => {
    const outputs = await outputsOf(topicsPartitions, growth);
    expect(outputs.table).toBe(
      lines(
        'TOPIC   PARTITIONS  BECOMES  KEYS-SEEN  KEYS-MOVING  OUTCOME',
        'orders           3        6        200  97 (49 %)    planned',
      ),
    );
    expect(outputs.plain).toBe('orders\t3\t6\t200\t97 (49 %)\tplanned\n');
    expect(JSON.parse(outputs.json)).toEqual(growth);
    expect(JSON.parse(outputs.jsonl)).toEqual(growth);
    expect(outputs.yaml).toMatch(/^topic: orders\nbefore: 3\ncount: 6\n/);
    expect(outputs.notes).toBe(
      [
        `Of 200 keys in 900 recent records, 97 (49 %) go to another partition from then on: "a" 0 → 3, "b\\x1b[31m" 1 → 4, "${'x'.repeat(40)}…" 1 → 4. Their older records stay where they are, so that a reader may see newer records of such a key before older ones.`,
        'A plan: nothing was changed. It cannot be undone, as partitions cannot be removed. To do it: kafka-lab topics partitions orders --count 6 --execute',
      ].join('\n'),
    );
  });

  test.each([
    [1, 1000, '1 (<1 %)'],
    [999, 1000, '999 (>99 %)'],
    [1000, 1000, '1000 (100 %)'],
  ])('%d of %d keys', async (movedKeys, keys, cell) => {
    const { plain } = await outputsOf(topicsPartitions, withSample({ movedKeys, keys }));
    expect(plain.split('\t')[4]).toBe(cell);
  });

  test('no keys, no moves, another partitioner, a sample that was cut', async () => {
    const none = await outputsOf(topicsPartitions, withSample({ keys: 0, movedKeys: 0, examples: [] }));
    expect(none.notes).toContain('No recent record has a key');
    const still = await outputsOf(topicsPartitions, withSample({ movedKeys: 0, examples: [] }));
    expect(still.notes).toContain('None of the 200 keys seen would move.');
    const foreign = await outputsOf(topicsPartitions, withSample({ misplacedKeys: 50, notes: ['Cut.'] }));
    expect(foreign.notes).toMatch(/^Cut\.\n/);
    expect(foreign.notes).toContain(
      "50 (25 %) of the keys are not where Kafka's default partitioner puts them",
    );
  });

  test('done', async () => {
    const outputs = await outputsOf(topicsPartitions, { ...growth, outcome: 'added' });
    expect(outputs.plain).toMatch(/\tadded\n$/);
    expect(outputs.notes).not.toContain('A plan');
  });
});
