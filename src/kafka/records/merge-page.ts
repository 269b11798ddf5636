/** Records of several partitions → one page ordered by time, each partition in its own order: pure. */
import type { CopiedRecord } from './copied-record.js';

/** `newer` reads towards higher offsets, `older` towards lower ones. */
export type Direction = 'newer' | 'older';

export interface Found {
  /** In reading order. */
  readonly records: readonly CopiedRecord[];
  /** How far the search in this partition has come; earlier offsets that are not in `records` do not match. */
  readonly scannedTo: number;
}

export interface MergedPage {
  readonly records: readonly CopiedRecord[];
  /** Where each partition continues: after its last record on the page, or at the first that did not fit. */
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
      // A full list may be cut off: there can be more after its last record.
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
