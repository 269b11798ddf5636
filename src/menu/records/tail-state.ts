/** What a live view of records shows: pure. */
import { grouped } from '../../view/counted.js';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';

export interface TailState {
  readonly rows: readonly CopiedRecord[];
  /** Rows that were dropped from the beginning. */
  readonly dropped: number;
  /** Arrived while it was paused; shown when it goes on. */
  readonly waiting: readonly CopiedRecord[];
  readonly isPaused: boolean;
  /** Arrived at all, and of them those that the filter let through. */
  readonly seen: number;
  readonly matched: number;
}

/** What a row of records shows. */
export const shownColumns = ['keys', 'partitions', 'offsets', 'timestamps'];

export const emptyTail: TailState = {
  rows: [],
  dropped: 0,
  waiting: [],
  isPaused: false,
  seen: 0,
  matched: 0,
};

/** Older ones are dropped. */
const mostRows = 1000;

export function arrived(state: TailState, records: readonly CopiedRecord[], seen: number): TailState {
  const counted = { ...state, seen: state.seen + seen, matched: state.matched + records.length };
  return state.isPaused
    ? { ...counted, waiting: [...state.waiting, ...records].slice(-mostRows) }
    : withRows(counted, records);
}

export function pausedOrResumed(state: TailState): TailState {
  if (!state.isPaused) return { ...state, isPaused: true };
  return withRows({ ...state, isPaused: false, waiting: [] }, state.waiting);
}

/** A new filter also applies to the rows shown; what an earlier one removed is lost. */
export function filtered(state: TailState, keeps: (record: CopiedRecord) => boolean): TailState {
  const rows = state.rows.filter(keeps);
  const waiting = state.waiting.filter(keeps);
  // In plain mode all rows are printed again.
  return { ...state, rows, waiting, dropped: 0, matched: rows.length + waiting.length };
}

function withRows(state: TailState, records: readonly CopiedRecord[]): TailState {
  const rows = [...state.rows, ...records];
  const over = Math.max(0, rows.length - mostRows);
  return { ...state, rows: rows.slice(over), dropped: state.dropped + over };
}

/** The command that shows the same. */
export function tailArgv(topic: string, filter: string): string[] {
  return [
    'consume',
    topic,
    '--follow',
    ...(filter === '' ? [] : ['--grep', filter]),
    ...shownColumns.map((column) => `--${column}`),
  ];
}

export function tailTitle(topic: string, filter: string, state: TailState): string {
  const parts = [`${topic}: ${grouped(state.seen)} arrived`];
  if (filter !== '') parts.push(`${grouped(state.matched)} with "${filter}"`);
  parts.push(state.isPaused ? `paused, ${grouped(state.waiting.length)} waiting` : 'live');
  return parts.join(' · ');
}
