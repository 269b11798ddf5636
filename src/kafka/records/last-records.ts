/** Where the last N records of partitions begin: offsets alone do not tell, as ends of transactions and compaction leave gaps. */
import { readPartitions, type FetchedRecords, type ReadOptions } from '../../wire/reader/reader.js';
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
/** What was read to count the records need not be fetched again to show them. */
const keepBytes = 8 * 1024 * 1024;

export interface Beginning {
  readonly offset: number;
  /** Its records, if they are few. */
  readonly kept?: readonly FetchedRecords[] | undefined;
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
  let open = tails
    .filter(({ low, end, count }) => low < end && count > 0)
    .map((tail) => ({ ...tail, window: tail.count }));
  for (let round = 0; open.length > 0; round += 1) {
    const windows = new Map(
      open.map((tail) => {
        const from = Math.max(tail.low, tail.end - tail.window);
        return [partitionKey(tail.topic, tail.partition), { tail, from, last: new LastOffsets(tail.count) }];
      }),
    );
    const reports = await readPartitions({
      directory,
      ...(round === 0 && { keepBytes }),
      ranges: [...windows.values()].map(({ tail, from }) => ({
        topic: tail.topic,
        partition: tail.partition,
        from,
        to: tail.end,
      })),
      isolation,
      signal,
      onRecords(cursor) {
        const last = windows.get(partitionKey(cursor.topic, cursor.partition))?.last;
        while (cursor.next()) last?.add(cursor.offset);
        return undefined;
      },
    });
    throwIfInterrupted(signal);
    open = [...windows].flatMap(([key, { tail, from, last }], index) => {
      const isWhole = last.isFull || from <= tail.low;
      if (isWhole) found.set(key, { offset: last.isFull ? last.first : from, kept: reports[index]?.kept });
      if (isWhole) return [];
      const window = Math.min(largestWindow, Math.max(tail.window, tail.count) * growth);
      return [{ ...tail, end: from, count: tail.count - last.size, window }];
    });
  }
  return found;
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
