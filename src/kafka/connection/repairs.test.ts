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

  // kafkajs copies the list for each message: these would take it minutes.
  test('half a million messages are no matter', () => {
    const messages = Array.from({ length: 500_000 }, (_, value) => ({ value }));
    const groups = Object.values(group(messages, 3));
    expect(groups.reduce((sum, own) => sum + own.length, 0)).toBe(500_000);
  }, 60_000);
});
