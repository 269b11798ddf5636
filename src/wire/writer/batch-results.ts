/** Applies answers, failures and time-outs to the batches of a partition and to the ledger. */
import { formatDuration } from '../../text/duration.js';
import { LabError } from '../../text/errors.js';
import { regroup, type Batch } from './batch.js';
import type { Ledger } from './ledger.js';
import { maybeAppended, outcomeOf, reasonOf, staleMetadata } from './outcome.js';
import type { PartitionQueue } from './partition.js';
import type { BatchAnswer } from './request.js';
import type { SenderSettings } from './types.js';

/** What the sender has to do next. */
export interface Consequence {
  /** The leader of the partition may have changed. */
  readonly askForLeaders?: boolean;
  /** No more records can be written. */
  readonly stop?: LabError;
}

/** The delivery time-out of a partition after records have expired there. */
const shortPatienceMs = 1000;
const smallestLimitBytes = 1024;

export class BatchResults {
  /** What keeps batches waiting, as a message; undefined while there is no problem. */
  trouble: string | undefined;
  readonly #queues: readonly PartitionQueue[];
  readonly #ledger: Ledger;
  readonly #settings: SenderSettings;
  #largestAcceptedBytes = 0;

  constructor(queues: readonly PartitionQueue[], ledger: Ledger, settings: SenderSettings) {
    this.#queues = queues;
    this.#ledger = ledger;
    this.#settings = settings;
  }

  answered(queue: PartitionQueue, batch: Batch, answer: BatchAnswer): Consequence {
    const reason = reasonOf(answer.errorCode, answer.message);
    const outcome = outcomeOf(answer.errorCode);
    switch (outcome) {
      case 'acknowledged':
        this.trouble = undefined;
        this.#largestAcceptedBytes = Math.max(this.#largestAcceptedBytes, batch.bytes.length);
        queue.acknowledge(batch);
        this.#ledger.acknowledge(queue.partition, batch.lines, answer.baseOffset);
        this.#ledger.latency.add(Date.now() - batch.sealedAtMs, batch.lines.count);
        return {};
      case 'again':
        this.again(queue, batch, reason, maybeAppended(answer.errorCode));
        return { askForLeaders: staleMetadata(answer.errorCode) };
      case 'out-of-sequence':
        this.#outOfSequence(queue, batch, reason);
        return {};
      case 'too-large':
        if (batch.maybeWritten) this.#refused(queue, batch, reason);
        else this.#tooLarge(queue, batch, reason);
        return {};
      case 'bad-records':
        if (batch.maybeWritten) this.#refused(queue, batch, reason);
        else this.#badRecords(queue, batch, answer, reason);
        return {};
      case 'refused':
        batch.maybeWritten ||= maybeAppended(answer.errorCode);
        this.#refused(queue, batch, reason);
        return {};
      case 'fatal':
        queue.again(batch, reason, false);
        return {
          stop: new LabError('refused', `Topic "${this.#settings.topic}" cannot be written: ${reason}`),
        };
    }
  }

  /** A quota is exceeded: the broker reads nothing more from this client for so long. */
  throttled(nodeId: number, throttleMs: number): void {
    this.#ledger.throttle.add(throttleMs);
    this.trouble = `a quota: broker ${nodeId} pauses this client for ${formatDuration(throttleMs)}`;
  }

  /** With acks=0 there is no answer. */
  sentWithoutAck(queue: PartitionQueue, batch: Batch): void {
    queue.acknowledge(batch);
    this.#ledger.noteSent(queue.partition, batch.lines);
  }

  again(queue: PartitionQueue, batch: Batch, problem: string, maybeWritten: boolean): void {
    queue.again(batch, problem, maybeWritten);
    queue.backOff(this.#settings);
    this.trouble = `partition ${queue.partition}: ${problem}`;
  }

  /** Expires batches that have waited too long. */
  expire(nowMs: number): void {
    const { deliveryTimeoutMs } = this.#settings;
    for (const queue of this.#queues) {
      const patienceMs = queue.hasExpired ? Math.min(shortPatienceMs, deliveryTimeoutMs) : deliveryTimeoutMs;
      for (const { batch, isLate } of queue.expire(nowMs, patienceMs)) {
        const why =
          batch.problem ?? (queue.leader === null ? 'the partition has no leader' : 'it was never its turn');
        const reason = isLate
          ? `not acknowledged within ${patienceMs / 1000} s: ${why}`
          : `given up with the records before it: ${why}`;
        this.#ledger.fail(batch.lines, reason, batch.maybeWritten);
      }
    }
  }

  /** Usually caused by an earlier batch of the partition that failed, and resolved with that one. */
  #outOfSequence(queue: PartitionQueue, batch: Batch, reason: string): void {
    const isGap = queue.isNextInSequence(batch);
    queue.again(batch, reason, false);
    // The log has lost acknowledged records, or the state of this producer: a new sequence starts here.
    if (isGap) queue.dropProducer();
  }

  /** Not split if an earlier attempt may have been accepted: the parts would not be recognized as duplicates. */
  #refused(queue: PartitionQueue, batch: Batch, reason: string): void {
    queue.refused(batch, []);
    this.#ledger.fail(batch.lines, reason, batch.maybeWritten, true);
  }

  #tooLarge(queue: PartitionQueue, batch: Batch, reason: string): void {
    const { count } = batch.lines;
    if (count === 1) {
      this.#refused(queue, batch, `${reason} With its overhead it takes ${batch.bytes.length} bytes.`);
      return;
    }
    queue.refused(batch, halves(batch));
    const limit = Math.max(this.#largestAcceptedBytes, batch.bytes.length / 2, smallestLimitBytes);
    for (const each of this.#queues) each.lowerLimit(Math.floor(limit));
  }

  #badRecords(queue: PartitionQueue, batch: Batch, answer: BatchAnswer, reason: string): void {
    const { count } = batch.lines;
    const blamed = new Map(answer.badRecords.map(({ index, message }) => [index, message]));
    if (blamed.size === 0 && count > 1) {
      queue.refused(batch, halves(batch));
      return;
    }
    const isBad = (index: number) => blamed.size === 0 || blamed.has(index);
    queue.refused(batch, count === 1 ? [] : regroup(batch, (index) => (isBad(index) ? -1 : 0)));
    for (let index = 0; index < count; index++) {
      if (!isBad(index)) continue;
      const own = blamed.get(index);
      this.#ledger.failLine(batch.lines.at(index), own ? reasonOf(answer.errorCode, own) : reason);
    }
  }
}

function halves(batch: Batch): Batch[] {
  const middle = batch.lines.count / 2;
  return regroup(batch, (index) => (index < middle ? 0 : 1));
}
