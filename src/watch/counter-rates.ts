/** Rates beside the counters of a watched view: records a second beside offsets, lag a second and time to catch up beside LAG. */
import type { Cell, View } from '../view/view.js';
import { formatDuration } from '../text/duration.js';
import { diffViews, scalarOf } from './diff-views.js';

export interface TimedView {
  /** Milliseconds. */
  readonly at: number;
  readonly view: View;
}

/** Headings of numbers that grow, and the names of their rates. What is less after a reset was not read backwards: no rate. */
const growing: Readonly<Record<string, string>> = {
  HIGH: 'RECORDS/S',
  'LOG-END-OFFSET': 'RECORDS/S',
  'CURRENT-OFFSET': 'READ/S',
  'LAST-SEQ': 'RECORDS/S',
};
/** A producer numbers its records by partition, and after 2^31 − 1 comes 0 again; in a new epoch it begins anew. */
const [sequence, epoch] = ['LAST-SEQ', 'EPOCH'];
const sequenceNumbers = 2 ** 31;

/** The columns that are added beside others. */
export const rateColumns: ReadonlySet<string> = new Set(['RECORDS/S', 'READ/S', 'LAG/S', 'CATCH-UP']);

/** A view with its growth since `earlier`; the same columns without values if there is no earlier one. */
export function withRates(earlier: TimedView | undefined, { at, view }: TimedView): View {
  const counted = view.header.flatMap((name, column) => (name === 'LAG' || name in growing ? [column] : []));
  if (counted.length === 0) return view;
  const seconds = earlier === undefined ? 0 : (at - earlier.at) / 1000;
  const before = earlier === undefined ? undefined : diffViews(undefined, earlier.view);
  const old = new Map(diffViews(before, view).map((row) => [row.cells, row.before]));
  return {
    ...view,
    // If not all fit, offsets and lag say more than their rates.
    spare: [...(view.spare ?? []), 'READ/S', 'RECORDS/S'],
    header: view.header.flatMap((name, column) => [name, ...(counted.includes(column) ? namesOf(name) : [])]),
    rows: view.rows.map((cells) =>
      cells.flatMap((cell, column) => {
        if (!counted.includes(column)) return [cell];
        const name = view.header[column] ?? '';
        const before = old.get(cells);
        const growth =
          name === sequence
            ? sequenceGrowth(view.header, before, cells)
            : growthOf(name, before?.[column], cell);
        return [cell, ...cellsOf(name, cell, seconds > 0 ? rateOf(growth, seconds) : null)];
      }),
    ),
  };
}

function namesOf(name: string): readonly string[] {
  return name === 'LAG' ? ['LAG/S', 'CATCH-UP'] : [growing[name] ?? ''];
}

function cellsOf(name: string, cell: Cell, rate: number | null): readonly Cell[] {
  if (name !== 'LAG') return [rate];
  return [rate, catchUp(numberOf(cell), rate)];
}

function catchUp(lag: number | null, rate: number | null): Cell {
  if (lag === 0) return { text: 'caught up', tone: 'good' };
  if (lag === null || rate === null) return null;
  return rate < 0 ? formatDuration((lag / -rate) * 1000) : { text: 'never', tone: 'warn' };
}

/** To one decimal: more would be false precision. */
function rateOf(growth: number | null, seconds: number): number | null {
  return growth === null ? null : Math.round((growth / seconds) * 10) / 10;
}

function growthOf(name: string, before: Cell, now: Cell): number | null {
  const growth = differenceOf(before, now);
  return growth !== null && growth < 0 && name in growing ? null : growth;
}

function differenceOf(before: Cell, now: Cell): number | null {
  const [one, other] = [numberOf(before), numberOf(now)];
  return one === null || other === null ? null : other - one;
}

/** Null if the epoch is another, or if it went back further than to begin again. */
function sequenceGrowth(
  header: readonly string[],
  before: readonly Cell[] | undefined,
  now: readonly Cell[],
): number | null {
  const [at, epochAt] = [header.indexOf(sequence), header.indexOf(epoch)];
  if (scalarOf(before?.[epochAt]) !== scalarOf(now[epochAt])) return null;
  const growth = differenceOf(before?.[at], now[at]);
  if (growth === null || growth >= 0) return growth;
  const wrapped = growth + sequenceNumbers;
  return wrapped < sequenceNumbers / 2 ? wrapped : null;
}

/** Numbers as numbers; `≤ 12` is text, not a counter. */
function numberOf(cell: Cell): number | null {
  const value = scalarOf(cell);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}
