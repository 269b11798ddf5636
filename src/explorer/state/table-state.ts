/** A live table: cursor, filter, order and marks, and what keys make of them; pure. */
import type { SortKey } from '../../output/arrange.js';
import type { Cell } from '../../view/view.js';
import { scalarOf } from '../../watch/diff-views.js';
import type { Watched } from '../../watch/watched-sections.js';
import { tableRows, type TableRow } from './table-rows.js';

export interface TableState {
  /** The row under the cursor, by what identifies it; undefined: the first. */
  readonly cursor: string | undefined;
  /** Where the cursor was in the list, for when its row has gone. */
  readonly at: number;
  /** The line on the screen where it stays, since it was clicked there; undefined: in the middle. */
  readonly cursorLine: number | undefined;
  /** The column that sorting and copying are about; undefined: the first. */
  readonly column: string | undefined;
  readonly filter: string;
  readonly sort: SortKey | undefined;
  /** Marked rows, by what identifies them. */
  readonly marks: readonly string[];
  /** Lines scrolled past, in a view without rows. */
  readonly scroll: number;
}

export const initialTable: TableState = {
  cursor: undefined,
  at: 0,
  cursorLine: undefined,
  column: undefined,
  filter: '',
  sort: undefined,
  marks: [],
  scroll: 0,
};

export function rowsOf(state: TableState, data: Watched | undefined): readonly TableRow[] {
  return data === undefined ? [] : tableRows(data, state);
}

/** The place of the cursor; that of before, or the last one, if its row has gone. -1 without rows. */
export function cursorPlace({ cursor, at }: TableState, rows: readonly TableRow[]): number {
  const found = cursor === undefined ? -1 : rows.findIndex(({ id }) => id === cursor);
  if (found !== -1) return found;
  return cursor === undefined ? Math.min(0, rows.length - 1) : Math.min(at, rows.length - 1);
}

export function rowUnderCursor(state: TableState, data: Watched | undefined): TableRow | undefined {
  const rows = rowsOf(state, data);
  return rows[cursorPlace(state, rows)];
}

/** The heading of the column that is chosen, in the section of the cursor. */
export function chosenColumn(state: TableState, data: Watched | undefined): string | undefined {
  const section = rowUnderCursor(state, data)?.section ?? 0;
  const header = data?.sections[section]?.header ?? [];
  return header.find((name) => name === state.column) ?? header[0];
}

/** The text of the cell under the cursor in the chosen column. */
export function chosenCell(state: TableState, data: Watched | undefined): string | undefined {
  const value = scalarOf(cellUnder(state, data, chosenColumn(state, data)));
  return value === null || value === undefined ? undefined : String(value);
}

/** The cell of the row under the cursor with that heading. */
export function cellUnder(state: TableState, data: Watched | undefined, heading: string | undefined): Cell {
  const found = rowUnderCursor(state, data);
  const place = heading === undefined ? -1 : data?.sections[found?.section ?? 0]?.header.indexOf(heading);
  return found?.row.cells[place ?? -1];
}

/** Undefined for keys that do not move or arrange the table. `page`: rows that a page has. */
export function afterTableKey(
  state: TableState,
  key: string,
  data: Watched | undefined,
  page: number,
): TableState | undefined {
  switch (key) {
    case 'up':
    case 'k':
      return moved(state, data, -1);
    case 'down':
    case 'j':
      return moved(state, data, 1);
    case 'pageup':
    case 'ctrl-b':
      return moved(state, data, -page);
    case 'pagedown':
    case 'ctrl-f':
      return moved(state, data, page);
    case 'home':
    case 'g':
      return moved(state, data, -Infinity);
    case 'end':
    case 'G':
      return moved(state, data, Infinity);
    case 'left':
      return { ...state, column: columnBeside(state, data, -1) };
    case 'right':
      return { ...state, column: columnBeside(state, data, 1) };
    case 'S':
      return sortedBy(state, chosenColumn(state, data));
    case ' ':
      return marked(state, data);
    case 'escape':
      if (state.filter !== '') return { ...state, filter: '' };
      return state.marks.length > 0 ? { ...state, marks: [] } : undefined;
    default:
      return undefined;
  }
}

/** By so many rows; lines of a view without rows. */
export function moved(state: TableState, data: Watched | undefined, by: number): TableState {
  const rows = rowsOf(state, data);
  if (rows.length === 0) return { ...state, scroll: Math.max(0, Math.min(1e6, state.scroll + by)) };
  const at = Math.max(0, Math.min(rows.length - 1, cursorPlace(state, rows) + by));
  return { ...state, at, cursor: rows[at]?.id, cursorLine: undefined };
}

function columnBeside(state: TableState, data: Watched | undefined, by: number): string | undefined {
  const section = rowUnderCursor(state, data)?.section ?? 0;
  const header = data?.sections[section]?.header ?? [];
  const at = header.indexOf(chosenColumn(state, data) ?? '');
  return header[Math.max(0, Math.min(header.length - 1, at + by))];
}

/** Largest first, then smallest first, then as it comes. */
export function sortedBy(state: TableState, column: string | undefined): TableState {
  if (column === undefined) return { ...state, sort: undefined };
  const { sort } = state;
  if (sort?.column !== column) return { ...state, sort: { column, descending: true } };
  return { ...state, sort: sort.descending ? { column, descending: false } : undefined };
}

/** The next row comes under the cursor, as several in a row are often meant. */
function marked(state: TableState, data: Watched | undefined): TableState {
  const id = rowUnderCursor(state, data)?.id;
  if (id === undefined) return state;
  return moved({ ...withMark(state, id), cursor: id }, data, 1);
}

/** Marked, or no longer. */
export function withMark(state: TableState, id: string): TableState {
  const marks = state.marks.includes(id) ? state.marks.filter((each) => each !== id) : [...state.marks, id];
  return { ...state, marks };
}
