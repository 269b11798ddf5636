/** What changed between two views of the same thing, row by row; pure. */
import type { Cell, Scalar, View } from '../view/view.js';

type RowChange = 'same' | 'changed' | 'new' | 'gone';

export interface WatchedRow {
  /** What identifies it among the rows, and stays the same. */
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly change: RowChange;
  /** The columns whose value differs from the round before. */
  readonly changed: readonly number[];
  /** The row of the round before. */
  readonly before: readonly Cell[] | undefined;
  /** Rounds for which it is still marked as new or gone. */
  readonly marks: number;
}

/** How many rounds a new row is marked, and a gone one still shown. */
const markedRounds = 2;

/** Headings that identify what a row is about; the other columns hold its state. */
const identifying = new Set([
  ...['TOPIC', 'PARTITION', 'GROUP', 'ID', 'BROKER', 'NAME', 'KEY', 'CONFIG', 'ZNODE', 'PATH', 'SERVICE'],
  ...['USER', 'PRINCIPAL', 'CONNECTION', 'ENTITY', 'TRANSACTIONAL-ID', 'PRODUCER-ID', 'MEMBER', 'SERVER'],
]);

function keyColumns(header: readonly string[]): readonly number[] {
  const found = header.flatMap((name, column) => (identifying.has(name) ? [column] : []));
  return found.length > 0 ? found : [0];
}

/**
 * The rows of `after`, with the removed ones in their old places. `before` undefined: nothing is new.
 * `derived` columns follow from others, and do not count as changes.
 */
export function diffViews(
  before: readonly WatchedRow[] | undefined,
  after: View,
  derived: ReadonlySet<string> = new Set(),
): readonly WatchedRow[] {
  const old = new Map(before?.filter(({ change }) => change !== 'gone').map((row) => [row.key, row]));
  const compared = after.header.flatMap((name, column) => (derived.has(name) ? [] : [column]));
  const rows = keyed(after).map(([key, cells]) =>
    watchedRow(key, cells, old.get(key), before === undefined, compared),
  );
  const here = new Set(rows.map(({ key }) => key));
  const result = [...rows];
  before?.forEach((row, index) => {
    if (here.has(row.key)) return;
    const marks = row.change === 'gone' ? row.marks - 1 : markedRounds;
    if (marks > 0) result.splice(index, 0, { ...row, change: 'gone', changed: [], before: row.cells, marks });
  });
  return result;
}

function watchedRow(
  key: string,
  cells: readonly Cell[],
  old: WatchedRow | undefined,
  isFirst: boolean,
  compared: readonly number[],
): WatchedRow {
  const none = { key, cells, changed: [], before: old?.cells, marks: 0 };
  if (old === undefined)
    return { ...none, change: isFirst ? 'same' : 'new', marks: isFirst ? 0 : markedRounds };
  const changed = compared.filter(
    (column) => !Object.is(scalarOf(cells[column]), scalarOf(old.cells[column])),
  );
  const marks = Math.max(0, old.marks - 1);
  if (marks > 0 && old.change === 'new') return { ...none, changed, change: 'new', marks };
  return { ...none, changed, change: changed.length > 0 ? 'changed' : 'same' };
}

/** Rows that look alike in their identifying columns are told apart by their order. */
function keyed({ header, rows }: View): readonly (readonly [string, readonly Cell[]])[] {
  const columns = keyColumns(header);
  const seen = new Map<string, number>();
  return rows.map((cells) => {
    const key = JSON.stringify(columns.map((column) => plain(scalarOf(cells[column]))));
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return [count === 0 ? key : `${key} ${count}`, cells] as const;
  });
}

export function scalarOf(cell: Cell): Scalar {
  return typeof cell === 'object' && cell !== null ? cell.text : cell;
}

function plain(value: Scalar): string | null {
  return value === null || value === undefined ? null : String(value);
}
