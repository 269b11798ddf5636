/** Reads partitions without a consumer group: while answers are visited, the next fetches are under way. */
import type { WireConnection } from '../protocol/connection.js';
import { roundTripMs } from '../protocol/round-trip.js';
import { AnswerMemory, type LentMemory } from './answer-memory.js';
import { isFinal, judge, offsetOutOfRange } from './errors.js';
import { EventQueue } from './events.js';
import {
  fetchFrom,
  logEnd,
  partsOf,
  servedBy,
  sizeOf,
  type FetchedPartition,
  type FetchResponse,
} from './fetch.js';
import { FetchWindow, type WindowShare } from './fetch-window.js';
import { ReadPosition } from './partition.js';
import { Observer } from './observer.js';
import type { Borrower, Keeper, PartitionRange, PartitionReport, ReadOptions, Verdict } from './types.js';
import { RecordDecoder } from '../batch/record-batch-decoder.js';

export type * from './types.js';

/** One report for each range, in their order. Rejects with LabError; an aborted `signal` gives a report, not an error. */
export async function readPartitions(options: ReadOptions): Promise<PartitionReport[]> {
  return new Reader(options).run();
}

const defaults = {
  partitionMaxBytes: 1024 * 1024,
  maxBytes: 4 * 1024 * 1024,
  giveUpAfterMs: 30_000,
};
/** A read with an end rarely waits: before its end there are always records. */
const boundedWaitMs = 100;
const followWaitMs = 500;
/** After this the broker or the connection is considered dead. */
const answerWithinMs = 10_000;
const firstBackoffMs = 50;
const longestBackoffMs = 1000;

/** An answer's part that has records: visited while the next fetch is in flight. */
interface Arrival extends Pick<FetchedPartition, 'abortedTransactions'> {
  readonly position: ReadPosition;
  readonly records: Buffer;
}

class Reader {
  readonly #options: ReadOptions & typeof defaults;
  /** In the order of the next fetch: partitions without records in the last answer come first. */
  #queue: ReadPosition[];
  readonly #positions: ReadPosition[];
  readonly #windows = new Map<WireConnection, FetchWindow>();
  readonly #refreshing = new Map<string, Promise<void>>();
  readonly #events = new EventQueue();
  readonly #cursor = new RecordDecoder();
  readonly #observer: Observer;
  readonly #visitor: Borrower;
  #stopped: 'limit' | 'interrupted' | undefined;
  #interrupted: (() => void) | undefined;

  constructor(options: ReadOptions) {
    this.#options = { ...defaults, ...options };
    this.#observer = new Observer(this.#options);
    this.#visitor = borrowerOf(options.onRecords);
    this.#positions = options.ranges.map((range) => this.#positionOf(range));
    this.#queue = [...this.#positions];
  }

  async run(): Promise<PartitionReport[]> {
    const { signal } = this.#options;
    const interrupt = (): void => {
      this.#stopped ??= 'interrupted';
      this.#interrupted?.();
      this.#events.stir();
    };
    if (signal.aborted) interrupt();
    signal.addEventListener('abort', interrupt);
    try {
      this.#visitKept();
      for (const position of this.#positions) if (position.wantsMore) this.#findLeader(position);
      this.#discoverLater();
      await this.#events.run(() => this.#stopped !== undefined || this.#isOver);
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
    return this.#positions.map((position) => position.report(this.#stopped ?? 'end'));
  }

  #positionOf(range: PartitionRange): ReadPosition {
    return new ReadPosition(range, this.#options.partitionMaxBytes);
  }

  /** Whether nothing is left that could bring records. */
  get #isOver(): boolean {
    if (!this.#positions.every(({ stopped }) => stopped !== undefined)) return false;
    const { discovery } = this.#options;
    if (!discovery) return true;
    if (discovery.expectsTopics || this.#positions.length === 0) return false;
    return this.#positions.every(({ stopped }) => stopped === 'deleted');
  }

  #discoverLater(): void {
    const { discovery } = this.#options;
    if (!discovery) return;
    this.#events.postAfter(discovery.everyMs, () => {
      this.#events.postOutcome(
        discovery.look(),
        answerWithinMs,
        (ranges) => {
          this.#discoverLater();
          for (const range of ranges) this.#add(range);
        },
        (error) => {
          if (isFinal(error) && this.#positions.every(({ stopped }) => stopped !== undefined)) throw error;
          this.#discoverLater();
        },
      );
    });
  }

  #add(range: PartitionRange): void {
    const { topic, partition, from } = range;
    const isRead = this.#positions.some(
      (each) => each.topic === topic && each.partition === partition && each.stopped === undefined,
    );
    if (isRead) return;
    const position = this.#positionOf(range);
    this.#positions.push(position);
    this.#queue.push(position);
    this.#observer.tell({ kind: 'found', topic, partition, from });
    if (position.wantsMore) this.#findLeader(position);
  }

  #findLeader(position: ReadPosition): void {
    this.#events.postOutcome(
      this.#options.directory.leaderOf(position.topic, position.partition),
      answerWithinMs,
      (connection) => {
        this.#observer.recognize(position);
        if (position.stopped !== undefined) return;
        position.leader = connection;
        // Its neighbours' answers may be queued behind this one; one fetch then asks for all of them.
        this.#events.post(() => {
          this.#fetch(connection);
        });
      },
      (error) => {
        this.#retry(position, messageOf(error), error);
      },
    );
  }

  /** What an earlier read has fetched. */
  #visitKept(): void {
    const { ranges } = this.#options;
    const arrivals = ranges.flatMap(({ kept: records }, index): Arrival[] => {
      const position = this.#positions[index];
      if (!position || !records?.length || !position.arrived(records)) return [];
      return [{ position, records, abortedTransactions: null }];
    });
    // Nobody gets that memory back.
    const memory = new AnswerMemory(() => undefined);
    if (arrivals.length > 0) this.#events.post(() => this.#visitAll(arrivals, memory));
  }

  #windowOf(connection: WireConnection): FetchWindow {
    let window = this.#windows.get(connection);
    if (!window) this.#windows.set(connection, (window = new FetchWindow(this.#options.maxBytes)));
    return window;
  }

  /** Partitions whose records are known to be there are asked for apart, if the broker is far: none of them waits for others. */
  #fetch(connection: WireConnection): void {
    const window = this.#windowOf(connection);
    if (window.isFull) return;
    const own = this.#queue.filter((position) => position.leader === connection && position.wantsMore);
    const maySplit = this.#options.waitsForEnd !== true && own.every(({ to }) => to !== Infinity);
    const share = window.share(maySplit ? own.length : 1);
    const { requests } = share;
    const idle = own.filter(({ isAsked }) => !isAsked);
    const each = Math.min(Math.ceil(own.length / requests), maySplit ? window.mostPartitions : Infinity);
    for (let at = 0; at < idle.length && window.inFlight < requests; at += each) {
      this.#ask(connection, window, idle.slice(at, at + each), share);
    }
  }

  #ask(
    connection: WireConnection,
    window: FetchWindow,
    asked: readonly ReadPosition[],
    { answerBytes, requests }: WindowShare,
  ): void {
    const { isolation, maxBytes } = this.#options;
    const tuning = {
      isolationLevel: isolation === 'read_committed' ? 1 : 0,
      // Near brokers take turns between partitions; from far ones a whole answer of one is as good.
      partitionMaxBytes: answerBytes > maxBytes || requests > 1 ? answerBytes : 0,
      maxBytes: answerBytes,
      maxWaitMs: asked.every(({ to }) => to !== Infinity) ? boundedWaitMs : followWaitMs,
    } as const;
    for (const position of asked) position.isAsked = true;
    window.inFlight += 1;
    const sentMs = performance.now();
    const fetching = fetchFrom(connection, asked, tuning).then((response) => {
      const bytes = sizeOf(response);
      window.arrived(bytes, sentMs, roundTripMs(connection), this.#windows.size);
      window.filled(servedBy(response), bytes, answerBytes);
      return response;
    });
    const landed = (): void => {
      window.inFlight -= 1;
      for (const position of asked) position.isAsked = false;
    };
    this.#events.postOutcome(
      fetching,
      // Brokers answer one request of a connection after the other.
      answerWithinMs * window.inFlight,
      (response) => {
        landed();
        return this.#answered(connection, asked, response);
      },
      (error) => {
        landed();
        window.failed();
        for (const position of asked) this.#retry(position, messageOf(error), error);
      },
    );
  }

  /** A broker that throttles this client (KIP-219) reads nothing more from it for so long. */
  #pause(connection: WireConnection, throttleMs: number): void {
    const window = this.#windowOf(connection);
    window.isPaused = true;
    this.#events.postAfter(throttleMs, () => {
      window.isPaused = false;
      this.#fetch(connection);
    });
  }

  async #answered(
    connection: WireConnection,
    asked: readonly ReadPosition[],
    response: FetchResponse,
  ): Promise<void> {
    const arrivals: Arrival[] = [];
    const { throttleTimeMs } = response;
    if (throttleTimeMs > 0) this.#pause(connection, throttleTimeMs);
    const parts = partsOf(asked, response);
    const sizeBytes = sizeOf(response);
    this.#observer.fetched(connection.address, sizeBytes > 0, throttleTimeMs);
    for (const { position, fetched } of parts) {
      if (fetched.errorCode !== 0) {
        this.#refused(connection, position, fetched.errorCode);
        continue;
      }
      position.answered();
      const { records, abortedTransactions } = fetched;
      if (records !== null && records.length > 0) {
        if (position.arrived(records)) arrivals.push({ position, records, abortedTransactions });
      } else if (fetched.snapshotId.endOffset >= 0) {
        this.#observer.inSnapshot(position, fetched);
      } else if (sizeBytes === 0) {
        this.#observer.arrivedEmpty(position, fetched);
      }
    }
    if (response.errorCode !== 0)
      for (const position of asked) this.#refused(connection, position, response.errorCode);
    const served = new Set(arrivals.map(({ position }) => position));
    this.#queue = [...this.#queue.filter((p) => !served.has(p)), ...this.#queue.filter((p) => served.has(p))];
    this.#fetch(connection);
    const [first] = arrivals;
    if (!first) return;
    // All parts of an answer lie in the same memory.
    const memory = new AnswerMemory(() => connection.reuse?.(first.records));
    const visited = memory.hold();
    await this.#visitAll(arrivals, memory);
    // A visit that was broken off may go on as long as its output takes.
    if (this.#stopped === undefined) visited();
  }

  async #visitAll(arrivals: readonly Arrival[], memory: LentMemory): Promise<void> {
    for (const arrival of arrivals) {
      await this.#visit(arrival, memory);
      if (this.#stopped !== undefined) return;
    }
  }

  async #visit({ position, records, abortedTransactions }: Arrival, memory: LentMemory): Promise<void> {
    const cursor = this.#cursor;
    const { isolation } = this.#options;
    cursor.open(records, {
      topic: position.topic,
      partition: position.partition,
      from: position.nextOffset,
      to: position.to,
      abortedTransactions: isolation === 'read_committed' ? abortedTransactions : null,
      checkCrcs: true,
      showsControl: this.#options.showsControl === true,
    });
    while (!cursor.done && this.#stopped === undefined) {
      const verdict = this.#visitor.borrow(cursor, memory);
      if ((verdict instanceof Promise ? await this.#unlessInterrupted(verdict) : verdict) === 'stop') {
        this.#stopped ??= 'limit';
      }
    }
    position.visited(cursor.firstOffset, cursor.offset, cursor.visited, cursor.nextOffset);
  }

  /** A visitor that waits for a slow pipe must not keep ^C from ending the read. */
  #unlessInterrupted(verdict: Promise<Verdict>): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#interrupted = () => {
        resolve(undefined);
      };
      verdict.then(resolve, reject);
    });
  }

  #refused(connection: WireConnection, position: ReadPosition, errorCode: number): void {
    if (errorCode === offsetOutOfRange) {
      this.#relocate(connection, position);
      return;
    }
    const judgement = judge(position, errorCode);
    if (typeof judgement !== 'string') throw judgement;
    this.#retry(position, judgement, undefined);
  }

  #relocate(connection: WireConnection, position: ReadPosition): void {
    position.leader = undefined;
    const ends = Promise.all([
      logEnd(connection, position, 'earliest'),
      logEnd(connection, position, 'latest'),
    ]);
    this.#events.postOutcome(
      ends,
      answerWithinMs,
      ([earliest, latest]) => {
        const errorCode = earliest.errorCode || latest.errorCode;
        if (errorCode !== 0) {
          this.#refused(connection, position, errorCode);
          return;
        }
        const { topic, partition, fetchOffset: asked } = position;
        // Beyond the end the earliest offset would repeat everything.
        const continuesAt = asked > latest.offset ? latest.offset : Math.max(earliest.offset, asked);
        if (continuesAt !== asked)
          this.#observer.tell({ kind: 'out of range', topic, partition, asked, continuesAt });
        if (continuesAt < asked && position.to !== Infinity) position.stopped = 'short';
        else position.moveTo(continuesAt);
        position.leader = connection;
        this.#fetch(connection);
      },
      (error) => {
        this.#retry(position, messageOf(error), error);
      },
    );
  }

  /** Looks up the leader again, with growing pauses, up to a limit. */
  #retry(position: ReadPosition, reason: string, cause: unknown): void {
    if (isFinal(cause)) throw cause;
    position.leader = undefined;
    const nowMs = performance.now();
    const failingForMs = nowMs - (position.failingSinceMs ??= nowMs);
    if (failingForMs >= this.#options.giveUpAfterMs)
      this.#observer.stuck(position, failingForMs, reason, cause);
    const delayMs = Math.min(firstBackoffMs * 2 ** position.failures++, longestBackoffMs);
    this.#events.postAfter(delayMs, () => {
      this.#events.postOutcome(
        this.#refresh(position.topic),
        answerWithinMs,
        () => {
          this.#observer.recognize(position);
          if (position.stopped === undefined) this.#findLeader(position);
        },
        (error) => {
          this.#retry(position, messageOf(error), error);
        },
      );
    });
  }

  /** A broker that dies fails all its partitions at once: one lookup is enough. */
  #refresh(topic: string): Promise<void> {
    let asked = this.#refreshing.get(topic);
    if (!asked) {
      const forget = (): unknown => this.#refreshing.delete(topic);
      asked = this.#options.directory.refresh(topic);
      this.#refreshing.set(topic, asked);
      asked.then(forget, forget);
    }
    return asked;
  }
}

function borrowerOf(visitor: Keeper | Borrower): Borrower {
  if (typeof visitor !== 'function') return visitor;
  return {
    borrow(cursor, memory) {
      memory.hold();
      return visitor(cursor);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
