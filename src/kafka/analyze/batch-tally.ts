/** What the headers of the batches of one partition tell, and of all partitions together. */
import type { Int64 } from '../../text/int64.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import type { BatchFigures } from './analysis.js';

export class BatchTally {
  /** Of the range. */
  records = 0;
  /** Behind the last batch that was seen. */
  nextOffset: number;
  batches = 0;
  /** Of the batches, whether in the range or not. */
  batchRecords = 0;
  storedBytes = 0;
  largestBatchBytes = 0;
  controlBatches = 0;
  abortedBatches = 0;
  abortedRecords = 0;
  /** Offsets that records, control records and aborted records have. */
  usedOffsets = 0;
  appendTimeBatches = 0;
  outOfOrderBatches = 0;
  outOfOrderMs = 0;
  oldMessages = 0;
  oldestMs: Int64 | null = null;
  newestMs: Int64 | null = null;
  readonly from: number;
  readonly #to: number;
  /** Of the records so far. */
  #newest = -Infinity;

  /** `to`: exclusive. */
  constructor(from: number, to: number) {
    this.from = from;
    this.#to = to;
    this.nextOffset = from;
  }

  /** How many of the records of the batch under the cursor are in the range. */
  add(cursor: RecordDecoder): number {
    const { header, hidden } = cursor;
    const { baseOffset, lastOffset, recordCount, sizeBytes } = header;
    const first = Math.max(baseOffset, this.nextOffset);
    const behind = Math.min(lastOffset + 1, this.#to);
    // Without gaps, offsets tell how many are in the range; with some, only the records themselves could.
    const records = recordCount === lastOffset - baseOffset + 1 ? behind - first : recordCount;
    this.nextOffset = behind;
    this.usedOffsets += records;
    this.storedBytes += sizeBytes;
    if (sizeBytes > this.largestBatchBytes) this.largestBatchBytes = sizeBytes;
    if (!header.isBatch) this.oldMessages += recordCount;
    if (hidden === 'control') this.controlBatches += 1;
    if (hidden === 'aborted') {
      this.abortedBatches += 1;
      this.abortedRecords += records;
    }
    if (hidden !== undefined) return 0;
    this.records += records;
    this.batches += 1;
    this.batchRecords += recordCount;
    if (!Number.isNaN(header.appendTime)) this.appendTimeBatches += 1;
    this.#addTimes(cursor.batchBaseTimestamp, cursor.batchMaxTimestamp);
    return records;
  }

  /** The records of the batch have been read: so many of them were in the range, and the next is at `nextOffset`. */
  correct(assumed: number, records: number, nextOffset: number): void {
    this.records += records - assumed;
    this.usedOffsets += records - assumed;
    this.nextOffset = nextOffset;
  }

  #addTimes(base: Int64, max: Int64): void {
    // −1 stands for no time.
    if (max === -1) return;
    const oldest = base === -1 ? max : base;
    if (this.oldestMs === null || oldest < this.oldestMs) this.oldestMs = oldest;
    if (this.newestMs === null || max > this.newestMs) this.newestMs = max;
    const behindMs = this.#newest - Number(oldest);
    if (behindMs > 0) {
      this.outOfOrderBatches += 1;
      this.outOfOrderMs = Math.max(this.outOfOrderMs, behindMs);
    }
    this.#newest = Math.max(this.#newest, Number(max));
  }

  figures(): BatchFigures {
    return figuresOf([this]);
  }
}

/** Of all of them together; rates are over the time from the oldest record of all to the newest. */
export function figuresOf(tallies: readonly BatchTally[]): BatchFigures {
  const sum = (of: (each: BatchTally) => number) => tallies.reduce((total, each) => total + of(each), 0);
  const most = (of: (each: BatchTally) => number) =>
    tallies.reduce((greatest, each) => Math.max(greatest, of(each)), 0);
  const times = tallies.flatMap(({ oldestMs, newestMs }) =>
    oldestMs === null || newestMs === null ? [] : [{ oldestMs, newestMs }],
  );
  const oldestMs = times.reduce<Int64 | null>(
    (least, each) => (least === null || each.oldestMs < least ? each.oldestMs : least),
    null,
  );
  const newestMs = times.reduce<Int64 | null>(
    (greatest, each) => (greatest === null || each.newestMs > greatest ? each.newestMs : greatest),
    null,
  );
  const seconds =
    oldestMs === null || newestMs === null ? 0 : Number(BigInt(newestMs) - BigInt(oldestMs)) / 1000;
  const [records, batches] = [sum((each) => each.records), sum((each) => each.batches)];
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : null);
  return {
    records,
    batches,
    recordsPerBatch: batches === 0 ? null : sum((each) => each.batchRecords) / batches,
    storedBytes: sum((each) => each.storedBytes),
    largestBatchBytes: most((each) => each.largestBatchBytes) || null,
    controlBatches: sum((each) => each.controlBatches),
    abortedBatches: sum((each) => each.abortedBatches),
    abortedRecords: sum((each) => each.abortedRecords),
    compactedOffsets: sum((each) => Math.max(0, each.nextOffset - each.from - each.usedOffsets)),
    oldestMs,
    newestMs,
    recordsPerSecond: perSecond(records),
    batchesPerSecond: perSecond(batches),
    appendTimeBatches: sum((each) => each.appendTimeBatches),
    outOfOrderBatches: sum((each) => each.outOfOrderBatches),
    outOfOrderMs: most((each) => each.outOfOrderMs),
    oldMessages: sum((each) => each.oldMessages),
  };
}
