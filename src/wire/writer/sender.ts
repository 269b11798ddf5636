/** Moves batches from the partitions' queues to the brokers that lead them, again and again until they are settled. */
import { LabError } from '../../text/errors.js';
import { MalformedError } from '../protocol/codec-error.js';
import type { WireConnection } from '../protocol/connection.js';
import { linksOf, type Link } from './link.js';
import type { PartitionQueue, Producer } from './partition.js';
import { sendBatches, type BatchAnswer, type Parcel } from './request.js';
import type { BatchResults } from './batch-results.js';
import type { SenderSettings, WriterCluster } from './types.js';

/** What the sender asks of whoever runs it. */
export interface SenderHost {
  /** Another producer id, for a partition whose sequence is broken off. Throws a final LabError where there can be none. */
  newProducer(): Promise<Producer>;
  /** Makes the transaction know these partitions; undefined where there is no transaction. */
  readonly join: ((partitions: readonly number[]) => Promise<void>) | undefined;
  /** Called after every answer, failure and change of state. */
  changed(): void;
}

/** Longest pause between two looks at what is waiting, for whatever reason it waits. */
const longestPauseMs = 250;

export class Sender {
  /** Why nothing more can be written, once that is so. */
  stopped: LabError | undefined;
  readonly #cluster: WriterCluster;
  readonly #queues: readonly PartitionQueue[];
  readonly #settlement: BatchResults;
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
    settlement: BatchResults,
    settings: SenderSettings,
    host: SenderHost,
  ) {
    this.#cluster = cluster;
    this.#queues = queues;
    this.#settlement = settlement;
    this.#settings = settings;
    this.#host = host;
    linksOf(queues, this.#links);
  }

  /** Sends whatever may be sent now. */
  sendReady(): void {
    if (this.#closed || this.stopped) return;
    const now = Date.now();
    this.#renewProducers();
    this.#joinPartitions();
    for (const link of this.#links.values()) {
      while (now >= link.retryAtMs && link.inFlight < this.#mostInFlight(link)) {
        const parcels = link.collect(now, this.#settings.requestBytes);
        if (parcels.length === 0) break;
        void this.#transmit(link, parcels);
      }
    }
    this.#schedule(now);
  }

  /** With acks=0: a connection is served in order, so an answer to `ask` proves that what went before was read. */
  async drain(ask: (connection: WireConnection) => Promise<unknown>): Promise<void> {
    const used = [...this.#links.values()].flatMap(({ connection }) => connection ?? []);
    await Promise.allSettled(used.map(ask));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Until a broker has answered, one request goes at a time: order must survive a reconnect. */
  #mostInFlight(link: Link): number {
    return link.proven ? this.#settings.requestsInFlight : 1;
  }

  async #transmit(link: Link, parcels: readonly Parcel[]): Promise<void> {
    link.inFlight++;
    let sending = false;
    let answers: readonly BatchAnswer[] | undefined;
    let failure: unknown;
    try {
      link.connection ??= await this.#cluster.broker(link.nodeId);
      sending = true;
      answers = await sendBatches(link.connection, parcels, this.#settings);
      link.succeeded();
    } catch (error) {
      failure = error ?? new Error('no reason given');
    }
    link.inFlight--;
    if (this.#closed) return;
    if (failure !== undefined) this.#linkFailed(link, parcels, failure, sending);
    else this.#landed(parcels, answers);
    this.#settlement.expire(Date.now());
    this.sendReady();
    this.#host.changed();
  }

  #landed(parcels: readonly Parcel[], answers: readonly BatchAnswer[] | undefined): void {
    for (const { queue, batch } of parcels) {
      if (answers === undefined) {
        this.#settlement.sentUnasked(queue, batch);
        continue;
      }
      const answer = answers.find(({ partition }) => partition === queue.partition);
      if (!answer) {
        this.#settlement.again(queue, batch, 'the broker left it out of its answer', true);
        continue;
      }
      const { askForLeaders, stop } = this.#settlement.answered(queue, batch, answer);
      if (askForLeaders) this.#askForLeaders();
      if (stop) this.#stop(stop);
    }
  }

  #linkFailed(link: Link, parcels: readonly Parcel[], error: unknown, sending: boolean): void {
    // An interruption has no words of its own: whoever pressed ^C knows.
    const problem = (error instanceof Error ? error.message : String(error)) || 'interrupted';
    link.failed(this.#settings);
    for (const { queue, batch } of parcels) {
      this.#settlement.again(queue, batch, problem, sending && !neverConnected(error));
    }
    if (isFinal(error)) this.#stop(error);
    else this.#askForLeaders();
  }

  /** A queue that has renounced its producer gets another one. */
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
        this.#stop(error instanceof LabError ? error : new LabError('failed', String(error)));
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
          else this.#settlement.trouble = error instanceof Error ? error.message : String(error);
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

  /** While something waits it is looked at again: when its pause is over, and from time to time in any case. */
  #schedule(now: number): void {
    const waiting = this.#queues.filter((queue) => queue.batches.length > queue.flying);
    if (waiting.length === 0) return;
    let atMs = now + Math.min(longestPauseMs, this.#settings.longestBackoffMs);
    for (const { retryAtMs } of [...waiting, ...this.#links.values()]) {
      if (retryAtMs > now) atMs = Math.min(atMs, retryAtMs);
    }
    if (atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Infinity;
      this.#settlement.expire(Date.now());
      if (this.#queues.some((queue) => queue.leader === null && queue.batches.length > 0))
        this.#askForLeaders();
      this.sendReady();
      this.#host.changed();
    }, atMs - now);
  }
}

/** Can trying again not help? */
function isFinal(error: unknown): error is LabError {
  if (!(error instanceof LabError)) return false;
  return error instanceof MalformedError || error.code === 'refused' || error.code === 'interrupted';
}

function neverConnected(error: unknown): boolean {
  const cause = error instanceof LabError ? (error.cause as { code?: unknown } | undefined) : undefined;
  return cause?.code === 'ECONNREFUSED';
}
