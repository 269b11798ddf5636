import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPrintable } from '../../text/printable.js';
import { arbitraryBody } from '../../testing/wire/arbitrary-message.js';
import { compileStruct } from '../../wire/protocol/codec.js';
import { ByteWriter } from '../../wire/protocol/codec-writer.js';
import { writeAssignment, writeSubscription } from '../../wire/protocol/consumer-protocol.js';
import type { Fields } from '../../wire/protocol/schema.js';
import { DecodeError } from '../codec.js';
import { storedMessages } from './internal-topics.js';
import { isDecodedByName } from './internal-topic-names.js';
import { readKey, readValue } from './read-message.js';
import type { StoredMessage } from './stored-message.js';

const kinds = Object.entries(storedMessages).flatMap(([topic, messages]) =>
  [...messages].map(([type, stored]) => ({ topic, messages, type, stored })),
);
const offsets = storedMessages['__consumer_offsets']!;

function written(fields: Fields, number: number, version: number, flexible: boolean, body: object): Buffer {
  const writer = new ByteWriter('a test');
  writer.int16(number);
  compileStruct(fields, version, flexible).write(writer, body);
  return writer.written();
}

const keyOf = (type: number, { key }: StoredMessage, body: object) => written(key, type, 0, false, body);
const valueOf = ({ value, flexibleSince }: StoredMessage, version: number, body: object) =>
  written(value, version, version, version >= flexibleSince, body);

test('what is decoded by its name has messages', () => {
  expect(Object.keys(storedMessages).every(isDecodedByName)).toBe(true);
  expect(isDecodedByName('orders')).toBe(false);
});

describe.each(kinds)('$topic, $stored.name', ({ messages, type, stored }) => {
  const versions = Array.from({ length: stored.newestValue + 1 }, (_, version) => version);

  test.each(versions)('any body of version %i is JSON with the fields of that version', (version) => {
    fc.assert(
      fc.property(
        arbitraryBody(stored.key, 0),
        arbitraryBody(stored.value, version),
        (keyBody, valueBody) => {
          const key = keyOf(type, stored, keyBody);
          const { json, message } = readKey(messages, key);
          expect(message).toBe(`${stored.name}Key`);
          expect(JSON.parse(json)).toEqual({ type: stored.name, ...keyBody });
          const value = readValue(messages, key, valueOf(stored, version, valueBody));
          const inBody = Object.entries(stored.value).filter(
            ([, { rules }]) => version >= rules.since && version <= rules.until && rules.tag === undefined,
          );
          expect(value).toMatchObject({ message: `${stored.name}Value`, version });
          expect(Object.keys(JSON.parse(value.json) as object)).toEqual(
            expect.arrayContaining(inBody.map(([name]) => name)),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('any bytes are JSON or a DecodeError, also where they begin as they should', () => {
    const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each));
    const begun = (number: number) =>
      bytes.map((rest) => Buffer.concat([Buffer.of(number >> 8, number & 0xff), rest]));
    const values = fc.oneof(bytes, ...versions.map(begun));
    fc.assert(
      fc.property(fc.oneof(bytes, begun(type)), values, (key, value) => {
        for (const read of [() => readKey(messages, key), () => readValue(messages, key, value)]) {
          expectJsonOrDecodeError(read);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function expectJsonOrDecodeError(read: () => { readonly json: string }): void {
  try {
    const { json } = read();
    JSON.parse(json);
    expect(isPrintable(json)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
}

test('whole numbers of 64 bits are exact, and what would not be seen is escaped', () => {
  const stored = offsets.get(1)!;
  const key = keyOf(1, stored, { group: 'g\u202e\x1b', topic: 't', partition: 3 });
  expect(readKey(offsets, key).json).toBe(
    String.raw`{"type":"OffsetCommit","group":"g\u202e\u001b","topic":"t","partition":3}`,
  );
  const body = { offset: 2n ** 63n - 1n, metadata: '', commitTimestamp: 1, leaderEpoch: 4 };
  expect(readValue(offsets, key, valueOf(stored, 3, body))).toEqual({
    message: 'OffsetCommitValue',
    version: 3,
    json: '{"offset":9223372036854775807,"leaderEpoch":4,"metadata":"","commitTimestamp":1}',
  });
});

test('what consumers say of themselves in a classic group is shown, and what others do stays base64', () => {
  const stored = offsets.get(2)!;
  const key = keyOf(2, stored, { group: 'g' });
  const subscription = writeSubscription({
    topics: ['t'],
    userData: null,
    ownedPartitions: [],
    generationId: 7,
  });
  const assignment = writeAssignment([{ topic: 't', partitions: [1, 0] }], Buffer.of(1));
  const member = {
    memberId: 'm',
    clientId: 'c',
    clientHost: '/h',
    sessionTimeout: 1,
    subscription,
    assignment,
  };
  const body = (protocolType: string) => ({
    ...{ protocolType, generation: 1, protocol: 'range', leader: 'm', members: [member] },
  });
  const membersOf = (protocolType: string) =>
    (
      JSON.parse(readValue(offsets, key, valueOf(stored, 3, body(protocolType))).json) as {
        members: unknown[];
      }
    ).members;
  expect(membersOf('consumer')).toMatchObject([
    {
      subscription: { topics: ['t'], userData: null, generationId: 7, rackId: null },
      assignment: { assignedPartitions: [{ topic: 't', partitions: [0, 1] }], userData: 'AQ==' },
    },
  ]);
  expect(membersOf('connect')).toMatchObject([
    { subscription: subscription.toString('base64'), assignment: assignment.toString('base64') },
  ]);
});

test('a number that has a word in Kafka is that word, another stays a number', () => {
  const transactions = storedMessages['__transaction_state']!;
  const stored = transactions.get(0)!;
  const key = keyOf(0, stored, { transactionalId: 'pay' });
  const statusOf = (transactionStatus: number) =>
    JSON.parse(
      readValue(
        transactions,
        key,
        valueOf(stored, 1, {
          ...{ producerId: 1, producerEpoch: 0, transactionTimeoutMs: 1, transactionStatus },
          ...{ transactionPartitions: null, transactionLastUpdateTimestampMs: 1 },
          transactionStartTimestampMs: -1,
        }),
      ).json,
    ) as unknown;
  expect(statusOf(1)).toMatchObject({ transactionStatus: 'Ongoing', transactionPartitions: null });
  expect(statusOf(99)).toMatchObject({ transactionStatus: 99 });
});

test.each([
  [
    'a kind that came later',
    () => readKey(offsets, Buffer.of(0, 99, 0)),
    'its key is of type 99, which is not known',
  ],
  ['nothing', () => readKey(offsets, Buffer.alloc(0)), 'it is too short to say what it is'],
  [
    'a version that came later',
    () => readValue(offsets, Buffer.of(0, 2), Buffer.of(0, 9)),
    'it is version 9 of GroupMetadataValue, and known are 0 to 4',
  ],
  [
    'no key',
    () => readValue(offsets, undefined, Buffer.of(0, 1)),
    'its record has no key, which says what it is',
  ],
  ['a text that is not UTF-8', () => readKey(offsets, Buffer.of(0, 2, 0, 1, 0xff)), 'a text is not UTF-8'],
  [
    'bytes that are left over',
    () => readKey(offsets, Buffer.of(0, 2, 0, 1, 0x67, 0)),
    'GroupMetadataKey cannot be read in group at byte 5 of 6: 1 bytes are left over',
  ],
  [
    'an array that cannot fit',
    () => readValue(offsets, Buffer.of(0, 7), Buffer.of(0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f)),
    'elements cannot fit',
  ],
])('%s is told', (_, read, message) => {
  expect(read).toThrow(DecodeError);
  expect(read).toThrow(message);
});

test('U+FFFD that was really written is shown', () => {
  const key = keyOf(2, offsets.get(2)!, { group: 'a\ufffd' });
  expect(readKey(offsets, key).json).toBe('{"type":"GroupMetadata","group":"a\ufffd"}');
});
