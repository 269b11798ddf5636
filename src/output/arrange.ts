/** `--columns` and `--sort`: which columns of a view are shown, and in which order its rows come. */
import type { Cell, Scalar, View } from '../view/view.js';
import { LabError } from '../text/errors.js';
import { byNaturalOrder } from '../view/natural-order.js';
import { scalarOf } from './cells.js';
import { quantityOf } from './quantity.js';

export interface Arrangement {
  /** Column names as typed; empty: all columns. */
  readonly columns: readonly string[];
  readonly sort: readonly SortKey[];
}

export interface SortKey {
  readonly column: string;
  readonly descending: boolean;
}

/** `LAG`, `LAG:asc`, `LAG:desc`. Throws LabError 'usage'. */
export function parseSortKey(text: string): SortKey {
  const [, column = '', order = 'asc'] = /^(.*?)(?::([^:]*))?$/.exec(text) ?? [];
  if (column === '' || !['asc', 'desc'].includes(order)) {
    throw new LabError('usage', `--sort: "${text}" is not COLUMN, COLUMN:asc or COLUMN:desc.`);
  }
  return { column, descending: order === 'desc' };
}

/** Sections that lack a column are shown without it. Throws LabError 'usage' for a name that no section has. */
export function arrange(view: View, { columns, sort }: Arrangement): View {
  const sections = sectionsOf(view);
  const headers = sections.map(({ header }) => header);
  for (const { column } of sort) requireColumn(column, headers, '--sort');
  for (const column of columns) requireColumn(column, headers, '--columns');
  const [first, ...more] = sections.map((section) => {
    const order = sortedOrder(section, sort);
    const places = shownPlaces(columns, section.header);
    return {
      ...section,
      header: places.map((place) => section.header[place] ?? ''),
      rows: places.length === 0 ? [] : order.map((row) => places.map((place) => section.rows[row]?.[place])),
    };
  });
  return { ...(first ?? view), more };
}

/** The indexes of a section's columns that are shown. */
export function shownPlaces(columns: readonly string[], header: readonly string[]): readonly number[] {
  return columns.length === 0 ? [...header.keys()] : placesOf(columns, header);
}

/** The indexes of a section's rows, sorted; equal ones keep their order. */
export function sortedOrder({ header, rows }: View, sort: readonly SortKey[]): readonly number[] {
  const keys = sort.flatMap(({ column, descending }) =>
    placesOf([column], header).map((place) => ({ place, descending })),
  );
  return [...rows.keys()].sort((one, other) => {
    for (const { place, descending } of keys) {
      const difference = compare(rows[one]?.[place], rows[other]?.[place], descending);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** The rows of all sections as objects of their columns, for the structured formats. */
export function rowsAsObjects(view: View): readonly Readonly<Record<string, Scalar>>[] {
  return sectionsOf(view).flatMap(({ header, rows }) =>
    rows.map((row) => Object.fromEntries(header.map((name, place) => [name, scalarOf(row[place]) ?? null]))),
  );
}

function sectionsOf({ more, ...first }: View): readonly View[] {
  return [first, ...(more ?? []).flatMap(sectionsOf)];
}

function placesOf(columns: readonly string[], header: readonly string[]): number[] {
  return columns.map((column) => header.findIndex((name) => isSame(name, column))).filter((at) => at !== -1);
}

function requireColumn(column: string, headers: readonly (readonly string[])[], option: string): void {
  const names = [...new Set(headers.flat())];
  if (names.some((name) => isSame(name, column))) return;
  throw new LabError('usage', `${option}: there is no column "${column}".`, {
    hint: names.length > 0 ? `There are ${names.join(', ')}.` : 'There are no columns here.',
  });
}

function isSame(name: string, typed: string): boolean {
  return name.toUpperCase() === typed.trim().toUpperCase();
}

/** Numbers before words (`none`, `no leader`), absent values last, in either direction. */
function compare(one: Cell, other: Cell, descending: boolean): number {
  const [left, right] = [scalarOf(one), scalarOf(other)];
  const difference = rank(left) - rank(right);
  if (difference !== 0) return difference;
  const [leftNumber, rightNumber] = [quantityOf(left), quantityOf(right)];
  const within =
    leftNumber !== undefined && rightNumber !== undefined
      ? order(leftNumber, rightNumber)
      : byNaturalOrder(String(left), String(right));
  return descending ? -within : within;
}

function rank(value: Scalar): number {
  if (value === null || value === undefined || value === '') return 2;
  return quantityOf(value) === undefined ? 1 : 0;
}

function order(one: number | bigint, other: number | bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
