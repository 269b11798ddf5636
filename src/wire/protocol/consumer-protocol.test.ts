import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AssignerProtocol } from 'kafkajs';
import { readAssignment, readSubscription } from './consumer-protocol.js';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const nothing = Buffer.alloc(0);

const topicName = fc.string({ minLength: 1, maxLength: 20 });
const partitions = fc.uniqueArray(fc.nat(100_000), { minLength: 1, maxLength: 10 });

describe('assignments', () => {
  test('what kafkajs writes is read, partitions in order', () => {
    fc.assert(
      fc.property(fc.dictionary(topicName, partitions), fc.uint8Array(), (assignment, userData) => {
        const bytes = MemberAssignment.encode({
          version: 0,
          assignment,
          userData: Buffer.from(userData),
        });
        expect(readAssignment(bytes)).toEqual(
          Object.entries(assignment).map(([topic, numbers]) => ({
            topic,
            partitions: [...numbers].sort((one, other) => one - other),
          })),
        );
      }),
    );
  });

  test('a member without partitions', () => expect(readAssignment(nothing)).toEqual([]));

  test('a later version, with what it adds behind', () => {
    const bytes = MemberAssignment.encode({ version: 3, assignment: { orders: [2] }, userData: nothing });
    expect(readAssignment(Buffer.concat([bytes, Buffer.from('more')]))).toEqual([
      { topic: 'orders', partitions: [2] },
    ]);
  });

  test('user data that is null, as the Java client writes it', () => {
    expect(readAssignment(Buffer.from('00030000000100036162630000000100000005ffffffff', 'hex'))).toEqual([
      { topic: 'abc', partitions: [5] },
    ]);
  });
});

describe('subscriptions', () => {
  test('what kafkajs writes is read', () => {
    fc.assert(
      fc.property(fc.array(topicName), (topics) => {
        const bytes = MemberMetadata.encode({ version: 1, topics, userData: nothing });
        expect(readSubscription(bytes)).toEqual(topics);
      }),
    );
  });

  test('a member with no subscription', () => expect(readSubscription(nothing)).toEqual([]));
});

test('any other bytes give null, not an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      for (const read of [readAssignment, readSubscription]) {
        const answer = read(Buffer.from(bytes));
        expect(answer === null || Array.isArray(answer)).toBe(true);
      }
    }),
  );
  expect(readAssignment(Buffer.from('{"json": true}'))).toBeNull();
  expect(readSubscription(Buffer.from([255, 255, 0]))).toBeNull();
});
