/** Record batches for tests: captured ones, made ones, and a cursor's records as plain objects. */
import { readFileSync } from 'node:fs';
import type { Int64 } from '../../text/int64.js';
import type { Compression } from '../../wire/batch/codecs/compression.js';
import { RecordDecoder, type WalkOptions } from '../../wire/batch/record-batch-decoder.js';
import { RecordBatchEncoder } from '../../wire/batch/record-batch-encoder.js';
import type { ProducerStamp } from '../../wire/batch/record-batch-header.js';
import { encodeRecordHeaders, type RecordHeader } from '../../wire/batch/record-batch-headers.js';
import { field, writeInt64 } from '../../wire/batch/record-batch.js';

export interface PlainRecord {
  readonly offset: number;
  readonly timestamp: Int64;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

/** Segments of a broker's log, see `src/wire/fixtures/README.md`. */
export function capturedBatches(name: string): Buffer {
  return Buffer.from(
    readFileSync(new URL(`../../wire/fixtures/${name}.base64`, import.meta.url), 'utf8'),
    'base64',
  );
}

export function walk(records: Buffer, options: Partial<WalkOptions> = {}): PlainRecord[] {
  const cursor = new RecordDecoder();
  cursor.open(records, { topic: 'orders', partition: 3, from: 0, to: null, ...options });
  const found: PlainRecord[] = [];
  while (cursor.next()) found.push(plainRecord(cursor));
  return found;
}

export function plainRecord(cursor: RecordDecoder): PlainRecord {
  const text = (start: number, end: number): string | null =>
    end < 0 ? null : cursor.buffer.toString('latin1', start, end);
  return {
    offset: cursor.offset,
    timestamp: cursor.exactTimestamp,
    key: text(cursor.keyStart, cursor.keyEnd),
    value: text(cursor.valueStart, cursor.valueEnd),
    headers: cursor
      .headers()
      .map(([name, value]) => [name, value === null ? null : value.toString('latin1')]),
  };
}

/** One batch of these records; offsets are counted from `baseOffset`, whatever the records say. */
export function batchOf(
  records: readonly Partial<PlainRecord>[],
  options: { baseOffset?: number; compression?: Compression; stamp?: ProducerStamp } = {},
): Buffer {
  const encoder = new RecordBatchEncoder({ limitBytes: 2 ** 30, compression: options.compression ?? 'none' });
  for (const record of records) appendPlain(encoder, record);
  const batch = encoder.finish(options.stamp);
  // Brokers give the base offset in the same way: the checksum does not cover it.
  writeInt64(batch, options.baseOffset ?? 0, field.baseOffset);
  return batch;
}

export function appendPlain(encoder: RecordBatchEncoder, record: Partial<PlainRecord>): boolean {
  const { timestamp = 0, key = null, value = null, headers = [] } = record;
  const source = Buffer.from((key ?? '') + (value ?? ''), 'latin1');
  const keyEnd = key?.length ?? 0;
  const encoded = encodeRecordHeaders(
    headers.map(([name, text]): RecordHeader => [name, text === null ? null : Buffer.from(text, 'latin1')]),
  );
  return encoder.append(
    timestamp,
    source,
    0,
    key === null ? -1 : keyEnd,
    keyEnd,
    value === null ? -1 : source.length,
    encoded,
  );
}
