/** Where the last N records of partitions begin: offsets alone do not tell, as ends of transactions and compaction leave gaps. */
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { joinParts, type BatchPart } from '../../wire/batch/record-batch-part.js';
import { headerBytes } from '../../wire/batch/record-batch.js';
import { readPartitions, type ReadOptions } from '../../wire/reader/reader.js';
import { throwIfInterrupted } from '../../text/wait.js';
import type { TopicState } from '../session/metadata.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { createLeaderDirectory } from './leader-directory.js';

export interface Tail extends TopicPartition {
  readonly low: number;
  /** Exclusive. */
  readonly end: number;
  /** Of records. */
  readonly count: number;
}

/** Gaps are rare or long: after the first look, ever larger windows. */
const growth = 4;
const largestWindow = 1_000_000;
/** What was read to count the records need not be fetched again to show them: so many bytes of all partitions together. */
const mostKeptBytes = 8 * 1024 * 1024;

export interface Beginning {
  readonly offset: number;
  /** What is to be seen from there to the end of the tail, if it is little: see `PartitionRange`. */
  readonly kept?: Buffer | undefined;
}

/** By `partitionKey`; the low end if there are fewer records. Reads them, and no more than it needs. */
export async function beginningsOfLast(
  session: KafkaSession,
  topics: readonly TopicState[],
  tails: readonly Tail[],
  isolation: ReadOptions['isolation'],
): Promise<ReadonlyMap<string, Beginning>> {
  const { signal } = session.settings;
  const found = new Map<string, Beginning>(
    tails.map(({ topic, partition, low, end, count }) => [
      partitionKey(topic, partition),
      { offset: count === 0 ? end : low },
    ]),
  );
  const directory = createLeaderDirectory(session, topics);
  const budget = { bytes: mostKeptBytes };
  let open = tails
    .filter(({ low, end, count }) => low < end && count > 0)
    .map((tail) => ({ ...tail, window: tail.count, kept: new KeptRecords(tail.end, budget) }));
  while (open.length > 0) {
    const windows = new Map(
      open.map((tail) => {
        const from = Math.max(tail.low, tail.end - tail.window);
        return [partitionKey(tail.topic, tail.partition), { tail, from, last: new LastOffsets(tail.count) }];
      }),
    );
    for (const { kept } of open) kept.goBack();
    const reports = await readPartitions({
      directory,
      ranges: [...windows.values()].map(({ tail, from }) => ({
        topic: tail.topic,
        partition: tail.partition,
        from,
        to: tail.end,
      })),
      isolation,
      signal,
      onRecords: {
        borrow(cursor) {
          const window = windows.get(partitionKey(cursor.topic, cursor.partition));
          while (cursor.nextBatch()) window?.tail.kept.visitBatch(cursor, window.last);
          return undefined;
        },
      },
    });
    throwIfInterrupted(signal);
    open = [...windows].flatMap(([key, { tail, from, last }], index) => {
      const { kept } = tail;
      if (reports[index]?.stopped !== 'end') kept.giveUp();
      const isWhole = last.isFull || from <= tail.low;
      if (isWhole) found.set(key, { offset: last.isFull ? last.first : from, kept: kept.joined() });
      if (isWhole) return [];
      const window = Math.min(largestWindow, Math.max(tail.window, tail.count) * growth);
      return [{ ...tail, end: from, count: tail.count - last.size, window }];
    });
  }
  return found;
}

/** The records of a tail, read from its end back in windows: copied, since the batches that they came in may be a thousand times as large. */
class KeptRecords {
  readonly #end: number;
  readonly #budget: { bytes: number };
  /** Window by window, the earliest first; undefined if they are too large. */
  #parts: BatchPart[][] | undefined = [];

  /** `end` is exclusive. `budget`: what is left for all tails. */
  constructor(end: number, budget: { bytes: number }) {
    this.#end = end;
    this.#budget = budget;
  }

  /** What is visited now comes before all that was. */
  goBack(): void {
    this.#parts?.unshift([]);
  }

  giveUp(): void {
    this.#parts = undefined;
  }

  visitBatch(cursor: RecordDecoder, last: LastOffsets): void {
    let start = 0;
    let end = 0;
    let records = 0;
    while (cursor.nextInBatch()) {
      if (records++ === 0) start = cursor.recordStart;
      end = cursor.headersEnd;
      last.add(cursor.offset);
    }
    if (records === 0 || !this.#parts) return;
    this.#budget.bytes -= headerBytes + end - start;
    if (this.#budget.bytes < 0) this.giveUp();
    else this.#parts[0]?.push(cursor.copyRecords(start, end, records));
  }

  joined(): Buffer | undefined {
    return this.#parts && joinParts(this.#parts.flat(), this.#end);
  }
}

/** The last offsets of those that were added. */
class LastOffsets {
  readonly #limit: number;
  #offsets: number[] = [];
  #next = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(offset: number): void {
    if (this.#offsets.length < this.#limit) this.#offsets.push(offset);
    else this.#offsets[this.#next] = offset;
    this.#next = (this.#next + 1) % this.#limit;
  }

  get size(): number {
    return this.#offsets.length;
  }

  get isFull(): boolean {
    return this.size === this.#limit;
  }

  get first(): number {
    return this.#offsets[this.#next] ?? -1;
  }
}
