/** Builds record batches straight from slices of the input: one growing buffer, no object for a record. */
import { compress, compressions, type Compression } from './compression.js';
import { crc32c } from './crc32c.js';
import { noRecordHeaders } from './record-batch-headers.js';
import { varintSize, writeVarint } from './record-batch-varint.js';
import { attribute, field, headerBytes, lengthPrefixBytes, magic, writeInt64 } from './record-batch.js';

export interface EncoderOptions {
  /**
   * No batch grows beyond this many bytes before compression, except for one record that is larger alone.
   * The broker compares `max.message.bytes` (1,048,588 by default) with the size after compression.
   */
  readonly limitBytes: number;
  readonly compression: Compression;
}

/** Who writes, for the broker to see repetitions and gaps (KIP-98). */
export interface ProducerStamp {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** The sequence number of the batch's first record; they go on after 2^31 − 1 at 0. */
  readonly baseSequence: number;
  readonly transactional: boolean;
}

const firstCapacityBytes = 64 * 1024;

/** `append` until it says no, `finish`, and begin again: one encoder serves a partition for ever. */
export class RecordBatchEncoder {
  readonly #options: EncoderOptions;
  #bytes = Buffer.alloc(0);
  #capacity = firstCapacityBytes;
  #length = headerBytes;
  #count = 0;
  #baseTimestamp = 0;
  #maxTimestamp = 0;

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
   * Adds a record whose key and value lie in `source`; an end of -1 means null, as in RecordCursor. False, and nothing
   * added, when the batch has records and this one would take it over its limit: `finish` it first.
   * `timestamp` in milliseconds; `headers` as `encodeRecordHeaders` makes them.
   */
  append(
    timestamp: number,
    source: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
    headers: Uint8Array = noRecordHeaders,
  ): boolean {
    const keyLength = keyEnd < 0 ? -1 : keyEnd - keyStart;
    const valueLength = valueEnd < 0 ? -1 : valueEnd - valueStart;
    const timestampDelta = this.#count === 0 ? 0 : timestamp - this.#baseTimestamp;
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
    if (needed > this.#bytes.length) this.#grow(needed);

    const bytes = this.#bytes;
    let at = writeVarint(bytes, this.#length, bodyBytes);
    bytes[at++] = 0;
    at = writeVarint(bytes, at, timestampDelta);
    at = writeVarint(bytes, at, this.#count);
    at = writeVarint(bytes, at, keyLength);
    if (keyLength > 0) at = copySlice(bytes, at, source, keyStart, keyEnd);
    at = writeVarint(bytes, at, valueLength);
    if (valueLength > 0) at = copySlice(bytes, at, source, valueStart, valueEnd);
    this.#length = copySlice(bytes, at, headers, 0, headers.length);

    if (this.#count++ === 0) {
      this.#baseTimestamp = timestamp;
      this.#maxTimestamp = timestamp;
    } else if (timestamp > this.#maxTimestamp) {
      this.#maxTimestamp = timestamp;
    }
    return true;
  }

  /** The batch, as the records of a Produce request, and an empty encoder; the buffer is the caller's to keep. */
  finish(stamp?: ProducerStamp): Buffer {
    const batch = this.#compressed();
    batch.fill(0, 0, headerBytes);
    batch.writeInt32BE(batch.length - lengthPrefixBytes, field.batchLength);
    batch.writeInt32BE(-1, field.partitionLeaderEpoch);
    batch[field.magic] = magic;
    const compression = compressions.indexOf(this.#options.compression);
    batch.writeInt16BE(compression | (stamp?.transactional ? attribute.transactional : 0), field.attributes);
    batch.writeInt32BE(this.#count - 1, field.lastOffsetDelta);
    writeInt64(batch, this.#baseTimestamp, field.baseTimestamp);
    writeInt64(batch, this.#maxTimestamp, field.maxTimestamp);
    writeInt64(batch, stamp?.producerId ?? -1, field.producerId);
    batch.writeInt16BE(stamp?.producerEpoch ?? -1, field.producerEpoch);
    batch.writeInt32BE(stamp?.baseSequence ?? -1, field.baseSequence);
    batch.writeInt32BE(this.#count, field.recordCount);
    batch.writeUInt32BE(crc32c(batch, field.attributes, batch.length), field.crc);
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
  #grow(neededBytes: number): void {
    while (this.#capacity < neededBytes) this.#capacity *= 2;
    const grown = Buffer.allocUnsafeSlow(
      Math.min(this.#capacity, Math.max(this.#options.limitBytes, neededBytes)),
    );
    if (this.#count > 0) this.#bytes.copy(grown, headerBytes, headerBytes, this.#length);
    this.#bytes = grown;
  }
}

/** Below this many bytes a loop beats the call into the engine and the view that it needs. */
const loopBytes = 32;

function copySlice(target: Uint8Array, at: number, source: Uint8Array, start: number, end: number): number {
  if (end - start > loopBytes) {
    target.set(source.subarray(start, end), at);
    return at + end - start;
  }
  while (start < end) target[at++] = source[start++] as number;
  return at;
}
