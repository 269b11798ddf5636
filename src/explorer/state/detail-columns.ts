/** Columns that are asked for only for the rows in sight: where they stand, and how one sorts by them; pure. */
import type { RowDetails } from '../../contract/command.js';
import type { SortKey } from '../../output/arrange.js';
import type { Cell, View } from '../../view/view.js';
import { scalarOf } from '../../watch/diff-views.js';
import type { Watched } from '../../watch/watched-sections.js';
import type { TableRow } from './table-rows.js';

export type DetailColumns = Pick<RowDetails, 'columns' | 'before' | 'flags'>;

/** What a row is called where its details are asked for. */
function detailName(cells: readonly Cell[]): string {
  return String(scalarOf(cells[0]) ?? '');
}

/** `known`: by name, a cell for each of the columns. */
export function withDetails(
  view: View,
  { columns, before }: DetailColumns,
  known: ReadonlyMap<string, readonly Cell[]>,
): View {
  const found = view.header.indexOf(before);
  const at = found === -1 ? view.header.length : found;
  const none = columns.map((): Cell => null);
  return {
    ...view,
    header: view.header.toSpliced(at, 0, ...columns),
    rows: view.rows.map((cells) => cells.toSpliced(at, 0, ...(known.get(detailName(cells)) ?? none))),
    spare: [...columns.toReversed(), ...(view.spare ?? [])],
  };
}

/** Those in sight; if they are in the order of such a column, it takes all of them to know which these are. */
export function detailNames(
  rows: { readonly all: readonly TableRow[]; readonly inSight: readonly TableRow[] },
  sort: SortKey | undefined,
  { columns }: DetailColumns,
): readonly string[] {
  const asked = sort !== undefined && columns.includes(sort.column) ? rows.all : rows.inSight;
  return asked
    .filter(({ section, row }) => section === 0 && row.change !== 'gone')
    .map(({ row }) => detailName(row.cells));
}

/** The options that sort the command's own output in the same way; none if it cannot list the column. */
export function sortWords(
  { column, descending }: SortKey,
  details: DetailColumns | undefined,
): readonly string[] {
  const flag = details?.columns.includes(column) === true ? details.flags[column] : '';
  if (flag === undefined) return [];
  return [...(flag === '' ? [] : [flag]), '--sort', `${column}${descending ? ':desc' : ''}`];
}

/** What the order does not cover. */
export function unknownText(
  data: Watched | undefined,
  rows: readonly TableRow[],
  sort: SortKey | undefined,
  details: DetailColumns | undefined,
): string | undefined {
  if (sort === undefined || details?.columns.includes(sort.column) !== true) return undefined;
  const place = data?.sections[0]?.header.indexOf(sort.column) ?? -1;
  const unknown = rows.filter(
    ({ section, row }) => section === 0 && (scalarOf(row.cells[place]) ?? null) === null,
  );
  return unknown.length === 0 ? undefined : `${sort.column} unknown for ${unknown.length}`;
}
