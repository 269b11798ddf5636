/** Records as they arrive: the last of them, and those that wait while it is paused; pure. */
import type { CopiedRecord } from '../../kafka/records/copied-record.js';

export interface Tail {
  readonly rows: readonly CopiedRecord[];
  /** Rows that were dropped from the beginning. */
  readonly dropped: number;
  /** Arrived while it was paused; shown when it goes on. */
  readonly waiting: readonly CopiedRecord[];
  /** Arrived at all, and of them those that the search let through. */
  readonly seen: number;
  readonly matched: number;
}

export const emptyTail: Tail = { rows: [], dropped: 0, waiting: [], seen: 0, matched: 0 };

/** Older ones are dropped. */
const mostRows = 1000;

export function arrived(tail: Tail, records: readonly CopiedRecord[], seen: number, isPaused: boolean): Tail {
  const counted = { ...tail, seen: tail.seen + seen, matched: tail.matched + records.length };
  return isPaused
    ? { ...counted, waiting: [...tail.waiting, ...records].slice(-mostRows) }
    : withRows({ ...counted, waiting: [] }, [...tail.waiting, ...records]);
}

/** A new search also applies to the rows shown; what an earlier one removed is lost. */
export function filtered(tail: Tail, keeps: (record: CopiedRecord) => boolean): Tail {
  const rows = tail.rows.filter(keeps);
  const waiting = tail.waiting.filter(keeps);
  return { ...tail, rows, waiting, matched: rows.length + waiting.length };
}

function withRows(tail: Tail, records: readonly CopiedRecord[]): Tail {
  const rows = [...tail.rows, ...records];
  const over = Math.max(0, rows.length - mostRows);
  return { ...tail, rows: rows.slice(over), dropped: tail.dropped + over };
}
