/** Moves batches from the partitions' queues to the brokers that lead them, and retries until each has a final outcome. */
import { LabError } from '../../text/errors.js';
import { MalformedError } from '../protocol/codec-error.js';
import type { WireConnection } from '../protocol/connection.js';
import { linksOf, type Link } from './link.js';
import type { PartitionQueue, Producer } from './partition.js';
import { sendBatches, type ProduceAnswer, type QueuedBatch } from './request.js';
import type { BatchResults } from './batch-results.js';
import type { SenderSettings, WriterCluster } from './types.js';

/** What the sender needs from the writer. */
export interface SenderHost {
  /** A new producer id, for a partition whose sequence was broken. Throws a final LabError if that is impossible. */
  newProducer(): Promise<Producer>;
  /** Adds these partitions to the transaction; undefined if there is none. */
  readonly join: ((partitions: readonly number[]) => Promise<void>) | undefined;
  /** Called after every answer, failure and change of state. */
  changed(): void;
}

/** Waiting batches are checked again after this pause at the latest. */
const longestPauseMs = 250;

export class Sender {
  /** Why no more records can be written; set after a fatal error. */
  stopped: LabError | undefined;
  readonly #cluster: WriterCluster;
  readonly #queues: readonly PartitionQueue[];
  readonly #results: BatchResults;
  readonly #settings: SenderSettings;
  readonly #host: SenderHost;
  readonly #links = new Map<number, Link>();
  readonly #renewing = new Set<PartitionQueue>();
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Infinity;
  #asking = false;
  #joining = false;
  #closed = false;

  constructor(
    cluster: WriterCluster,
    queues: readonly PartitionQueue[],
    results: BatchResults,
    settings: SenderSettings,
    host: SenderHost,
  ) {
    this.#cluster = cluster;
    this.#queues = queues;
    this.#results = results;
    this.#settings = settings;
    this.#host = host;
    linksOf(queues, this.#links);
  }

  /** Sends all batches that may be sent now. */
  sendReady(): void {
    if (this.#closed || this.stopped) return;
    const now = Date.now();
    this.#renewProducers();
    this.#joinPartitions();
    for (const link of this.#links.values()) {
      const isHeld = now < link.retryAtMs || now < link.throttledUntilMs;
      while (!isHeld && this.#hasRoom(link)) {
        const batches = link.takeBatches(now, this.#settings.requestBytes);
        if (batches.length === 0) break;
        // What it awaits it answers for itself; the rest is a fault, and ends the writing.
        this.#transmit(link, batches).catch((error: unknown) => this.#stop(asFault(error)));
      }
    }
    this.#schedule(now);
  }

  /** With acks=0: requests of a connection are read in order, so an answer to `ask` proves that the earlier ones were read. */
  async drain(ask: (connection: WireConnection) => Promise<unknown>): Promise<void> {
    const used = [...this.#links.values()].flatMap(({ connection }) => connection ?? []);
    await Promise.allSettled(used.map(ask));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #hasRoom({ inFlight, inFlightBytes }: Link): boolean {
    return inFlight < this.#settings.requestsInFlight && inFlightBytes < this.#settings.inFlightBytes;
  }

  async #transmit(link: Link, batches: readonly QueuedBatch[]): Promise<void> {
    const bytes = batches.reduce((sum, { batch }) => sum + batch.bytes.length, 0);
    link.inFlight++;
    link.inFlightBytes += bytes;
    let sending = false;
    let answer: ProduceAnswer | undefined;
    let failure: unknown;
    try {
      link.connection ??= await this.#cluster.broker(link.nodeId);
      sending = true;
      answer = await sendBatches(link.connection, batches, this.#settings);
      link.succeeded();
    } catch (error) {
      failure = error ?? new Error('no reason given');
    }
    link.inFlight--;
    link.inFlightBytes -= bytes;
    if (this.#closed) return;
    if (failure !== undefined) this.#linkFailed(link, batches, failure, sending);
    else this.#answered(batches, answer);
    if (answer && answer.throttleMs > 0) this.#throttled(link, answer.throttleMs);
    this.#results.expire(Date.now());
    this.sendReady();
    this.#host.changed();
  }

  #throttled(link: Link, throttleMs: number): void {
    const untilMs = Date.now() + throttleMs;
    link.throttle(untilMs);
    this.#results.throttled(link.nodeId, throttleMs);
  }

  #answered(batches: readonly QueuedBatch[], answers: ProduceAnswer | undefined): void {
    for (const { queue, batch } of batches) {
      if (answers === undefined) {
        this.#results.sentWithoutAck(queue, batch);
        continue;
      }
      const answer = answers.batches.find(({ partition }) => partition === queue.partition);
      if (!answer) {
        this.#results.again(queue, batch, 'the broker left it out of its answer', true);
        continue;
      }
      const { askForLeaders, stop } = this.#results.answered(queue, batch, answer);
      if (askForLeaders) this.#askForLeaders();
      if (stop) this.#stop(stop);
    }
  }

  #linkFailed(link: Link, batches: readonly QueuedBatch[], error: unknown, sending: boolean): void {
    // An interruption by ^C needs no message.
    const problem = (error instanceof Error ? error.message : String(error)) || 'interrupted';
    link.failed(this.#settings);
    for (const { queue, batch } of batches) {
      this.#results.again(queue, batch, problem, sending && !neverConnected(error));
    }
    if (isFinal(error)) this.#stop(error);
    else this.#askForLeaders();
  }

  /** A queue that has dropped its producer gets a new one. */
  #renewProducers(): void {
    if (!this.#settings.sequenced) return;
    for (const queue of this.#queues) {
      if (queue.producer !== undefined || queue.batches.length === 0 || this.#renewing.has(queue)) continue;
      this.#renewing.add(queue);
      this.#host
        .newProducer()
        .then(
          (producer) => (queue.producer = producer),
          (error: unknown) => (isFinal(error) ? this.#stop(error) : undefined),
        )
        .finally(() => {
          this.#renewing.delete(queue);
          if (queue.producer !== undefined) this.sendReady();
        });
    }
  }

  #joinPartitions(): void {
    const { join } = this.#host;
    if (!join || this.#joining) return;
    const strangers = this.#queues.filter((queue) => !queue.joined && queue.batches.length > 0);
    if (strangers.length === 0) return;
    this.#joining = true;
    join(strangers.map(({ partition }) => partition)).then(
      () => {
        for (const queue of strangers) queue.joined = true;
        this.#joining = false;
        this.sendReady();
      },
      (error: unknown) => {
        this.#joining = false;
        this.#stop(asFault(error));
      },
    );
  }

  #askForLeaders(): void {
    if (this.#asking || this.#closed) return;
    this.#asking = true;
    this.#cluster
      .leaders()
      .then(
        (leaders) => {
          for (const queue of this.#queues) queue.leader = leaders[queue.partition] ?? null;
          linksOf(this.#queues, this.#links);
        },
        (error: unknown) => {
          if (isFinal(error)) this.#stop(error);
          else this.#results.trouble = error instanceof Error ? error.message : String(error);
        },
      )
      .finally(() => {
        this.#asking = false;
        this.sendReady();
        this.#host.changed();
      });
  }

  #stop(error: LabError): void {
    this.stopped ??= error;
    this.#host.changed();
  }

  /** Waiting batches are checked again when their pause is over, and at regular intervals. */
  #schedule(now: number): void {
    const waiting = this.#queues.filter((queue) => queue.batches.length > queue.flying);
    if (waiting.length === 0) return;
    let atMs = now + Math.min(longestPauseMs, this.#settings.longestBackoffMs);
    for (const { throttledUntilMs } of this.#links.values()) {
      if (throttledUntilMs > now) atMs = Math.min(atMs, throttledUntilMs);
    }
    for (const { retryAtMs } of [...waiting, ...this.#links.values()]) {
      if (retryAtMs > now) atMs = Math.min(atMs, retryAtMs);
    }
    if (atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Infinity;
      this.#results.expire(Date.now());
      if (this.#queues.some((queue) => queue.leader === null && queue.batches.length > 0))
        this.#askForLeaders();
      this.sendReady();
      this.#host.changed();
    }, atMs - now);
  }
}

function asFault(error: unknown): LabError {
  if (error instanceof LabError) return error;
  return new LabError('failed', error instanceof Error ? error.message : String(error), { cause: error });
}

/** Whether a retry cannot help. */
function isFinal(error: unknown): error is LabError {
  if (!(error instanceof LabError)) return false;
  return error instanceof MalformedError || error.code === 'refused' || error.code === 'interrupted';
}

function neverConnected(error: unknown): boolean {
  const cause = error instanceof LabError ? (error.cause as { code?: unknown } | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED';
}
