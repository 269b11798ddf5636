import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupMessagesPerPartition } from './repairs.js';

interface Numbered {
  readonly value: number;
}

function group(messages: readonly Numbered[], partitions: number) {
  return groupMessagesPerPartition({
    topic: 't',
    partitionMetadata: Array.from({ length: partitions }),
    messages,
    partitioner: ({ message }) => message.value % partitions,
  });
}

describe('groupMessagesPerPartition', () => {
  test('each message once, in its partition, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (values, partitions) => {
        const groups = group(
          values.map((value) => ({ value })),
          partitions,
        );
        for (const [partition, messages] of Object.entries(groups)) {
          expect(messages.map(({ value }) => value)).toEqual(
            values.filter((value) => value % partitions === Number(partition)),
          );
        }
        expect(Object.values(groups).flat()).toHaveLength(values.length);
      }),
    );
  });

  test('a topic nobody knows has no groups', () => {
    expect(
      groupMessagesPerPartition({ topic: 't', partitionMetadata: [], messages: [1], partitioner: () => 0 }),
    ).toEqual({});
  });

  test('ten times the messages take about ten times as long, not a hundred times', () => {
    const time = (count: number) => {
      const messages = Array.from({ length: count }, (_, value) => ({ value }));
      const startedAt = performance.now();
      group(messages, 3);
      return performance.now() - startedAt;
    };
    time(20_000);
    const best = (count: number) => Math.min(...Array.from({ length: 5 }, () => time(count)));
    expect(best(200_000)).toBeLessThan(best(20_000) * 40 + 5);
  });
});
