/** Writes records to the partitions of one topic, in bulk: batches, several in flight, each acknowledged exactly once. */
import type { Int64 } from '../../text/int64.js';
import { LabError } from '../../text/errors.js';
import { BufferPool } from '../batch/buffer-pool.js';
import type { Compression } from '../batch/codecs/compression.js';
import { partitionOfKey } from '../batch/murmur2.js';
import { noRecordHeaders } from '../batch/record-batch-headers.js';
import { metadata } from '../requests/metadata.js';
import { send } from '../protocol/send.js';
import { Ledger } from './ledger.js';
import { PartitionQueue } from './partition.js';
import { obtainProducer } from './producer-id.js';
import { Sender } from './sender.js';
import { BatchResults } from './batch-results.js';
import { Transaction } from './transaction.js';
import {
  defaultLimits,
  type Outcomes,
  type SenderSettings,
  type WriterCluster,
  type WriterSettings,
} from './types.js';

/** In place of a partition: by the key if there is one, otherwise the one with the least pending. */
export const anyPartition = -1;

/** Unfinished batches are sent after this many lingers at the latest, even if the input never pauses. */
const longestLingers = 10;

/**
 * Resolves once the leaders are known and a producer id is allocated, if one is needed. `shared`: a transaction of several
 * writers, whose owner ends it.
 */
export async function openWriter(
  cluster: WriterCluster,
  given: WriterSettings,
  shared?: Transaction,
): Promise<Writer> {
  const settings: SenderSettings = {
    ...defaultLimits,
    ...given.limits,
    topic: cluster.topic,
    acks: given.acks,
    compression: given.compression,
    transactionalId: given.transaction?.id ?? shared?.id ?? null,
    ackTimeoutMs: given.ackTimeoutMs,
    deliveryTimeoutMs: given.deliveryTimeoutMs,
    sequenced:
      given.acks === -1 && (given.idempotent || given.transaction !== undefined || shared !== undefined),
  };
  const needsId = settings.sequenced && given.transaction === undefined && shared === undefined;
  const obtaining = needsId ? obtainProducer(cluster, settings) : undefined;
  // What is wrong with the topic is told first.
  obtaining?.catch(() => undefined);
  const leaders = await cluster.leaders();
  // The first batches find these connections open, or opening; what fails is met there.
  for (const leader of new Set(leaders)) if (leader !== null) cluster.broker(leader).catch(() => undefined);
  // Not before the topic is known to exist: it fences others.
  const own =
    given.transaction &&
    (await Transaction.begin(cluster, given.transaction.id, given.transaction.timeoutMs, settings));
  const transaction = own ?? shared;
  const producer = transaction?.producer ?? (await obtaining);
  const pool = new BufferPool(settings.batchBytes, settings.pendingBytes);
  const queues = leaders.map((leader, partition) => {
    const queue = new PartitionQueue(partition, settings, pool);
    queue.leader = leader;
    queue.producer = producer;
    queue.joined = transaction === undefined;
    return queue;
  });
  return new Writer(cluster, queues, settings, transaction, given.outcomes);
}

/**
 * `append` records, `pauseInput` after each chunk and `await whenWritable()` when `isFull`; `flush` at the end.
 * The ledger has the outcome of every appended record.
 */
export class Writer {
  readonly ledger: Ledger;
  readonly #cluster: WriterCluster;
  readonly #queues: readonly PartitionQueue[];
  readonly #settings: SenderSettings;
  readonly #transaction: Transaction | undefined;
  readonly #results: BatchResults;
  readonly #sender: Sender;
  #sticky: PartitionQueue;
  #lingerTimer: NodeJS.Timeout | undefined;
  #openSinceMs = 0;
  readonly #waiting = new Set<{ readonly until: () => boolean; readonly resolve: () => void }>();

  constructor(
    cluster: WriterCluster,
    queues: readonly PartitionQueue[],
    settings: SenderSettings,
    transaction: Transaction | undefined,
    outcomes: Outcomes | undefined,
  ) {
    this.ledger = new Ledger(outcomes);
    const first = queues[Math.floor(Math.random() * queues.length)];
    if (!first) throw new LabError('refused', `Topic "${cluster.topic}" has no partitions.`);
    this.#cluster = cluster;
    this.#queues = queues;
    this.#settings = settings;
    this.#transaction = transaction;
    this.#results = new BatchResults(queues, this.ledger, settings);
    this.#sender = new Sender(cluster, queues, this.#results, settings, {
      newProducer: () =>
        transaction
          ? Promise.reject(
              new LabError('refused', 'The transaction has lost its place in the log of a partition.'),
            )
          : obtainProducer(cluster, settings),
      join: transaction && ((partitions) => transaction.join(cluster.topic, partitions)),
      changed: () => this.#wake(),
    });
    this.#sticky = first;
    if (first.leader === null) this.#moveOn();
  }

  get partitionCount(): number {
    return this.#queues.length;
  }

  /** Why no more records can be written; set after a fatal error. */
  get stopped(): LabError | undefined {
    return this.#sender.stopped;
  }

  /** What delays the writing at the moment, as a message. */
  get trouble(): string | undefined {
    return this.#results.trouble;
  }

  /** Whether so much is unacknowledged that the input should wait. */
  get isFull(): boolean {
    return this.#pendingBytes() >= this.#settings.pendingBytes;
  }

  /**
   * `partition`: its number, or `anyPartition`. The slices are as in RecordBatchEncoder.append, `line` is what
   * the ledger calls the record by.
   */
  append(
    line: number,
    partition: number,
    timestamp: Int64,
    source: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueStart: number,
    valueEnd: number,
    headers: Uint8Array = noRecordHeaders,
  ): void {
    let queue = this.#sticky;
    if (partition !== anyPartition) queue = this.#queue(partition);
    else if (keyEnd >= 0) queue = this.#queue(partitionOfKey(this.#queues.length, source, keyStart, keyEnd));
    while (!queue.append(line, timestamp, source, keyStart, keyEnd, valueStart, valueEnd, headers)) {
      const isSticky = queue === this.#sticky;
      this.#sealFull(queue);
      if (isSticky && partition === anyPartition && keyEnd < 0) queue = this.#sticky;
    }
  }

  /**
   * Appends the lines of `source[start, end)`, each ended by \n, as values without keys. Returns how many they were;
   * `firstLine` is the number of the first.
   */
  appendLines(
    firstLine: number,
    partition: number,
    timestamp: number,
    source: Buffer,
    start: number,
    end: number,
    headers: Uint8Array = noRecordHeaders,
  ): number {
    let line = firstLine;
    for (let at = start; at < end;) {
      const queue = partition === anyPartition ? this.#sticky : this.#queue(partition);
      const before = queue.openRecords;
      at = queue.appendLines(line, timestamp, source, at, end, headers);
      line += queue.openRecords - before;
      if (at < end) this.#sealFull(queue);
    }
    return line - firstLine;
  }

  /**
   * A whole batch from a log, which is sent without being unpacked; it has `count` records, which the ledger calls by the lines
   * from `firstLine` on. `bytes` are copied.
   */
  appendBatch(firstLine: number, count: number, partition: number, bytes: Buffer): void {
    const queue = this.#queue(partition);
    queue.appendBatch(firstLine, count, bytes);
    this.#sender.sendReady();
  }

  /** How the batches are compressed that are begun from now on. */
  useCompression(compression: Compression): void {
    for (const queue of this.#queues) queue.useCompression(compression);
  }

  /** The transaction that the partitions were part of has ended, and another one begins. */
  joinAgain(): void {
    for (const queue of this.#queues) queue.joined = false;
  }

  /** Call it when the input pauses, if only for the next chunk: batches are sent if the pause lasts. */
  pauseInput(): void {
    const now = Date.now();
    if (this.#lingerTimer === undefined) {
      this.#openSinceMs = now;
      this.#lingerTimer = setTimeout(() => this.#sealIdle(), this.#settings.lingerMs);
    } else if (now - this.#openSinceMs > longestLingers * this.#settings.lingerMs) {
      this.#sealIdle();
    } else {
      this.#lingerTimer.refresh();
    }
  }

  /** Resolves when more can be appended, after a fatal error, or when `signal` is aborted. */
  async whenWritable(signal: AbortSignal): Promise<void> {
    if (this.#queues.every(({ batches }) => batches.length === 0)) this.#sealAll();
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake, { once: true });
    await this.#until(
      () =>
        this.#pendingBytes() < this.#settings.pendingBytes / 2 ||
        this.stopped !== undefined ||
        signal.aborted,
    );
    signal.removeEventListener('abort', wake);
  }

  /** Resolves when every record is acknowledged or has failed, and is in the ledger. */
  async flush(): Promise<void> {
    this.#sealAll();
    const idle = () => this.#queues.every(({ flying }) => flying === 0);
    await this.#until(() =>
      this.stopped ? idle() : this.#queues.every(({ batches }) => batches.length === 0),
    );
    if (this.stopped) this.abandon(this.stopped.message);
    if (this.#settings.acks === 0) {
      await this.#sender.drain((connection) =>
        send(connection, metadata, { topics: [], allowAutoTopicCreation: false }),
      );
    }
  }

  /** Fails all records that are not acknowledged yet; stops sending. */
  abandon(reason: string): void {
    this.close();
    for (const queue of this.#queues) {
      for (const batch of queue.abandon()) {
        this.ledger.fail(
          batch.lines,
          batch.problem ?? reason,
          batch.maybeWritten || batch.state === 'flying',
        );
      }
    }
    this.#wake();
  }

  /** Ends the transaction, if there is one, for readers as well. Throws if it is not certain that it ended so. */
  async end(outcome: 'commit' | 'abort'): Promise<void> {
    await this.#transaction?.end(outcome);
    await this.#transaction?.untilMarked();
  }

  close(): void {
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = undefined;
    this.#sender.close();
  }

  #queue(partition: number): PartitionQueue {
    const queue = this.#queues[partition];
    if (!queue) throw new RangeError(`${this.#cluster.topic} has no partition ${partition}`);
    return queue;
  }

  #sealFull(queue: PartitionQueue): void {
    queue.seal();
    if (queue === this.#sticky) this.#moveOn();
    this.#sender.sendReady();
  }

  /** Records without a key stay with one partition for a batch (KIP-480), then go where the least is pending (KIP-794). */
  #moveOn(): void {
    const { length } = this.#queues;
    let best: PartitionQueue | undefined;
    for (let step = 1; step <= length; step++) {
      const queue = this.#queues[(this.#sticky.partition + step) % length];
      if (!queue || queue.leader === null) continue;
      if (best === undefined || queue.pendingBytes < best.pendingBytes) best = queue;
    }
    this.#sticky = best ?? this.#sticky;
  }

  #sealAll(): void {
    this.#seal(this.#queues);
  }

  /** Where batches wait already, a half-filled one would only wait with them. */
  #sealIdle(): void {
    this.#seal(this.#queues.filter((queue) => queue.mayFly));
    if (this.#queues.some(({ openRecords }) => openRecords > 0)) this.pauseInput();
  }

  #seal(queues: readonly PartitionQueue[]): void {
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = undefined;
    for (const queue of queues) queue.seal();
    if (queues.includes(this.#sticky)) this.#moveOn();
    this.#sender.sendReady();
  }

  #pendingBytes(): number {
    let bytes = 0;
    for (const queue of this.#queues) bytes += queue.pendingBytes;
    return bytes;
  }

  async #until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => this.#waiting.add({ until: condition, resolve }));
  }

  #wake(): void {
    for (const waiter of this.#waiting) {
      if (!waiter.until()) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }
}
