import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendPlain, walk } from '../testing/record-batches.js';
import { crc32c } from './crc32c.js';
import { RecordBatchEncoder } from './record-batch-encoder.js';
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
