/** The batches of one partition, from the first record appended to the last answer, in the order of the input. */
import type { Int64 } from '../../text/int64.js';
import type { BufferPool } from '../batch/buffer-pool.js';
import type { Compression } from '../batch/codecs/compression.js';
import { RecordBatchEncoder } from '../batch/record-batch-encoder.js';
import type { ProducerStamp } from '../batch/record-batch-header.js';
import { adoptedBytes, restamp, sealedBatch, type Batch } from './batch.js';
import { LineNumbers } from './lines.js';
import { backoffMs, type Backoff, type SenderSettings } from './types.js';

/** The producer, as InitProducerId answered (KIP-98). */
export interface Producer {
  readonly id: number;
  readonly epoch: number;
  readonly transactional: boolean;
}

/** A broker remembers the last five batches of a producer, and recognizes only those as duplicates. */
const mostFlying = 5;
const sequenceModulus = 2 ** 31;

export class PartitionQueue {
  readonly partition: number;
  /** Broker id; null while there is none. */
  leader: number | null = null;
  /** Undefined until one is known, and after `dropProducer`. */
  producer: Producer | undefined;
  /** False until the partition is added to the transaction. */
  joined = true;
  retryAtMs = 0;
  /** Set once records have expired here: the next ones get a shorter time-out. */
  hasExpired = false;
  readonly #settings: SenderSettings;
  readonly #pool: BufferPool;
  readonly #batches: Batch[] = [];
  #compression: Compression;
  #encoder: RecordBatchEncoder;
  #lines = new LineNumbers();
  #limitBytes: number;
  #batchBytes = 0;
  #lastProgressMs = 0;
  /** Failed attempts since the last success. */
  #attempts = 0;
  /** Sequence number of the first record of the first batch, and of the first record not yet sealed. */
  #headSequence = 0;
  #sealSequence = 0;
  #flying = 0;
  /** After a failure nothing is sent until every answer has arrived: then the order is certain again. */
  #recovering = false;
  /** An expired batch may be in the log, as may those sent after it: the sequence numbers are no longer certain. */
  #uncertain = false;
  /** Whether the partition has acknowledged a batch of this producer. */
  #proven = false;

  constructor(partition: number, settings: SenderSettings, pool: BufferPool) {
    this.partition = partition;
    this.#settings = settings;
    this.#pool = pool;
    this.#limitBytes = settings.batchBytes;
    this.#compression = settings.compression;
    this.#encoder = this.#newEncoder();
  }

  /** Bytes without a final outcome. */
  get pendingBytes(): number {
    return this.#batchBytes + (this.#encoder.recordCount > 0 ? this.#encoder.sizeBytes : 0);
  }

  get openRecords(): number {
    return this.#encoder.recordCount;
  }

  get batches(): readonly Batch[] {
    return this.#batches;
  }

  get flying(): number {
    return this.#flying;
  }

  /** Whether another batch could be sent at once, as far as this partition goes. */
  get mayFly(): boolean {
    return this.#batches.length < Math.max(1, this.#mostFlying());
  }

  /** As RecordBatchEncoder.append: false, and nothing added, when the open batch has to be sealed first. */
  append(
    line: number,
    timestamp: Int64,
    source: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
    headers: Uint8Array,
  ): boolean {
    if (!this.#encoder.append(timestamp, source, keyStart, keyEnd, valueStart, valueEnd, headers))
      return false;
    this.#lines.add(line);
    return true;
  }

  /** As RecordBatchEncoder.appendLines; `firstLine` is the number of the line at `start`. */
  appendLines(
    firstLine: number,
    timestamp: number,
    source: Buffer,
    start: number,
    end: number,
    headers: Uint8Array,
  ): number {
    const before = this.openRecords;
    const stoppedAt = this.#encoder.appendLines(timestamp, source, start, end, headers);
    this.#lines.addRun(firstLine, this.openRecords - before);
    return stoppedAt;
  }

  /** A whole batch from a log, of `count` records that the ledger calls by the lines from `firstLine` on. */
  appendBatch(firstLine: number, count: number, bytes: Buffer): void {
    this.seal();
    const lines = new LineNumbers();
    lines.addRun(firstLine, count);
    const stamp = this.#stamp(this.#sealSequence);
    this.#enqueue(sealedBatch(adoptedBytes(bytes, stamp), lines, stamp, Date.now()));
  }

  /** Later batches are compressed so. */
  useCompression(compression: Compression): void {
    if (compression === this.#compression) return;
    this.seal();
    this.#compression = compression;
    this.#encoder = this.#newEncoder();
  }

  seal(): void {
    if (this.#encoder.recordCount === 0) return;
    const stamp = this.#stamp(this.#sealSequence);
    const lines = this.#lines;
    this.#lines = new LineNumbers();
    this.#enqueue(sealedBatch(this.#encoder.finish(stamp), lines, stamp, Date.now()));
  }

  #enqueue(batch: Batch): void {
    this.#sealSequence = after(this.#sealSequence, batch);
    this.#batches.push(batch);
    this.#batchBytes += batch.bytes.length;
  }

  /** Limits the size of later batches. */
  lowerLimit(limitBytes: number): void {
    if (limitBytes >= this.#limitBytes) return;
    this.seal();
    this.#limitBytes = limitBytes;
    this.#encoder = this.#newEncoder();
  }

  /** The next batch to send, marked as in flight; undefined if there is none or none may be sent yet. */
  take(nowMs: number): Batch | undefined {
    if (this.#batches.length === this.#flying || nowMs < this.retryAtMs || !this.joined) return undefined;
    if (this.#uncertain || (this.#recovering && this.#flying > 0)) return undefined;
    if (this.#flying >= this.#mostFlying()) return undefined;
    this.#recovering = false;
    let sequence = this.#headSequence;
    for (const batch of this.#batches) {
      if (batch.state === 'waiting') {
        const stamp = this.#stamp(sequence);
        if (stamp && batch.maybeWritten && hasOtherSequence(batch, stamp)) {
          // Its old request may still arrive, and must not match by chance. The batches before it are settled first.
          if (batch === this.#batches[0]) this.dropProducer();
          return undefined;
        }
        if (stamp) restamp(batch, stamp);
        batch.state = 'flying';
        this.#flying++;
        return batch;
      }
      sequence = after(sequence, batch);
    }
    return undefined;
  }

  acknowledge(batch: Batch): void {
    this.#land(batch);
    this.#proven = true;
    this.#attempts = 0;
    this.hasExpired = false;
    this.heldUntil(Date.now());
    batch.state = 'acknowledged';
    if (!batch.repeated) this.#pool.giveBack(batch.bytes);
    // A batch of a dropped producer is not part of the new one's sequence.
    if (batch.stamp?.producerId !== this.producer?.id) this.#drop(batch);
    for (let head = this.#batches[0]; head?.state === 'acknowledged'; head = this.#batches[0]) {
      this.#headSequence = after(this.#headSequence, head);
      this.#drop(head);
    }
  }

  /** It will be sent again, in order. */
  again(batch: Batch, problem: string, maybeWritten: boolean): void {
    this.#land(batch);
    this.#recovering = true;
    batch.state = 'waiting';
    batch.repeated = true;
    batch.problem = problem;
    batch.maybeWritten ||= maybeWritten;
  }

  /** The delivery time-out begins after this time at the earliest. */
  heldUntil(untilMs: number): void {
    this.#lastProgressMs = Math.max(this.#lastProgressMs, untilMs);
  }

  backOff(backoff: Backoff): void {
    // Batches in flight together fail together, and count once.
    if (this.retryAtMs <= Date.now()) this.retryAtMs = Date.now() + backoffMs(backoff, this.#attempts++);
  }

  /** The broker's refusal is final: `instead`, if given, replaces it. Later batches move up in the sequence. */
  refused(batch: Batch, instead: readonly Batch[]): void {
    this.#land(batch);
    this.#recovering = true;
    this.#batches.splice(this.#batches.indexOf(batch), 1, ...instead);
    this.#batchBytes += instead.reduce((sum, { bytes }) => sum + bytes.length, -batch.bytes.length);
    if (this.#settings.sequenced && batch.maybeWritten) this.#uncertain = true;
    else this.#resequence();
  }

  /** Whether the broker should accept this batch next, as far as known. */
  isNextInSequence(batch: Batch): boolean {
    const { stamp } = batch;
    const head = this.#batches[0];
    return (
      head === batch && stamp?.producerId === this.producer?.id && stamp?.baseSequence === this.#headSequence
    );
  }

  /** Starts a new sequence, with a new producer once there is one. */
  dropProducer(): void {
    this.producer = undefined;
    this.#headSequence = 0;
    this.#proven = false;
    this.#recovering = true;
    for (const batch of this.#batches.filter(({ state }) => state === 'acknowledged')) this.#drop(batch);
    this.#resequence();
  }

  /**
   * Expires batches that have waited longer than `patienceMs` without progress in the partition, and those that
   * cannot be sent again safely; returns them.
   */
  expire(nowMs: number, patienceMs: number): { readonly batch: Batch; readonly isLate: boolean }[] {
    if (this.#flying > 0) return [];
    const { sequenced } = this.#settings;
    const late = (batch: Batch) =>
      batch.state === 'waiting' && nowMs - Math.max(batch.sealedAtMs, this.#lastProgressMs) > patienceMs;
    const isDue = this.#batches[0] !== undefined && late(this.#batches[0]);
    if (!isDue && !this.#uncertain) return [];
    const isLate = (batch: Batch) => isDue && late(batch);
    const uncertain =
      this.#uncertain || (sequenced && this.#batches.some((each) => isLate(each) && each.maybeWritten));
    const lost = this.#batches.filter(
      (each) => isLate(each) || (uncertain && each.state === 'waiting' && each.maybeWritten),
    );
    const given = lost.map((batch) => ({ batch, isLate: isLate(batch) }));
    for (const batch of lost) this.#drop(batch);
    this.#uncertain = false;
    this.hasExpired ||= isDue;
    if (uncertain) this.dropProducer();
    else this.#resequence();
    return given;
  }

  /** Empties the queue in any state; returns the batches that were not acknowledged. */
  abandon(): Batch[] {
    this.seal();
    const left = this.#batches.filter(({ state }) => state !== 'acknowledged');
    this.#batches.length = 0;
    this.#batchBytes = 0;
    this.#flying = 0;
    return left;
  }

  #mostFlying(): number {
    if (!this.#settings.sequenced) return mostFlying;
    if (!this.producer) return 0;
    // A broker that does not know a producer accepts any first sequence number, so the first batch is sent alone.
    return this.#proven ? mostFlying : 1;
  }

  #stamp(baseSequence: number): ProducerStamp | undefined {
    const { producer } = this;
    return producer
      ? {
          producerId: producer.id,
          producerEpoch: producer.epoch,
          baseSequence,
          transactional: producer.transactional,
        }
      : undefined;
  }

  #land(batch: Batch): void {
    if (batch.state === 'flying') this.#flying--;
  }

  #drop(batch: Batch): void {
    const index = this.#batches.indexOf(batch);
    if (index < 0) return;
    this.#batches.splice(index, 1);
    this.#batchBytes -= batch.bytes.length;
  }

  #resequence(): void {
    this.#sealSequence = this.#batches.reduce(after, this.#headSequence);
  }

  #newEncoder(): RecordBatchEncoder {
    return new RecordBatchEncoder({
      limitBytes: this.#limitBytes,
      compression: this.#compression,
      pool: this.#pool,
    });
  }
}

/** Under a new producer any sequence number will do: the broker refuses what follows a gap in the old one's. */
function hasOtherSequence({ stamp }: Batch, wanted: ProducerStamp): boolean {
  return stamp?.producerId === wanted.producerId && stamp.baseSequence !== wanted.baseSequence;
}

function after(sequence: number, batch: Batch): number {
  return (sequence + batch.lines.count) % sequenceModulus;
}
