/** The position of the reader in one partition. */
import type { WireConnection } from '../protocol/connection.js';
import { corrupt, extentOf, type PartitionName } from '../batch/record-batch.js';
import type { PartitionReport, PartitionRange } from './types.js';

/** A broker accepts no batch near this size; a header that claims more is damaged. */
const largestBatchBytes = 1024 * 1024 * 1024;

export class ReadPosition implements PartitionName {
  readonly topic: string;
  readonly partition: number;
  /** Exclusive; Infinity to follow. */
  readonly to: number;
  /** The next offset to ask for; ahead of `nextOffset` while records wait to be visited. */
  fetchOffset: number;
  nextOffset: number;
  fetchBytes: number;
  /** A fetch of it is under way. */
  isAsked = false;
  /** The leader; undefined while it is looked up. */
  leader: WireConnection | undefined;
  failures = 0;
  failingSinceMs: number | undefined;
  stopped: PartitionReport['stopped'] | undefined;
  /** Null before it was found, and if brokers have no topic ids. */
  topicId: string | null = null;
  /** As `PartitionSight` has it. */
  leaderEpoch: number | undefined;
  /** Whether a broker has ever sent something of it. */
  hasAnswered = false;
  missingSinceMs: number | undefined;
  /** Whether it was told that nothing can be read. */
  toldStuck = false;
  #firstOffset: number | null = null;
  #lastOffset: number | null = null;
  #records = 0;
  #emptyAnswers = 0;
  #shortSinceMs: number | undefined;
  #heldSinceMs: number | undefined;
  #toldHeldAt: number | undefined;

  constructor(range: PartitionRange, fetchBytes: number) {
    this.topic = range.topic;
    this.partition = range.partition;
    this.to = range.to ?? Infinity;
    this.fetchOffset = range.from;
    this.nextOffset = range.from;
    this.fetchBytes = fetchBytes;
    this.endIfReached();
  }

  /** A broker has sent an answer without an error. */
  answered(): void {
    this.failures = 0;
    this.failingSinceMs = undefined;
    this.hasAnswered = true;
    this.toldStuck = false;
  }

  get wantsMore(): boolean {
    return this.stopped === undefined && this.fetchOffset < this.to;
  }

  /** Moves `fetchOffset` behind what has arrived, from the batch headers alone. True if whole batches are there. */
  arrived(records: Buffer): boolean {
    this.#emptyAnswers = 0;
    const { nextOffset, cutBatchBytes } = extentOf(records, this);
    if (nextOffset === undefined) {
      const needed = cutBatchBytes ?? this.fetchBytes * 2;
      if (needed > largestBatchBytes) {
        throw corrupt(this, this.fetchOffset, `a record batch says it is ${needed} bytes long`);
      }
      this.fetchBytes = Math.max(this.fetchBytes, needed);
      return false;
    }
    if (nextOffset <= this.fetchOffset) {
      throw corrupt(
        this,
        this.fetchOffset,
        `the broker sent records that end before it, at ${nextOffset - 1}`,
      );
    }
    this.fetchOffset = nextOffset;
    return true;
  }

  /**
   * A broker with readable offsets that sends none, twice, has none: the tail of a log can be compacted away whole.
   * Only a read with an end needs to know.
   */
  arrivedEmpty(readableEnd: number): void {
    if (this.to === Infinity || readableEnd <= this.fetchOffset) return;
    if (++this.#emptyAnswers < 2) return;
    this.moveTo(Math.min(readableEnd, this.to));
  }

  /** For how long the log has ended before the end of the range, with nothing left to read. */
  shortForMs(readableEnd: number): number {
    if (this.to === Infinity || this.fetchOffset < readableEnd || readableEnd >= this.to) {
      this.#shortSinceMs = undefined;
      return 0;
    }
    const nowMs = performance.now();
    return nowMs - (this.#shortSinceMs ??= nowMs);
  }

  /** True once for each place where records have waited for an open transaction for so long. */
  isHeld(lastStableOffset: number, highWatermark: number, tellAfterMs: number): boolean {
    if (this.fetchOffset < lastStableOffset || lastStableOffset >= highWatermark) {
      this.#heldSinceMs = undefined;
      return false;
    }
    const nowMs = performance.now();
    if (nowMs - (this.#heldSinceMs ??= nowMs) < tellAfterMs || this.#toldHeldAt === lastStableOffset)
      return false;
    this.#toldHeldAt = lastStableOffset;
    return true;
  }

  /** Continues at another offset; no fetched records are waiting. */
  moveTo(offset: number): void {
    this.#emptyAnswers = 0;
    this.#shortSinceMs = undefined;
    this.fetchOffset = offset;
    this.nextOffset = offset;
    this.endIfReached();
  }

  visited(firstOffset: number, lastOffset: number, records: number, nextOffset: number): void {
    if (records > 0) {
      this.#firstOffset ??= firstOffset;
      this.#lastOffset = lastOffset;
      this.#records += records;
    }
    this.nextOffset = nextOffset;
    this.endIfReached();
  }

  endIfReached(): void {
    if (this.nextOffset >= this.to) this.stopped = 'end';
  }

  report(otherwise: PartitionReport['stopped']): PartitionReport {
    return {
      topic: this.topic,
      partition: this.partition,
      firstOffset: this.#firstOffset,
      lastOffset: this.#lastOffset,
      nextOffset: this.nextOffset,
      records: this.#records,
      stopped: this.stopped ?? otherwise,
    };
  }
}
