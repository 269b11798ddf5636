/** Builds record batches straight from slices of the input: one growing buffer, no object for a record. */
import type { BufferPool } from './buffer-pool.js';
import type { Int64 } from '../../text/int64.js';
import { compress, compressions, type Compression } from './codecs/compression.js';
import { SliceCopier } from './record-batch-copy.js';
import { writeBatchHeader, type ProducerStamp } from './record-batch-header.js';
import { noRecordHeaders } from './record-batch-headers.js';
import { varintSize, writeVarint } from './record-batch-varint.js';
import { headerBytes } from './record-batch.js';

export interface EncoderOptions {
  /**
   * No batch grows beyond this many bytes before compression, except for one record that is larger alone.
   * The broker compares `max.message.bytes` (1,048,588 by default) with the size after compression.
   */
  readonly limitBytes: number;
  readonly compression: Compression;
  /** Where the memory of uncompressed batches comes from; the caller returns it. */
  readonly pool?: BufferPool;
}

const newline = 0x0a;
const firstCapacityBytes = 64 * 1024;
/** Varints are exact up to here; records that are farther apart have batches of their own. */
const farthestMs = 2 ** 52;

/** `append` until it returns false, `finish`, and start again: one encoder serves a partition for ever. */
export class RecordBatchEncoder {
  readonly #options: EncoderOptions;
  readonly #copier = new SliceCopier();
  #bytes = Buffer.alloc(0);
  #capacity = firstCapacityBytes;
  #length = headerBytes;
  #count = 0;
  #baseTimestamp: Int64 = 0;
  #maxTimestamp: Int64 = 0;

  constructor(options: EncoderOptions) {
    this.#options = options;
  }

  get recordCount(): number {
    return this.#count;
  }

  /** Size of the batch so far, before compression; a batch without records counts as its header. */
  get sizeBytes(): number {
    return this.#length;
  }

  /**
   * Adds a record whose key and value lie in `source`; an end of -1 means null, as in RecordDecoder. False, and nothing
   * added, when the batch has records and this one would take it over its limit, or is too far away in time: `finish` it first.
   * `timestamp` in milliseconds; `headers` as `encodeRecordHeaders` makes them.
   */
  append(
    timestamp: Int64,
    source: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
    headers: Uint8Array = noRecordHeaders,
  ): boolean {
    const keyLength = keyEnd < 0 ? -1 : keyEnd - keyStart;
    const valueLength = valueEnd < 0 ? -1 : valueEnd - valueStart;
    const timestampDelta = this.#count === 0 ? 0 : differenceOf(timestamp, this.#baseTimestamp);
    if (Math.abs(timestampDelta) > farthestMs) return false;
    const bodyBytes =
      1 +
      varintSize(timestampDelta) +
      varintSize(this.#count) +
      varintSize(keyLength) +
      Math.max(keyLength, 0) +
      varintSize(valueLength) +
      Math.max(valueLength, 0) +
      headers.length;
    const needed = this.#length + varintSize(bodyBytes) + bodyBytes;
    if (this.#count > 0 && needed > this.#options.limitBytes) return false;
    if (needed > this.#bytes.length) this.#grow(needed, this.#length);

    const bytes = this.#bytes;
    const copier = this.#copier;
    copier.from(source, false);
    let at = writeVarint(bytes, this.#length, bodyBytes);
    bytes[at++] = 0;
    at = writeVarint(bytes, at, timestampDelta);
    at = writeVarint(bytes, at, this.#count);
    at = writeVarint(bytes, at, keyLength);
    if (keyLength > 0) at = copier.copy(source, keyStart, keyEnd, at);
    at = writeVarint(bytes, at, valueLength);
    if (valueLength > 0) at = copier.copy(source, valueStart, valueEnd, at);
    this.#length = copier.copy(headers, 0, headers.length, at);

    if (this.#count++ === 0) {
      this.#baseTimestamp = timestamp;
      this.#maxTimestamp = timestamp;
    } else if (timestamp > this.#maxTimestamp) {
      this.#maxTimestamp = timestamp;
    }
    return true;
  }

  /**
   * Adds the lines of `source[start, end)`, each ended by \n, as records that have a value and no key: what `append`
   * does for each, in one loop. Returns where it stopped: at `end`, or at the line that belongs in the next batch.
   */
  appendLines(
    timestamp: number,
    source: Buffer,
    start: number,
    end: number,
    headers: Uint8Array = noRecordHeaders,
  ): number {
    if (this.#count === 0) this.#baseTimestamp = this.#maxTimestamp = timestamp;
    const timestampDelta = differenceOf(timestamp, this.#baseTimestamp);
    if (Math.abs(timestampDelta) > farthestMs) return start;
    const fixedBytes = 1 + varintSize(timestampDelta) + varintSize(-1) + headers.length;
    const { limitBytes } = this.#options;
    const copier = this.#copier;
    copier.from(source, true);
    // In variables: a million times over, looking them up in `this` takes as long as the copying.
    let bytes = this.#bytes;
    let length = this.#length;
    let count = this.#count;
    let lineStart = start;
    while (lineStart < end) {
      const lineEnd = source.indexOf(newline, lineStart);
      const valueLength = lineEnd - lineStart;
      const bodyBytes = fixedBytes + varintSize(count) + varintSize(valueLength) + valueLength;
      const needed = length + varintSize(bodyBytes) + bodyBytes;
      if (count > 0 && needed > limitBytes) break;
      if (needed > bytes.length) bytes = this.#grow(needed, length);
      let at = writeVarint(bytes, length, bodyBytes);
      bytes[at++] = 0;
      at = writeVarint(bytes, at, timestampDelta);
      at = writeVarint(bytes, at, count++);
      at = writeVarint(bytes, at, -1);
      at = writeVarint(bytes, at, valueLength);
      at = copier.copy(source, lineStart, lineEnd, at);
      length = copier.copy(headers, 0, headers.length, at);
      lineStart = lineEnd + 1;
    }
    if (count > this.#count && timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#length = length;
    this.#count = count;
    return lineStart;
  }

  /** The batch, as the records of a Produce request, and an empty encoder; the buffer is the caller's to keep. */
  finish(stamp?: ProducerStamp): Buffer {
    const batch = this.#compressed();
    writeBatchHeader(batch, {
      attributes: compressions.indexOf(this.#options.compression),
      lastOffsetDelta: this.#count - 1,
      baseTimestamp: this.#baseTimestamp,
      maxTimestamp: this.#maxTimestamp,
      recordCount: this.#count,
      stamp,
    });
    this.#length = headerBytes;
    this.#count = 0;
    return batch;
  }

  #compressed(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#length);
    if (this.#options.compression === 'none') {
      this.#bytes = Buffer.alloc(0); // Given away; the next batch gets its own.
      return bytes;
    }
    return Buffer.concat([
      bytes.subarray(0, headerBytes),
      compress(this.#options.compression, bytes.subarray(headerBytes)),
    ]);
  }

  /** Doubles up to the limit, and keeps to the size reached, so that later batches rarely grow. */
  #grow(neededBytes: number, usedBytes: number): Buffer<ArrayBuffer> {
    while (this.#capacity < neededBytes) this.#capacity *= 2;
    const sizeBytes = Math.min(this.#capacity, Math.max(this.#options.limitBytes, neededBytes));
    const grown = this.#options.pool?.take(sizeBytes) ?? Buffer.allocUnsafeSlow(sizeBytes);
    if (usedBytes > headerBytes) this.#bytes.copy(grown, headerBytes, headerBytes, usedBytes);
    this.#bytes = grown;
    this.#copier.into(grown);
    return grown;
  }
}

function differenceOf(one: Int64, other: Int64): number {
  return typeof one === 'number' && typeof other === 'number'
    ? one - other
    : Number(BigInt(one) - BigInt(other));
}
