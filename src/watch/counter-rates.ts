/** Rates beside the counters of a watched view: records a second beside offsets, lag a second and time to catch up beside LAG. */
import type { Cell, View } from '../view/view.js';
import { formatDuration } from '../text/duration.js';
import { diffViews, scalarOf } from './diff-views.js';

export interface TimedView {
  /** Milliseconds. */
  readonly at: number;
  readonly view: View;
}

/** Headings of offsets that only grow, and the names of their rates. */
const growing: Readonly<Record<string, string>> = {
  HIGH: 'RECORDS/S',
  'LOG-END-OFFSET': 'RECORDS/S',
  'CURRENT-OFFSET': 'READ/S',
};

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
        const rate = seconds > 0 ? rateOf(old.get(cells)?.[column], cell, seconds) : null;
        return [cell, ...cellsOf(view.header[column] ?? '', cell, rate)];
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
function rateOf(before: Cell, now: Cell, seconds: number): number | null {
  const [one, other] = [numberOf(before), numberOf(now)];
  return one === null || other === null ? null : Math.round(((other - one) / seconds) * 10) / 10;
}

/** Numbers as numbers; `≤ 12` is text, not a counter. */
function numberOf(cell: Cell): number | null {
  const value = scalarOf(cell);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}
