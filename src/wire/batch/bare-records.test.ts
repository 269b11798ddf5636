import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchOf } from '../../testing/wire/record-batches.js';
import { RecordDecoder } from './record-batch-decoder.js';

const part = fc.oneof(
  {
    arbitrary: fc.constantFrom(null, '', 'a', '\x04', 'b'.repeat(63), 'c'.repeat(64), 'd'.repeat(9000)),
    weight: 9,
  },
  fc.constantFrom('\0', '\x03x'),
);
const record = fc.record({
  key: part,
  value: part,
  headers: fc.oneof({ arbitrary: fc.constant([]), weight: 9 }, fc.constant([['h', null]] as const)),
  timestamp: fc.constantFrom(0, 1, 2 ** 40),
});

function isBare(bytes: Buffer): boolean {
  const cursor = new RecordDecoder();
  cursor.open(bytes, { topic: 't', partition: 0, from: 0, to: null });
  return cursor.nextBatch() && cursor.isBare(3);
}

test('is what looking at each record says', () => {
  const isPlain = (text: string | null) => text === null || text === '' || text.charCodeAt(0) > 3;
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), (records) => {
      const expected = records.every(
        ({ key, value, headers }) => isPlain(key) && isPlain(value) && headers.length === 0,
      );
      expect(isBare(batchOf(records as never))).toBe(expected);
    }),
  );
});

test('what is damaged is not', () => {
  const records = [
    { key: 'key', value: 'value' },
    { key: null, value: 'x'.repeat(100) },
  ];
  const bytes = batchOf(records);
  const cursor = new RecordDecoder();
  cursor.open(bytes, { topic: 't', partition: 0, from: 0, to: null });
  cursor.nextBatch();
  const { recordsStart, recordsEnd } = cursor;
  expect(isBare(bytes)).toBe(true);
  for (const at of [recordsStart, recordsStart + 4, recordsStart + 8, recordsEnd - 1]) {
    for (const byte of [1, 7, 0x7e, 0xff]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = byte;
      expect([at, byte, isBare(damaged)]).toEqual([at, byte, false]);
    }
  }
});
