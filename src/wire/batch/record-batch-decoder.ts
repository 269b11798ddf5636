/** Walks the records of one partition in place: the cursor's fields move from record to record, and no object is allocated per record. */
import { LabError } from '../../text/errors.js';
import { toInt64, type Int64 } from '../../text/int64.js';
import { areBareRecords } from './bare-records.js';
import {
  DecompressionLimitError,
  compressions,
  decompress,
  defaultDecompressedLimit,
} from './codecs/compression.js';
import { crc32c } from './crc32c.js';
import { AbortedTransactions, type AbortedTransaction } from './record-batch-aborted.js';
import { hasLegacyChecksum, isLegacy, readLegacy, type LegacyMessages } from './legacy-messages.js';
import { BatchHeader } from './record-batch-header.js';
import { readHeaderSpans, readRecordHeaders, type RecordHeader } from './record-batch-headers.js';
import type { BatchPart } from './record-batch-part.js';
import { readLargeVarint, readVarint } from './record-batch-varint.js';
import {
  attribute,
  batchSizeAt,
  corrupt,
  field,
  lastOffsetAt,
  notUnpacked,
  tooLarge,
  type PartitionName,
} from './record-batch.js';

export interface WalkOptions extends PartitionName {
  /** Records below are passed over: a fetch begins with the whole batch that holds its offset. */
  readonly from: number;
  /** The walk ends before this offset; `null` for no end. */
  readonly to: number | null;
  /** What read_committed hides; if left out, everything is shown. */
  readonly abortedTransactions?: readonly AbortedTransaction[] | null;
  /** For bytes from a broker; batches that were put together here need no check. */
  readonly checkCrcs?: boolean;
  readonly decompressedLimitBytes?: number;
  /** Control records are shown too, as others are. */
  readonly showsControl?: boolean;
}

const nothing = Buffer.alloc(0);
/** Below, the sum of a batch's time and a record's distance from it is exact. */
const farMs = 2 ** 51;

/** What is behind a batch whose records are not shown. */
export type HiddenBatch = 'control' | 'aborted' | 'empty';

/**
 * `open` it on the records of a fetch response, then `while (cursor.next())` read its fields; or batch by
 * batch with `nextBatch` and `nextInBatch`; or header by header with `nextHeader`, which unpacks nothing. Spans are positions in `buffer`, good until the next call;
 * an end of -1 means null. Damaged bytes throw LabError 'failed'; a batch cut off at the end is left out.
 */
export class RecordDecoder implements PartitionName {
  topic = '';
  partition = -1;

  /** The record. */
  buffer: Buffer = nothing;
  recordStart = 0;
  offset = -1;
  /** Milliseconds; -1 for none. Clients may write anything: from 2^51 on `exactTimestamp` has the very number. */
  timestamp = -1;
  keyStart = 0;
  keyEnd = -1;
  valueStart = 0;
  valueEnd = -1;
  /** Where the number of headers begins, which may be longer than it has to be. */
  headerCountStart = 0;
  headersStart = 0;
  headersEnd = 0;
  headerCount = 0;
  /** How often a share group has delivered it, this time included; undefined if it was not acquired for one. */
  deliveryCount: number | undefined = undefined;

  /** The batch: its records lie in `buffer` at `[recordsStart, recordsEnd)`, compressed or not on the wire. */
  recordsStart = 0;
  recordsEnd = 0;
  recordCount = 0;
  /** Why the records of the batch that `nextHeader` found are not shown; undefined if they are. */
  hidden: HiddenBatch | undefined;

  /** The first offset not yet passed, counting what is hidden, control records and compacted gaps. */
  nextOffset = 0;
  /** How many records `next` and `nextInBatch` have shown since `open`. */
  visited = 0;
  /** The offset of the first of them. */
  firstOffset = -1;
  /** Whether a call has returned false because no record is left. */
  done = true;

  #log: Buffer = nothing;
  #logAt = 0;
  #options: WalkOptions = { topic: '', partition: -1, from: 0, to: null };
  #to = Infinity;
  #aborted: AbortedTransactions | undefined;

  readonly #header = new BatchHeader();
  /** Where the batch that `nextHeader` found lies in the log. */
  #batchStart = 0;
  #batchEnd = 0;
  /** Whether its records are still as they lie there. */
  #isPacked = false;
  /** Old messages have no header, so that finding them out unpacks them. */
  #messages: Buffer | undefined;
  #at = 0;
  /** Where the current record says how long after its batch it is. */
  #timeAt = 0;
  #isFar = false;
  #left = 0;
  /** What the next record's offset has to be at least: they only ever go up. */
  #lowestOffset = 0;
  #spans: Int32Array = new Int32Array(0);

  open(records: Buffer, options: WalkOptions): void {
    this.#options = options;
    this.topic = options.topic;
    this.partition = options.partition;
    this.#log = records;
    this.#logAt = 0;
    this.#to = options.to ?? Infinity;
    const aborted = options.abortedTransactions;
    this.#aborted = aborted && aborted.length > 0 ? new AbortedTransactions(aborted) : undefined;
    this.nextOffset = options.from;
    this.visited = 0;
    this.done = false;
    this.#left = 0;
    this.#isPacked = false;
    this.#header.lastOffset = -1;
  }

  /** Moves to the next record, of whichever batch. */
  next(): boolean {
    while (!this.nextInBatch()) if (!this.nextBatch()) return false;
    return true;
  }

  /** Moves to the next batch with records to show; what the current one has left is passed over. */
  nextBatch(): boolean {
    if (!this.nextPacked()) return false;
    this.unpack();
    return true;
  }

  /** The same without unpacking it: `packedBatch` has it as it lies in the log, `unpack` opens it for `nextInBatch`. */
  nextPacked(): boolean {
    while (this.nextHeader()) if (this.hidden === undefined) return true;
    return false;
  }

  /**
   * Moves to the next batch whether its records are shown or not, and looks at its header alone: `header` has it, and `unpack`
   * goes on from there. `nextOffset` moves behind it with the next call, and `visited` counts nothing of what is not unpacked.
   */
  nextHeader(): boolean {
    while (!this.done) {
      this.#left = 0;
      this.#isPacked = false;
      const behind = Math.min(this.#header.lastOffset + 1, this.#to);
      if (behind > this.nextOffset) this.nextOffset = behind;
      const start = this.#logAt;
      const size = this.nextOffset < this.#to ? batchSizeAt(this.#log, start, this.#options) : 0;
      if (size === 0) {
        this.done = true;
      } else {
        this.#batchStart = start;
        this.#batchEnd = this.#logAt += size;
        if (this.#enter(start, this.#batchEnd)) return true;
      }
    }
    return false;
  }

  /** Of the batch that the cursor is in, or that `nextHeader` or `nextPacked` found; good until the next one is. */
  get header(): Readonly<BatchHeader> {
    return this.#header;
  }

  /** To be called once after `nextHeader` or `nextPacked`, unless the batch was taken whole. */
  unpack(): void {
    if (!this.#isPacked) return;
    this.#isPacked = false;
    const { compression, recordsStart } = this.#header;
    if (this.#messages) this.#show(this.#messages);
    else if (compression === 0) this.#show(this.#log, recordsStart, this.#batchEnd);
    else this.#show(this.#decompress(compression, this.#log.subarray(recordsStart, this.#batchEnd)));
  }

  /**
   * All of the batch that `nextPacked` found, if a producer could send it so: every record is to be seen, none was compacted away,
   * each has a time of its own. Undefined otherwise.
   */
  packedBatch(): Buffer | undefined {
    const { baseOffset, lastOffset, recordCount, attributes, isBatch } = this.#header;
    const isWhole =
      this.#isPacked &&
      isBatch &&
      baseOffset >= this.nextOffset &&
      lastOffset < this.#to &&
      recordCount === lastOffset - baseOffset + 1 &&
      (attributes & ~(attribute.compressionMask | attribute.transactional)) === 0;
    return isWhole ? this.#log.subarray(this.#batchStart, this.#batchEnd) : undefined;
  }

  /** Counts the records of the batch that `packedBatch` returned as visited. */
  passPacked(): void {
    const { baseOffset, lastOffset, recordCount } = this.#header;
    if (this.visited === 0) this.firstOffset = baseOffset;
    this.visited += recordCount;
    this.offset = lastOffset;
    this.nextOffset = lastOffset + 1;
    this.#isPacked = false;
  }

  /** Moves to the next record of the batch that `nextBatch` found. */
  nextInBatch(): boolean {
    while (this.#left > 0) {
      this.recordStart = this.#at;
      const length = this.#varint();
      const end = this.#at + length;
      // The smallest record: attributes, two deltas, two null lengths, no headers.
      if (length < 6 || end > this.recordsEnd) throw this.#damaged('a record does not fit into its batch');
      this.#at++; // The attributes of a record are unused.
      this.#timeAt = this.#at;
      const timestamp = this.#header.baseTimestamp + this.#varint();
      const offset = this.#header.baseOffset + this.#varint();
      const keyLength = this.#varint();
      this.keyStart = this.#at;
      if (keyLength > 0) this.#at += keyLength;
      this.keyEnd = keyLength < 0 ? -1 : this.#at;
      const valueLength = this.#varint();
      this.valueStart = this.#at;
      if (valueLength > 0) this.#at += valueLength;
      this.valueEnd = valueLength < 0 ? -1 : this.#at;
      this.headerCountStart = this.#at;
      this.headerCount = this.#varint();
      this.headersStart = this.#at;
      this.headersEnd = end;
      if (this.#at > end || keyLength < -1 || valueLength < -1 || this.headerCount < 0) {
        throw this.#damaged('the parts of a record do not fit into it');
      }
      if (this.headerCount === 0 && this.#at < end) throw this.#damaged('a record is longer than its parts');
      if (offset < this.#lowestOffset || offset > this.#header.lastOffset) {
        throw this.#damaged(`a record claims offset ${offset}, out of order`);
      }
      this.#lowestOffset = offset + 1;
      this.#at = end;
      if (--this.#left === 0 && end < this.recordsEnd)
        throw this.#damaged('a batch is longer than its records');
      if (offset < this.nextOffset) continue;
      if (offset >= this.#to) {
        this.#left = 0;
        this.nextOffset = this.#to;
        this.done = true;
        return false;
      }
      this.offset = offset;
      this.nextOffset = offset + 1;
      this.timestamp = Number.isNaN(this.#header.appendTime) ? timestamp : this.#header.appendTime;
      if (this.#isFar) this.timestamp = Number(this.exactTimestamp);
      if (this.visited++ === 0) this.firstOffset = offset;
      return true;
    }
    return false;
  }

  /** Whether `areBareRecords` holds for what the batch has left. */
  isBare(mark: number): boolean {
    return areBareRecords(this.buffer, this.#at, this.recordsEnd, this.#left, mark);
  }

  /** Skips the rest of the batch and counts it as visited, if none of its records can match. */
  passBatch(): void {
    if (this.#left === 0) return;
    const { baseOffset, lastOffset } = this.#header;
    const isWithin = this.nextOffset <= baseOffset || (this.visited > 0 && this.offset >= baseOffset);
    if (!isWithin || lastOffset >= this.#to) {
      // At the edges of the range not all of them count.
      while (this.nextInBatch());
      return;
    }
    if (this.visited === 0) this.firstOffset = Math.max(baseOffset, this.nextOffset);
    this.visited += this.#left;
    this.#left = 0;
    this.offset = lastOffset;
    this.nextOffset = lastOffset + 1;
  }

  /** So many records of the batch, which lie in `buffer` at `[start, end)`, copied; the last of them was visited last. */
  copyRecords(start: number, end: number, recordCount: number): BatchPart {
    const { baseOffset, exactBaseTimestamp, exactMaxTimestamp, appendTime } = this.#header;
    return {
      baseOffset,
      baseTimestamp: exactBaseTimestamp,
      maxTimestamp: exactMaxTimestamp,
      hasAppendTime: !Number.isNaN(appendTime),
      recordCount,
      records: Buffer.from(this.buffer.subarray(start, end)),
      lastOffset: this.offset,
    };
  }

  /** `timestamp` as it was written: a bigint beyond 2^53. */
  get exactTimestamp(): Int64 {
    if (!this.#isFar && Math.abs(this.timestamp) < farMs) return this.timestamp;
    if (!Number.isNaN(this.#header.appendTime)) return this.batchMaxTimestamp;
    const delta = readLargeVarint(this.buffer, this.#timeAt);
    return toInt64(BigInt.asIntN(64, BigInt(this.batchBaseTimestamp) + delta));
  }

  /** When the batch begins and when its youngest record is from, as its header has it. */
  get batchBaseTimestamp(): Int64 {
    const { appendTime, exactBaseTimestamp, exactMaxTimestamp } = this.#header;
    return Number.isNaN(appendTime) ? exactBaseTimestamp : exactMaxTimestamp;
  }

  get batchMaxTimestamp(): Int64 {
    return this.#header.exactMaxTimestamp;
  }

  /** The headers of the record, made into objects: the only accessor that allocates. */
  headers(): RecordHeader[] {
    try {
      return readRecordHeaders(this.buffer, this.headersStart, this.headersEnd, this.headerCount);
    } catch (error) {
      throw this.#damaged((error as Error).message, error);
    }
  }

  /** Where the headers lie in `buffer`, four numbers each as `readHeaderSpans` has them; good until the next call. */
  headerSpans(): Int32Array {
    try {
      const { buffer, headersStart, headersEnd, headerCount } = this;
      return (this.#spans = readHeaderSpans(buffer, headersStart, headersEnd, headerCount, this.#spans));
    } catch (error) {
      throw this.#damaged((error as Error).message, error);
    }
  }

  /** Looks at the header of the batch at `[start, end)`; false when nothing of it is in the range. */
  #enter(start: number, end: number): boolean {
    const log = this.#log;
    const header = this.#header;
    this.#messages = undefined;
    this.hidden = undefined;
    if (isLegacy(log, start)) return this.#enterLegacy(start, end);
    if (!header.read(log, start)) {
      throw this.#damaged('the header of a record batch contradicts itself', undefined, this.#position);
    }
    if (this.#options.checkCrcs === true && !hasItsChecksum(log, start, end)) {
      throw this.#damaged('the checksum of a record batch does not fit its bytes');
    }
    if (header.baseOffset >= this.#to) {
      // The rest of the range was compacted away.
      this.nextOffset = this.#to;
      this.done = true;
      return false;
    }
    if (header.isControl && this.#options.showsControl !== true) {
      if (this.#aborted && this.#isAbortMarker(end))
        this.#aborted.endedBy(header.producerId, header.lastOffset);
      this.hidden = 'control';
    } else if (header.isTransactional && this.#aborted?.includes(header.producerId, header.lastOffset)) {
      this.hidden = 'aborted';
    } else if (header.recordCount === 0) {
      this.hidden = 'empty';
    }
    this.#isPacked = true;
    return header.lastOffset >= this.nextOffset;
  }

  #enterLegacy(start: number, end: number): boolean {
    const log = this.#log;
    const header = this.#header;
    const lastOffset = lastOffsetAt(log, start);
    if (lastOffset <= header.lastOffset || !Number.isSafeInteger(lastOffset)) {
      throw this.#damaged('a message has an offset out of order');
    }
    if (this.#options.checkCrcs === true && !hasLegacyChecksum(log, start, end)) {
      throw this.#damaged('the checksum of a message does not fit its bytes', undefined, lastOffset);
    }
    header.lastOffset = lastOffset;
    if (lastOffset < this.nextOffset) return false;
    const messages = this.#readLegacy(start, end);
    header.take(messages, lastOffset, end - start);
    if (header.baseOffset >= this.#to) {
      this.nextOffset = this.#to;
      this.done = true;
      return false;
    }
    this.#messages = messages.records;
    this.#isPacked = true;
    return true;
  }

  #readLegacy(start: number, end: number): LegacyMessages {
    try {
      return readLegacy(this.#log, start, end, (compression, packed) =>
        this.#decompress(compression, packed),
      );
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw this.#damaged((error as Error).message, error);
    }
  }

  #show(buffer: Buffer, start = 0, end = buffer.length): void {
    this.buffer = buffer;
    this.recordsStart = start;
    this.recordsEnd = end;
    const { recordCount, baseTimestamp, maxTimestamp } = this.#header;
    this.recordCount = recordCount;
    this.#isFar = Math.abs(baseTimestamp) >= farMs || Math.abs(maxTimestamp) >= farMs;
    this.#at = start;
    this.#left = this.#header.recordCount;
    this.#lowestOffset = this.#header.baseOffset;
    this.#passOver();
  }

  /** Records before the range: in a batch from which nothing was compacted away, their number says where they end. */
  #passOver(): void {
    const { baseOffset, lastOffset, recordCount } = this.#header;
    if (recordCount !== lastOffset - baseOffset + 1) return;
    for (; this.#lowestOffset < this.nextOffset; this.#lowestOffset++, this.#left--) {
      const length = this.#varint();
      this.#at += length;
      if (length < 6 || this.#at > this.recordsEnd)
        throw this.#damaged('a record does not fit into its batch');
    }
  }

  #decompress(number: number, bytes: Buffer): Buffer {
    const compression = compressions[number];
    if (compression === undefined) throw this.#damaged(`compression ${number} is unknown`);
    try {
      return decompress(compression, bytes, this.#options.decompressedLimitBytes ?? defaultDecompressedLimit);
    } catch (error) {
      if (error instanceof DecompressionLimitError) throw tooLarge(this.#options, this.#position, error);
      if (error instanceof LabError) throw notUnpacked(this.#options, this.#position, error);
      throw this.#damaged(`the ${compression} data of a record batch cannot be read`, error);
    }
  }

  /** Up to three bytes in line: lengths below a megabyte, deltas below a million. What is cut off is `undefined`. */
  #varint(): number {
    const bytes = this.buffer;
    const first = bytes[this.#at] as number;
    if (first < 0x80) {
      this.#at++;
      return (first >>> 1) ^ -(first & 1);
    }
    const second = bytes[this.#at + 1] as number;
    if (second < 0x80) {
      this.#at += 2;
      return (((first & 0x7f) | (second << 7)) >>> 1) ^ -(first & 1);
    }
    const third = bytes[this.#at + 2] as number;
    if (third < 0x80) {
      this.#at += 3;
      return (((first & 0x7f) | ((second & 0x7f) << 7) | (third << 14)) >>> 1) ^ -(first & 1);
    }
    return this.#longVarint();
  }

  #longVarint(): number {
    const position = { at: this.#at };
    try {
      const value = readVarint(this.buffer, position, this.recordsEnd);
      this.#at = position.at;
      return value;
    } catch (error) {
      throw this.#damaged((error as Error).message, error);
    }
  }

  /** Where the walk is, for errors. */
  get #position(): number {
    return Math.max(this.#header.baseOffset, this.nextOffset);
  }

  #damaged(
    reason: string,
    cause?: unknown,
    lastOffset = Math.max(this.#position, this.#header.lastOffset),
  ): LabError {
    return corrupt(this.#options, this.#position, reason, cause, lastOffset);
  }

  /** A control record's key is a version and a type, both 16 bits; type 0 is an abort (KIP-98). */
  #isAbortMarker(end: number): boolean {
    this.buffer = this.#log;
    this.#at = this.#header.recordsStart;
    this.recordsEnd = end;
    this.#varint();
    this.#at++;
    this.#varint();
    this.#varint();
    return this.#varint() >= 4 && this.#at + 4 <= end && this.#log.readInt16BE(this.#at + 2) === 0;
  }
}

function hasItsChecksum(log: Buffer, start: number, end: number): boolean {
  return crc32c(log, start + field.attributes, end) === log.readUInt32BE(start + field.crc);
}
