/** The header of one batch: what the walk over records needs to know of it, and how it is written. */
import type { Int64 } from '../../text/int64.js';
import { crc32c } from './crc32c.js';
import type { LegacyMessages } from './legacy-messages.js';
import {
  attribute,
  field,
  headerBytes,
  lengthPrefixBytes,
  magic,
  readAnyInt64,
  readInt64,
  writeInt64,
} from './record-batch.js';

/** The producer, so that the broker can detect duplicates and gaps (KIP-98). */
export interface ProducerStamp {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** The sequence number of the batch's first record; they go on after 2^31 − 1 at 0. */
  readonly baseSequence: number;
  readonly transactional: boolean;
}

interface WrittenHeader {
  /** The broker gives it one, if it is left out. */
  readonly baseOffset?: number;
  /** Compression and whose the timestamps are. */
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: Int64;
  readonly maxTimestamp: Int64;
  readonly recordCount: number;
  readonly stamp?: ProducerStamp | undefined;
}

/** Into the first `headerBytes` of a batch whose records stand behind them, with the checksum of it all. */
export function writeBatchHeader(batch: Buffer, header: WrittenHeader): void {
  const { stamp } = header;
  writeInt64(batch, header.baseOffset ?? 0, field.baseOffset);
  batch.writeInt32BE(batch.length - lengthPrefixBytes, field.batchLength);
  batch.writeInt32BE(-1, field.partitionLeaderEpoch);
  batch[field.magic] = magic;
  const transactional = stamp?.transactional ? attribute.transactional : 0;
  batch.writeInt16BE(header.attributes | transactional, field.attributes);
  batch.writeInt32BE(header.lastOffsetDelta, field.lastOffsetDelta);
  writeInt64(batch, header.baseTimestamp, field.baseTimestamp);
  writeInt64(batch, header.maxTimestamp, field.maxTimestamp);
  writeInt64(batch, stamp?.producerId ?? -1, field.producerId);
  batch.writeInt16BE(stamp?.producerEpoch ?? -1, field.producerEpoch);
  batch.writeInt32BE(stamp?.baseSequence ?? -1, field.baseSequence);
  batch.writeInt32BE(header.recordCount, field.recordCount);
  batch.writeUInt32BE(crc32c(batch, field.attributes, batch.length), field.crc);
}

export class BatchHeader {
  attributes = 0;
  /** -1 if the producer is neither idempotent nor transactional. */
  producerId = -1;
  producerEpoch = -1;
  /** False for messages of the formats before Kafka 0.11. */
  isBatch = true;
  /** As it is stored, with its header. */
  sizeBytes = 0;
  baseOffset = 0;
  /** -1 before the first batch. Compaction keeps the base and the last offset of a batch and takes records out. */
  lastOffset = -1;
  recordCount = 0;
  exactBaseTimestamp: Int64 = 0;
  exactMaxTimestamp: Int64 = 0;
  /** As numbers, rounded beyond 2^53. */
  baseTimestamp = 0;
  maxTimestamp = 0;
  /** With LogAppendTime (KIP-32) every record has the time of its batch; NaN when records have their own. */
  appendTime = NaN;
  /** Where the records begin, compressed or not. */
  recordsStart = 0;

  get isControl(): boolean {
    return (this.attributes & attribute.control) !== 0;
  }

  get isTransactional(): boolean {
    return (this.attributes & attribute.transactional) !== 0;
  }

  /** Its index in `compressions`. */
  get compression(): number {
    return this.attributes & attribute.compressionMask;
  }

  /** Old messages have no header: what it would say. */
  take(messages: LegacyMessages, lastOffset: number, sizeBytes: number): void {
    const { baseOffset, recordCount, baseTimestamp, maxTimestamp, appendTime, compression } = messages;
    this.baseOffset = baseOffset;
    this.lastOffset = lastOffset;
    this.recordCount = recordCount;
    this.#takeTimes(baseTimestamp, maxTimestamp);
    this.appendTime = appendTime;
    this.attributes = compression;
    this.producerId = -1;
    this.producerEpoch = -1;
    this.isBatch = false;
    this.sizeBytes = sizeBytes;
  }

  /** False when the header contradicts itself or the batch before it. */
  read(log: Buffer, start: number): boolean {
    const previousOffset = this.lastOffset;
    this.isBatch = true;
    this.sizeBytes = lengthPrefixBytes + log.readInt32BE(start + field.batchLength);
    this.producerEpoch = log.readInt16BE(start + field.producerEpoch);
    this.attributes = log.readInt16BE(start + field.attributes);
    this.producerId = readInt64(log, start + field.producerId);
    this.baseOffset = readInt64(log, start + field.baseOffset);
    this.lastOffset = this.baseOffset + log.readInt32BE(start + field.lastOffsetDelta);
    this.recordCount = log.readInt32BE(start + field.recordCount);
    this.#takeTimes(
      readAnyInt64(log, start + field.baseTimestamp),
      readAnyInt64(log, start + field.maxTimestamp),
    );
    const append = (this.attributes & attribute.logAppendTime) !== 0;
    this.appendTime = append ? this.maxTimestamp : NaN;
    this.recordsStart = start + headerBytes;
    return (
      this.baseOffset > previousOffset &&
      this.lastOffset >= this.baseOffset &&
      Number.isSafeInteger(this.lastOffset) &&
      this.recordCount >= 0
    );
  }

  #takeTimes(base: Int64, max: Int64): void {
    this.exactBaseTimestamp = base;
    this.exactMaxTimestamp = max;
    this.baseTimestamp = Number(base);
    this.maxTimestamp = Number(max);
  }
}
