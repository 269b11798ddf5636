/** Where the last N records of partitions begin: offsets alone do not tell, as ends of transactions and compaction leave gaps. */
import { readPartitions, type ReadOptions } from '../../wire/reader/reader.js';
import { throwIfInterrupted } from '../../text/wait.js';
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

/** By `partitionKey`; the low end if there are fewer records. Reads them, and no more than it needs. */
export async function beginningsOfLast(
  session: KafkaSession,
  tails: readonly Tail[],
  isolation: ReadOptions['isolation'],
): Promise<ReadonlyMap<string, number>> {
  const { signal } = session.settings;
  const found = new Map(
    tails.map(({ topic, partition, low, end, count }) => [
      partitionKey(topic, partition),
      count === 0 ? end : low,
    ]),
  );
  const directory = createLeaderDirectory(session, [...new Set(tails.map(({ topic }) => topic))]);
  let open = tails
    .filter(({ low, end, count }) => low < end && count > 0)
    .map((tail) => ({ ...tail, window: tail.count }));
  while (open.length > 0) {
    const windows = new Map(
      open.map((tail) => {
        const from = Math.max(tail.low, tail.end - tail.window);
        return [partitionKey(tail.topic, tail.partition), { tail, from, last: new LastOffsets(tail.count) }];
      }),
    );
    await readPartitions({
      directory,
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
    open = [...windows].flatMap(([key, { tail, from, last }]) => {
      if (last.isFull) found.set(key, last.first);
      if (last.isFull || from <= tail.low) return [];
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
