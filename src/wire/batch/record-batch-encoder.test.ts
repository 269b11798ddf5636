import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendPlain, walk } from '../../testing/wire/record-batches.js';
import { BufferPool } from './buffer-pool.js';
import { crc32c } from './crc32c.js';
import { RecordBatchEncoder } from './record-batch-encoder.js';
import { encodeRecordHeaders, noRecordHeaders } from './record-batch-headers.js';
import { attribute, extentOf, field, headerBytes, readInt64 } from './record-batch.js';

describe('the header of a batch', () => {
  const encoder = new RecordBatchEncoder({ limitBytes: 1000, compression: 'none' });
  appendPlain(encoder, { timestamp: 1_700_000_000_000, value: 'a' });
  appendPlain(encoder, { timestamp: 1_600_000_000_000, value: 'b' });
  appendPlain(encoder, { timestamp: 1_700_000_000_500, value: 'c' });
  const batch = encoder.finish({
    producerId: 2 ** 40 + 3,
    producerEpoch: 4,
    baseSequence: 17,
    transactional: true,
  });

  test('has what KIP-98 puts there', () => {
    expect(readInt64(batch, field.baseOffset)).toBe(0);
    expect(batch.readInt32BE(field.batchLength)).toBe(batch.length - 12);
    expect(batch.readInt32BE(field.partitionLeaderEpoch)).toBe(-1);
    expect(batch.readInt16BE(field.attributes)).toBe(attribute.transactional);
    expect(batch.readInt32BE(field.lastOffsetDelta)).toBe(2);
    expect(readInt64(batch, field.baseTimestamp)).toBe(1_700_000_000_000);
    expect(readInt64(batch, field.maxTimestamp)).toBe(1_700_000_000_500);
    expect(readInt64(batch, field.producerId)).toBe(2 ** 40 + 3);
    expect(batch.readInt16BE(field.producerEpoch)).toBe(4);
    expect(batch.readInt32BE(field.baseSequence)).toBe(17);
    expect(batch.readInt32BE(field.recordCount)).toBe(3);
    expect(batch.readUInt32BE(field.crc)).toBe(crc32c(batch, field.attributes));
  });

  test('says "no producer" when there is none', () => {
    appendPlain(encoder, { value: 'd' });
    const plain = encoder.finish();
    expect(readInt64(plain, field.producerId)).toBe(-1);
    expect(plain.readInt16BE(field.producerEpoch)).toBe(-1);
    expect(plain.readInt32BE(field.baseSequence)).toBe(-1);
    expect(plain.readInt16BE(field.attributes)).toBe(0);
  });
});

test('a batch never grows over its limit, and nothing is lost where batches meet', () => {
  const value = fc.string({ unit: 'binary-ascii', maxLength: 120 });
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 60 }),
      fc.integer({ min: 150, max: 2000 }),
      (values, limitBytes) => {
        const encoder = new RecordBatchEncoder({ limitBytes, compression: 'none' });
        const batches: Buffer[] = [];
        for (const [index, text] of values.entries()) {
          const given = { timestamp: index * 1_000_000, value: text };
          if (appendPlain(encoder, given)) continue;
          batches.push(encoder.finish());
          expect(appendPlain(encoder, given)).toBe(true);
        }
        if (encoder.recordCount > 0) {
          const size = encoder.sizeBytes;
          batches.push(encoder.finish());
          expect(batches.at(-1)?.length).toBe(size);
        }
        for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(Math.max(limitBytes, 200));
        const read = batches.flatMap((batch) =>
          walk(batch, { checkCrcs: true }).map((record) => record.value),
        );
        expect(read).toEqual(values);
      },
    ),
  );
});

describe('appendLines', () => {
  const line = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
    fc.integer({ min: 0, max: 3000 }).map((length) => 'x'.repeat(length)),
  );

  test('makes the batches that append makes, whatever the lines and wherever the batches end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ lines: fc.array(line, { maxLength: 30 }), timestamp: fc.nat() }), {
          maxLength: 5,
        }),
        fc.integer({ min: 100, max: 4000 }),
        fc.constantFrom(noRecordHeaders, encodeRecordHeaders([['name', Buffer.from('value')]])),
        (chunks, limitBytes, headers) => {
          const one = new RecordBatchEncoder({ limitBytes, compression: 'none' });
          const pool = new BufferPool(limitBytes, 10 * limitBytes);
          const many = new RecordBatchEncoder({ limitBytes, compression: 'none', pool });
          const ofOne: Buffer[] = [];
          const ofMany: Buffer[] = [];
          const finishMany = () => {
            const batch = many.finish();
            ofMany.push(Buffer.from(batch));
            pool.giveBack(batch);
          };
          for (const { lines, timestamp } of chunks) {
            const source = Buffer.from(lines.map((text) => `${text}\n`).join(''));
            for (let at = 0; at < source.length; at = source.indexOf(10, at) + 1) {
              const end = source.indexOf(10, at);
              if (one.append(timestamp, source, 0, -1, at, end, headers)) continue;
              ofOne.push(one.finish());
              one.append(timestamp, source, 0, -1, at, end, headers);
            }
            for (let at = 0; at < source.length;) {
              at = many.appendLines(timestamp, source, at, source.length, headers);
              if (at < source.length) finishMany();
            }
          }
          expect(many.recordCount).toBe(one.recordCount);
          if (one.recordCount > 0) {
            ofOne.push(one.finish());
            finishMany();
          }
          expect(ofMany).toEqual(ofOne);
        },
      ),
    );
  });

  test('the time of a batch is the latest of its records, and the first the one that others count from', () => {
    const encoder = new RecordBatchEncoder({ limitBytes: 1000, compression: 'none' });
    const source = Buffer.from('a\nb\n');
    for (const timestamp of [5_000_000, 4_000_000, 6_000_000])
      encoder.appendLines(timestamp, source, 0, source.length);
    const batch = encoder.finish();
    expect(readInt64(batch, field.maxTimestamp)).toBe(6_000_000);
    expect(walk(batch, { checkCrcs: true }).map(({ timestamp, value }) => [timestamp, value])).toEqual(
      [5_000_000, 4_000_000, 6_000_000].flatMap((timestamp) => [
        [timestamp, 'a'],
        [timestamp, 'b'],
      ]),
    );
  });
});

test('a record larger than the limit goes alone', () => {
  const encoder = new RecordBatchEncoder({ limitBytes: 100, compression: 'none' });
  expect(encoder.sizeBytes).toBe(headerBytes);
  expect(appendPlain(encoder, { value: 'x'.repeat(5000) })).toBe(true);
  expect(appendPlain(encoder, { value: 'y' })).toBe(false);
  expect(walk(encoder.finish())).toHaveLength(1);
  expect(encoder.recordCount).toBe(0);
});

test('a finished batch is not written into again', () => {
  const encoder = new RecordBatchEncoder({ limitBytes: 1000, compression: 'none' });
  appendPlain(encoder, { value: 'first' });
  const first = encoder.finish();
  appendPlain(encoder, { value: 'other' });
  encoder.finish();
  expect(walk(first, { checkCrcs: true })[0]?.value).toBe('first');
});

test('the extent of batches comes from their headers', () => {
  const encoder = new RecordBatchEncoder({ limitBytes: 1000, compression: 'none' });
  appendPlain(encoder, { value: 'a' });
  appendPlain(encoder, { value: 'b' });
  const batch = encoder.finish();
  const where = { topic: 'orders', partition: 0 };
  expect(extentOf(batch, where)).toEqual({ nextOffset: 2, cutBatchBytes: undefined });
  expect(extentOf(batch.subarray(0, 40), where)).toEqual({
    nextOffset: undefined,
    cutBatchBytes: batch.length,
  });
  expect(extentOf(batch.subarray(0, 9), where)).toEqual({ nextOffset: undefined, cutBatchBytes: undefined });
  expect(extentOf(Buffer.concat([batch, batch.subarray(0, 20)]), where)).toEqual({
    nextOffset: 2,
    cutBatchBytes: batch.length,
  });
  expect(extentOf(Buffer.alloc(0), where)).toEqual({ nextOffset: undefined, cutBatchBytes: undefined });
});
