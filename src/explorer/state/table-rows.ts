/** The rows of a table that are in sight: filtered and in order; pure. */
import { sortedOrder, type SortKey } from '../../output/arrange.js';
import { LabError } from '../../text/errors.js';
import { Pattern } from '../../text/pattern/pattern.js';
import { scalarOf, type WatchedRow } from '../../watch/diff-views.js';
import type { Watched, WatchedSection } from '../../watch/watched-sections.js';
import type { Cell } from '../../view/view.js';

export interface TableRow {
  /** Of the row among all sections; stays the same from round to round. */
  readonly id: string;
  readonly section: number;
  readonly row: WatchedRow;
}

export interface Choice {
  readonly filter: string;
  readonly sort: SortKey | undefined;
}

type Kept = { readonly choice: string; readonly rows: readonly TableRow[] };
const known = new WeakMap<Watched, Kept>();

/** Kept for the same data and choice: drawing and keys ask for it again and again. */
export function tableRows(watched: Watched, { filter, sort }: Choice): readonly TableRow[] {
  const choice = JSON.stringify([filter, sort]);
  const before = known.get(watched);
  if (before?.choice === choice) return before.rows;
  const keep = filterOf(filter);
  const rows = watched.sections.flatMap((section, index) =>
    inOrder(section, sort)
      .filter((row) => keep(row.cells))
      .map((row): TableRow => ({ id: `${index} ${row.key}`, section: index, row })),
  );
  known.set(watched, { choice, rows });
  return rows;
}

function inOrder({ header, rows }: WatchedSection, sort: SortKey | undefined): readonly WatchedRow[] {
  if (sort === undefined || !header.includes(sort.column)) return rows;
  return sortedOrder({ header, rows: rows.map(({ cells }) => cells) }, [sort]).flatMap(
    (place) => rows[place] ?? [],
  );
}

/** A text in any case, a `/regular expression/`, or either behind `!`: those without it. All rows if it cannot be read. */
function filterOf(filter: string): (cells: readonly Cell[]) => boolean {
  const isInverted = filter.startsWith('!');
  const text = isInverted ? filter.slice(1) : filter;
  if (text === '') return () => true;
  const contains = matcherOf(text);
  return (cells) => contains(cells.map((cell) => String(scalarOf(cell) ?? ''))) !== isInverted;
}

/** `^` and `$` are the ends of the row, or of a cell. */
function matcherOf(text: string): (cells: readonly string[]) => boolean {
  const pattern = patternOf(text);
  if (pattern instanceof LabError) return () => true;
  if (pattern) return (cells) => pattern.test(cells.join(' ')) || cells.some((cell) => pattern.test(cell));
  const wanted = text.toLowerCase();
  return (cells) => cells.join(' ').toLowerCase().includes(wanted);
}

/** Undefined for a plain text. */
function patternOf(text: string): Pattern | LabError | undefined {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(text) ?? [];
  if (source === undefined) return undefined;
  try {
    return new Pattern(source, {
      flags: flags.includes('i') ? flags : `${flags}i`,
      option: 'filter',
      longestMs: 500,
    });
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** What is wrong with a filter, for the person who types it. */
export function filterProblem(filter: string): string | undefined {
  const pattern = patternOf(filter.replace(/^!/, ''));
  return pattern instanceof LabError ? pattern.message : undefined;
}
