/** Takes what the reader shows to the writers: whole batches where nobody has to look into them, else record by record. */
import { pause } from '../../text/wait.js';
import { compressions } from '../../wire/batch/codecs/compression.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { noRecordHeaders } from '../../wire/batch/record-batch-headers.js';
import type { Borrower, Verdict } from '../../wire/reader/types.js';
import type { Writer } from '../../wire/writer/writer.js';
import { Pace } from '../records/produce-pace.js';
import type { CopyAccount } from './account.js';
import type { NextRecord } from './choose-records.js';
import type { Lane } from './lane.js';
import type { Route, Router } from './route.js';
import type { TargetWriters } from './target-writers.js';

export interface VisitorSettings {
  readonly router: Router;
  /** Undefined: every record is meant. */
  readonly search: NextRecord | undefined;
  readonly maxMessages: number;
  /** Records a second; undefined: unlimited. */
  readonly rate: number | undefined;
  /** Whether batches may be sent as they are. */
  readonly keepsBatches: boolean;
  /** Whether batches that are made anew are compressed as those that they were in. */
  readonly keepsCompression: boolean;
  readonly signal: AbortSignal;
  /** Called between batches, when everything before `lane.next` of all partitions has been handed to the writers. */
  checkpoint(): Promise<void> | undefined;
}

/** Smaller batches are put together: a request a batch costs more than unpacking it. */
const worthKeepingBytes = 8 * 1024;
/** So often within a batch it is looked whether the writers are full. */
const recordsAtATime = 256;

export class CopyVisitor implements Borrower {
  readonly #settings: VisitorSettings;
  readonly #account: CopyAccount;
  readonly #writers: TargetWriters;
  readonly #pace: Pace | undefined;
  #taken = 0;
  #sinceLook = 0;

  constructor(settings: VisitorSettings, account: CopyAccount, writers: TargetWriters) {
    this.#settings = settings;
    this.#account = account;
    this.#writers = writers;
    this.#pace = settings.rate === undefined ? undefined : new Pace(settings.rate);
  }

  /** Records that were meant. */
  get taken(): number {
    return this.#taken;
  }

  borrow(cursor: RecordDecoder): Verdict | Promise<Verdict> {
    const { search } = this.#settings;
    const lane = this.#account.lane(cursor.topic, cursor.partition);
    let visited = cursor.visited;
    let taken = this.#taken;
    const count = () => {
      const now = cursor.visited - (lane.pending === Infinity ? 0 : 1);
      lane.read += now - visited;
      // What the search passed over.
      if (search) lane.skipped += now - visited - (this.#taken - taken);
      lane.next = cursor.nextOffset;
      [visited, taken] = [now, this.#taken];
    };
    const waiting = search ? this.#search(cursor, lane, search) : this.#copy(cursor, lane);
    count();
    if (!(waiting instanceof Promise)) return this.#rest(waiting, cursor);
    // Until then ^C may end the read, and its report is made of what was counted.
    return waiting.then((verdict) => {
      count();
      return this.#rest(verdict, cursor);
    });
  }

  /** What holds things up, between two looks at the records. */
  #rest(verdict: Verdict, cursor: RecordDecoder): Verdict | Promise<Verdict> {
    if (verdict === 'stop' || this.#isOver) return 'stop';
    const due = this.#settings.checkpoint();
    const full = [...this.#writers.all].filter((writer) => writer.isFull);
    if (cursor.done) for (const writer of this.#writers.all) writer.pauseInput();
    if (!due && full.length === 0) return undefined;
    return Promise.all([due, ...full.map((writer) => writer.whenWritable(this.#settings.signal))]).then(() =>
      this.#isOver ? 'stop' : undefined,
    );
  }

  get #isOver(): boolean {
    return (
      this.#taken >= this.#settings.maxMessages ||
      this.#settings.signal.aborted ||
      this.#account.lost > 0 ||
      this.#writers.stopped !== undefined
    );
  }

  /** Until the cursor has no more, the writers have to be looked at, or a promise that has to be waited for. */
  #copy(cursor: RecordDecoder, lane: Lane): Verdict | Promise<Verdict> {
    const { keepsBatches, router, maxMessages } = this.#settings;
    const place = keepsBatches ? router.straight(cursor.topic, cursor.partition) : undefined;
    const writer = place && this.#writers.of(place.topic);
    if (place && !writer) return this.#writers.open(place.topic).then(() => undefined);
    for (;;) {
      while (cursor.nextInBatch()) {
        const waiting = this.#take(cursor, lane);
        if (waiting) return waiting;
        if (this.#taken >= maxMessages) return 'stop';
        if (++this.#sinceLook >= recordsAtATime) {
          this.#sinceLook = 0;
          return undefined;
        }
      }
      if (!cursor.nextPacked()) return undefined;
      const batch =
        writer && this.#taken + cursor.header.recordCount <= maxMessages ? cursor.packedBatch() : undefined;
      if (!place || !writer || !batch || batch.length < worthKeepingBytes) {
        cursor.unpack();
        this.#compressAlike(cursor);
        continue;
      }
      const count = cursor.header.recordCount;
      writer.appendBatch(lane.lineOf(cursor.header.baseOffset), count, place.partition, batch);
      cursor.passPacked();
      this.#taken += count;
      if (writer.isFull) return undefined;
    }
  }

  #search(cursor: RecordDecoder, lane: Lane, next: NextRecord): Verdict | Promise<Verdict> {
    for (;;) {
      const found = next(cursor);
      if (found instanceof Promise) {
        lane.pending = cursor.offset;
        return found.then((isFound) => {
          lane.pending = Infinity;
          return isFound ? this.#take(cursor, lane) : undefined;
        });
      }
      if (!found) return undefined;
      const waiting = this.#take(cursor, lane);
      if (waiting) return waiting;
      if (this.#taken >= this.#settings.maxMessages) return 'stop';
      if (++this.#sinceLook >= recordsAtATime) {
        this.#sinceLook = 0;
        return undefined;
      }
    }
  }

  #compressAlike(cursor: RecordDecoder): void {
    if (!this.#settings.keepsCompression) return;
    const compression = compressions[cursor.header.compression] ?? 'none';
    for (const writer of this.#writers.all) writer.useCompression(compression);
  }

  /** The record that the cursor is at; a promise if something has to be waited for after it, or before. */
  #take(cursor: RecordDecoder, lane: Lane): Promise<Verdict> | undefined {
    const route = this.#settings.router.route(cursor);
    this.#taken += 1;
    if (route.kind === 'skip') {
      lane.skipped += 1;
      return undefined;
    }
    if (route.kind === 'refuse') {
      this.#account.refuse(lane, cursor.offset, cursor.offset, route.reason);
      return undefined;
    }
    const writer = this.#writers.of(route.topic);
    if (!writer) {
      lane.pending = cursor.offset;
      return this.#writers.open(route.topic).then((opened) => {
        lane.pending = Infinity;
        this.#append(opened, cursor, lane, route);
        return undefined;
      });
    }
    this.#append(writer, cursor, lane, route);
    const waitMs = this.#pace?.next() ?? 0;
    if (waitMs === 0) return undefined;
    writer.pauseInput();
    return pause(waitMs, this.#settings.signal).then(() => undefined);
  }

  #append(
    writer: Writer,
    cursor: RecordDecoder,
    lane: Lane,
    { partition, headers: given }: Extract<Route, { kind: 'write' }>,
  ): void {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd, headerCount, headerCountStart, headersEnd } =
      cursor;
    // Most have none, and then no object is made for them.
    const headers =
      given ?? (headerCount === 0 ? noRecordHeaders : buffer.subarray(headerCountStart, headersEnd));
    writer.append(
      lane.lineOf(cursor.offset),
      partition,
      cursor.exactTimestamp,
      buffer,
      keyStart,
      keyEnd,
      valueStart,
      valueEnd,
      headers,
    );
  }
}
