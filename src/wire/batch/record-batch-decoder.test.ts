import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { complaintOf, LabError } from '../../text/errors.js';
import {
  batchOf,
  capturedBatches,
  plainRecord,
  walk,
  type PlainRecord,
} from '../../testing/wire/record-batches.js';
import { compressions } from './codecs/compression.js';
import { RecordDecoder } from './record-batch-decoder.js';
import { field, headerBytes, writeInt64 } from './record-batch.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

const offsets = (records: readonly PlainRecord[]): number[] => records.map(({ offset }) => offset);

function writtenByJava(index: number): PlainRecord {
  const start = 1_700_000_000_000;
  const far = index === 11 ? 10_000_000_000 : index === 12 ? -10_000_000_000 : index * 1000;
  return {
    offset: index,
    timestamp: start + far,
    key: index % 3 === 0 ? null : `key-${index}`,
    value: index % 5 === 4 ? null : `value-${index}-${'x'.repeat((index * 7) % 90)}`,
    headers:
      index % 4 === 1
        ? [
            ['trace', `t${index}`],
            ['none', null],
            ['trace', ''],
            ['ünï', '\u00c3\u00b8'],
          ]
        : [],
  };
}

describe('batches written by others', () => {
  test.each(compressions)('by Java, %s', (compression) => {
    const records = walk(capturedBatches(`java-${compression}`), { checkCrcs: true });
    expect(records).toEqual(Array.from({ length: 25 }, (_, index) => writtenByJava(index)));
  });

  test('snappy by librdkafka', () => {
    const records = walk(capturedBatches('kcat-snappy'), { checkCrcs: true });
    expect(records.map(({ value }) => value?.slice(0, 5))).toEqual(['raw-0', 'raw-1', 'raw-2']);
  });

  test('log append time: all records of a batch have the broker’s time', () => {
    const times = walk(capturedBatches('java-append-time')).map(({ timestamp }) => timestamp);
    expect(times).toEqual(Array(5).fill(1_795_499_868_611));
  });

  test('a compacted log: empty batches and gaps', () => {
    const bytes = capturedBatches('java-compacted');
    expect(offsets(walk(bytes, { checkCrcs: true }))).toEqual([27, 28, 29, 30, 31, 32]);
    const cursor = new RecordDecoder();
    cursor.open(bytes.subarray(0, 61), { topic: 'orders', partition: 0, from: 5, to: null });
    expect(cursor.next()).toBe(false);
    expect(cursor.nextOffset).toBe(24);
  });
});

describe('transactions', () => {
  const bytes = capturedBatches('java-transactions');
  const [one, two] = [7, 8];
  const aborted = [
    { producerId: one, firstOffset: 9 },
    { producerId: two, firstOffset: 1 },
  ];

  test('read_uncommitted shows all but the control records', () => {
    expect(offsets(walk(bytes))).toEqual([0, 1, 2, 3, 4, 7, 9]);
  });

  test('the list of aborted transactions hides theirs, and a producer’s next transaction is shown', () => {
    expect(offsets(walk(bytes, { abortedTransactions: aborted }))).toEqual([0, 2, 3, 7]);
  });

  test('the position passes control records and hidden ones at the end', () => {
    const cursor = new RecordDecoder();
    cursor.open(bytes, { topic: 'orders', partition: 0, from: 7, to: 11, abortedTransactions: aborted });
    expect([cursor.next(), cursor.offset, cursor.next(), cursor.nextOffset]).toEqual([true, 7, false, 11]);
  });
});

describe('ranges and positions', () => {
  const bytes = Buffer.concat([
    batchOf([{ value: 'a' }, { value: 'b' }, { value: 'c' }], { baseOffset: 10 }),
    batchOf([{ value: 'd' }, { value: 'e' }], { baseOffset: 20, compression: 'gzip' }),
  ]);

  test.each([
    [0, null, 'abcde', 22],
    [11, null, 'bcde', 22],
    [13, null, 'de', 22],
    [0, 12, 'ab', 12],
    [11, 15, 'bc', 15],
    [11, 21, 'bcd', 21],
    [11, 11, '', 11],
    [30, 40, '', 30],
  ])('from %d to %s', (from, to, expected, next) => {
    const cursor = new RecordDecoder();
    cursor.open(bytes, { topic: 'orders', partition: 0, from, to });
    let values = '';
    while (cursor.next()) values += cursor.buffer.toString('utf8', cursor.valueStart, cursor.valueEnd);
    expect(values).toBe(expected);
    expect(cursor.nextOffset).toBe(next);
    expect(cursor.visited).toBe(expected.length);
    expect(cursor.done).toBe(true);
    expect(cursor.next()).toBe(false);
  });

  test('records before the range are not looked into, unless some of their batch were compacted away', () => {
    const whole = batchOf([{ value: 'a' }, { value: 'b' }, { value: 'c' }]);
    // The key's length of the first record: far more than it has.
    whole[headerBytes + 4] = 0x7e;
    const from = (offset: number) => {
      const cursor = new RecordDecoder();
      cursor.open(whole, { topic: 'orders', partition: 0, from: offset, to: null });
      return () => cursor.next();
    };
    expect(from(1)()).toBe(true);
    expect(from(0)).toThrow(/a varint is cut off/);
    whole.writeInt32BE(3, field.lastOffsetDelta);
    expect(from(1)).toThrow(/a varint is cut off/);
  });

  test('batch by batch, passing over what is left of one', () => {
    const cursor = new RecordDecoder();
    cursor.open(bytes, { topic: 'orders', partition: 0, from: 0, to: null });
    expect(cursor.nextBatch()).toBe(true);
    expect(cursor.recordCount).toBe(3);
    expect(cursor.buffer.subarray(cursor.recordsStart, cursor.recordsEnd).includes('c')).toBe(true);
    expect(cursor.nextInBatch()).toBe(true);
    expect(cursor.nextOffset).toBe(11);
    expect(cursor.nextBatch()).toBe(true);
    expect(cursor.nextOffset).toBe(13);
    expect([cursor.nextInBatch(), cursor.nextInBatch(), cursor.nextInBatch()]).toEqual([true, true, false]);
    expect(cursor.nextBatch()).toBe(false);
  });

  test('offsets beyond 32 bits', () => {
    const baseOffset = 2 ** 52 - 7;
    expect(offsets(walk(batchOf([{}, {}], { baseOffset })))).toEqual([baseOffset, baseOffset + 1]);
  });
});

const record = fc.record({
  timestamp: fc.integer({ min: -1, max: 2 ** 48 }),
  key: fc.option(fc.string({ unit: 'binary-ascii', maxLength: 40 })),
  value: fc.option(fc.string({ unit: 'binary-ascii', maxLength: 300 })),
  headers: fc.array(fc.tuple(anyText(), fc.option(fc.string({ unit: 'binary-ascii' }))), { maxLength: 3 }),
});

test.each(compressions)('what is encoded is decoded, %s', (compression) => {
  fc.assert(
    fc.property(fc.array(fc.array(record, { minLength: 1, maxLength: 20 }), { maxLength: 3 }), (batches) => {
      let offset = 0;
      const bytes = batches.map((records) => {
        const batch = batchOf(records, { baseOffset: offset, compression });
        offset += records.length;
        return batch;
      });
      const expected = batches.flat().map((each, index) => ({ offset: index, ...each }));
      expect(walk(Buffer.concat(bytes), { checkCrcs: true })).toEqual(expected);
    }),
  );
});

describe('cut off and damaged bytes', () => {
  const captured = compressions.map(
    (compression) => [compression, capturedBatches(`java-${compression}`)] as const,
  );

  test.each(captured)(
    '%s: cut off anywhere, the whole batches are read and no error is raised',
    (_, bytes) => {
      const first = 12 + bytes.readInt32BE(8);
      const expected = (length: number) => (length === bytes.length ? 25 : length >= first ? 20 : 0);
      const read = Array.from({ length: bytes.length + 1 }, (_each, length) => ({
        length,
        records: walk(bytes.subarray(0, length)).length,
      }));
      expect(read.filter(({ length, records }) => records !== expected(length))).toEqual([]);
    },
  );

  test.each(captured)(
    '%s: any damage is a LabError or makes a record, never a hang or another error',
    (_, bytes) => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          (changes) => {
            const damaged = Buffer.from(bytes);
            for (const [at, byte] of changes) damaged[at] = byte;
            let read: readonly number[] = [];
            try {
              read = offsets(walk(damaged, { from: 0 }));
            } catch (error) {
              if (!(error instanceof LabError && error.message.includes('orders[3] at offset '))) throw error;
            }
            const back = read.filter((offset, index) => offset <= (read[index - 1] ?? -1));
            // `expect` would take most of the time if it was called where all is well.
            if (back.length > 0) expect(back).toEqual([]);
          },
        ),
        { numRuns: 500 },
      );
    },
  );

  test.each(captured)(
    '%s: with the checksum asked for, damage behind it never makes a wrong record',
    (_, bytes) => {
      const intact = walk(bytes);
      const first = 12 + bytes.readInt32BE(8);
      fc.assert(
        fc.property(
          fc.integer({ min: field.attributes, max: first - 1 }),
          fc.integer({ min: 1, max: 255 }),
          (at, flip) => {
            const damaged = Buffer.from(bytes);
            damaged[at] = (damaged[at] as number) ^ flip;
            // `toThrow` would put a stack into words each time.
            expect(complaintOf(() => walk(damaged, { checkCrcs: true }))).toMatch(
              /orders\[3\] at offset 0: /,
            );
          },
        ),
      );
      expect(walk(bytes, { checkCrcs: true })).toEqual(intact);
    },
  );

  test.each([
    [
      'an old magic',
      (batch: Buffer) => batch.writeInt8(1, field.magic),
      /the parts of a message do not fit into it/,
    ],
    [
      'an unknown magic',
      (batch: Buffer) => batch.writeInt8(9, field.magic),
      /no record batch begins here \(magic 9\)/,
    ],
    ['a length too small', (batch: Buffer) => batch.writeInt32BE(48, field.batchLength), /48 bytes long/],
    ['a negative length', (batch: Buffer) => batch.writeInt32BE(-1, field.batchLength), /-1 bytes long/],
    ['too many records', (batch: Buffer) => batch.writeInt32BE(9, field.recordCount), /a varint is cut off/],
    [
      'too few records',
      (batch: Buffer) => batch.writeInt32BE(1, field.recordCount),
      /longer than its records/,
    ],
    [
      'an unknown compression',
      (batch: Buffer) => batch.writeInt16BE(5, field.attributes),
      /compression 5 is unknown/,
    ],
    [
      'a compression it does not have',
      (batch: Buffer) => batch.writeInt16BE(2, field.attributes),
      /snappy data/,
    ],
    [
      'offsets out of order',
      (batch: Buffer) => batch.writeInt32BE(0, field.lastOffsetDelta),
      /offset 8, out of order/,
    ],
  ])('%s', (_, damage, message) => {
    const batch = batchOf([{ value: 'a' }, { value: 'b' }], { baseOffset: 7 });
    damage(batch);
    expect(() => walk(batch)).toThrow(message);
    expect(() => walk(batch)).toThrow(/orders\[3\] at offset \d/);
  });

  test('a batch that goes back in the log', () => {
    const batch = batchOf([{ value: 'a' }], { baseOffset: 7 });
    expect(() => walk(Buffer.concat([batch, batch]))).toThrow(/contradicts itself/);
  });

  test('more decompressed bytes than allowed', () => {
    const batch = batchOf([{ value: 'x'.repeat(100_000) }], { compression: 'zstd' });
    expect(() => walk(batch, { decompressedLimitBytes: 5000 })).toThrow(
      /too large: it would take more than 5000 bytes/,
    );
    expect(walk(batch)).toHaveLength(1);
  });

  test('headers that do not fill their place', () => {
    const batch = batchOf([{ headers: [['name', 'text']] }]);
    batch[batch.length - 5] = 2; // The value now claims one byte of its four.
    const cursor = new RecordDecoder();
    cursor.open(batch, { topic: 'orders', partition: 3, from: 0, to: null });
    expect(cursor.next()).toBe(true);
    expect(() => plainRecord(cursor)).toThrow(/orders\[3\] at offset \d: the record headers do not fill/);
  });
});

test('records of 10 MB, and more of them than a stack holds', () => {
  const large = 'x'.repeat(10_000_000);
  expect(walk(batchOf([{ value: large }], { compression: 'lz4' }))[0]?.value).toBe(large);
  const many = batchOf(Array.from({ length: 150_000 }, () => ({ value: 'v' })));
  writeInt64(many, 5, field.baseOffset);
  expect(walk(many)).toHaveLength(150_000);
});
