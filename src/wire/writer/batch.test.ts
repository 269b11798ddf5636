import { expect, test } from '@jest/globals';
import { appendPlain, walk } from '../../testing/wire/record-batches.js';
import { RecordBatchEncoder } from '../batch/record-batch-encoder.js';
import { field, readInt64 } from '../batch/record-batch.js';
import { restamp, sealedBatch, type Batch } from './batch.js';
import { LineNumbers } from './lines.js';

const stamp = { producerId: 7, producerEpoch: 1, baseSequence: 40, transactional: false };

function batchOf(...values: readonly string[]): Batch {
  const encoder = new RecordBatchEncoder({ limitBytes: 10_000, compression: 'none' });
  const lines = new LineNumbers();
  for (const [line, value] of values.entries()) {
    appendPlain(encoder, { value });
    lines.add(line);
  }
  return sealedBatch(encoder.finish(stamp), lines, stamp, 0);
}

test('a new stamp leaves the bytes alone that a connection may still hold', () => {
  const batch = batchOf('a', 'b');
  const sent = batch.bytes;
  const asSent = Buffer.from(sent);
  restamp(batch, { ...stamp, producerId: 2 ** 33 + 8, baseSequence: 0, transactional: true });
  expect(sent).toEqual(asSent);
  expect(batch.bytes.buffer).not.toBe(sent.buffer);
  expect(readInt64(batch.bytes, field.producerId)).toBe(2 ** 33 + 8);
  expect(batch.bytes.readInt32BE(field.baseSequence)).toBe(0);
  expect(walk(batch.bytes, { checkCrcs: true }).map(({ value }) => value)).toEqual(['a', 'b']);
});

test('the same stamp changes nothing', () => {
  const batch = batchOf('a');
  const { bytes } = batch;
  restamp(batch, { ...stamp });
  expect(batch.bytes).toBe(bytes);
});
