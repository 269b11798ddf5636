/** One page of a topic's records, newest or oldest first, from where the last page ended in each partition. */
import { readPartitions } from '../../wire/reader/reader.js';
import type { PrintableRecord } from '../../wire/print/record-format.js';
import { copyRecord, type CopiedRecord } from './copied-record.js';
import { createLeaderDirectory } from './leader-directory.js';
import { visitRecords } from './decoding/visit-records.js';
import type { Decoding } from './decoding/decoding.js';
import { mergePage, type Direction, type Found } from './merge-page.js';
import type { KafkaSession } from '../session/session.js';

/** `low` is the first offset there, `end` is one past the last. */
export interface Bounds {
  readonly low: number;
  readonly end: number;
}

/** Partition → for `newer` the next offset to read, for `older` the one after it. */
export type Positions = ReadonlyMap<number, number>;

export interface PageRequest {
  readonly topic: string;
  readonly direction: Direction;
  readonly size: number;
  readonly positions: Positions;
  readonly bounds: ReadonlyMap<number, Bounds>;
  /** What the records are read through. */
  readonly decoding?: Decoding | undefined;
  readonly matches?: ((record: PrintableRecord) => boolean) | undefined;
  /** A search that finds little ends after this long with what it has. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

export interface RecordPage {
  readonly records: readonly CopiedRecord[];
  readonly next: Positions;
  readonly isLast: boolean;
  /** False when time ran out before the page was full. */
  readonly isComplete: boolean;
  /** Records examined. */
  readonly scanned: number;
}

/** The first window; later ones are larger, since few records were found. */
const firstWindow = { all: 1, filtered: 50 };
const largestWindow = 100_000;

export async function readPage(session: KafkaSession, request: PageRequest): Promise<RecordPage> {
  const { topic, direction, size, positions, bounds, matches, decoding, signal } = request;
  const directory = createLeaderDirectory(session, [topic]);
  const deadlineMs = performance.now() + request.budgetMs;
  const found = new Map<number, Found>();
  for (const [partition, position] of positions) {
    if (bounds.has(partition)) found.set(partition, { records: [], scannedTo: position });
  }
  let window = size * (matches ? firstWindow.filtered : firstWindow.all);
  let scanned = 0;
  const unfinished = () =>
    [...found].filter(([partition, { records, scannedTo }]) => {
      const { low, end } = bounds.get(partition) ?? { low: 0, end: 0 };
      return records.length < size && (direction === 'newer' ? scannedTo < end : scannedTo > low);
    });

  for (let open = unfinished(); open.length > 0 && performance.now() < deadlineMs; open = unfinished()) {
    const inWindow = new Map<number, CopiedRecord[]>(open.map(([partition]) => [partition, []]));
    const ranges = open.map(([partition, { scannedTo }]) => {
      const { low, end } = bounds.get(partition) ?? { low: 0, end: 0 };
      return direction === 'newer'
        ? { topic, partition, from: scannedTo, to: Math.min(end, scannedTo + window) }
        : { topic, partition, from: Math.max(low, scannedTo - window), to: scannedTo };
    });
    await readPartitions({
      directory,
      ranges,
      isolation: 'read_committed',
      signal,
      onRecords(cursor) {
        const kept = inWindow.get(cursor.partition) ?? [];
        return visitRecords(cursor, decoding, (record) => {
          scanned += 1;
          if (matches && !matches(record)) return;
          // Of the records in a window the page needs the first, or the last.
          if (direction === 'newer' && kept.length >= size) return;
          kept.push(copyRecord(cursor, record));
          if (kept.length > size) kept.shift();
        });
      },
    });
    if (signal.aborted) break;
    for (const { partition, from, to } of ranges) {
      const before = found.get(partition);
      if (!before) continue;
      const records = inWindow.get(partition) ?? [];
      if (direction === 'older') records.reverse();
      found.set(partition, {
        records: [...before.records, ...records].slice(0, size),
        scannedTo: direction === 'newer' ? to : from,
      });
    }
    window = Math.min(largestWindow, window * 4);
  }
  const isComplete = unfinished().length === 0;
  const { records, next } = mergePage(found, direction, size);
  const isLast = [...next].every(([partition, position]) => {
    const bound = bounds.get(partition);
    return !bound || (direction === 'newer' ? position >= bound.end : position <= bound.low);
  });
  return { records, next, isLast, isComplete, scanned };
}
