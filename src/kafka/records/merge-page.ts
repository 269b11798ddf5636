/** Records of several partitions → one page in the order of time, each partition in its own order: pure. */
import type { CopiedRecord } from './copied-record.js';

/** `newer` reads up the offsets, `older` down. */
export type Direction = 'newer' | 'older';

export interface Found {
  /** In reading order. */
  readonly records: readonly CopiedRecord[];
  /** Where the search in this partition stands; what lies before it and is not in `records` does not match. */
  readonly scannedTo: number;
}

export interface MergedPage {
  readonly records: readonly CopiedRecord[];
  /** Where each partition goes on: behind its last record on the page, or before its first that found no room. */
  readonly next: ReadonlyMap<number, number>;
}

export function mergePage(found: ReadonlyMap<number, Found>, direction: Direction, size: number): MergedPage {
  const taken = new Map<number, number>();
  const records: CopiedRecord[] = [];
  while (records.length < size) {
    let best: CopiedRecord | undefined;
    for (const [partition, { records: own }] of found) {
      const head = own[taken.get(partition) ?? 0];
      if (head && (!best || comesFirst(head, best, direction))) best = head;
    }
    if (!best) break;
    records.push(best);
    taken.set(best.partition, (taken.get(best.partition) ?? 0) + 1);
  }
  const next = new Map(
    [...found].map(([partition, { records: own, scannedTo }]) => {
      const count = taken.get(partition) ?? 0;
      const waiting = own[count];
      if (waiting) return [partition, direction === 'newer' ? waiting.offset : waiting.offset + 1];
      // A full list may be cut off: behind its last there can be more.
      const last = own.length >= size ? own.at(-1) : undefined;
      if (!last) return [partition, scannedTo];
      return [partition, direction === 'newer' ? last.offset + 1 : last.offset];
    }),
  );
  return { records, next };
}

function comesFirst(one: CopiedRecord, other: CopiedRecord, direction: Direction): boolean {
  return direction === 'newer' ? one.timestamp < other.timestamp : one.timestamp > other.timestamp;
}
