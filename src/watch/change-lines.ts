/** What changed in a round as objects, for `--watch` in a pipe: one a row. */
import { scalarOf, type WatchedRow } from './diff-views.js';
import type { WatchedSection } from './watched-sections.js';
import type { Scalar } from '../view/view.js';

interface RowChangeLine {
  readonly time: string;
  /** `initial`: a row of the first round. */
  readonly change: 'initial' | 'new' | 'changed' | 'gone';
  readonly section?: string;
  /** The row as it is now, or as it was last, by its headings. */
  readonly row: Readonly<Record<string, Scalar>>;
  /** What the changed columns held before. */
  readonly before?: Readonly<Record<string, Scalar>>;
}

/** A title holds what no row does: the state of a group, its members. */
interface TitleChangeLine {
  readonly time: string;
  readonly change: 'initial' | 'changed';
  readonly title: string;
  readonly before?: string;
}

export type ChangeLine = RowChangeLine | TitleChangeLine;

export function changeLines(
  sections: readonly WatchedSection[],
  isFirst: boolean,
  now: Date,
): readonly ChangeLine[] {
  const time = now.toISOString();
  return sections.flatMap((section, index) => [
    ...titleLines(section, isFirst, time),
    ...section.rows.flatMap((row): RowChangeLine[] => {
      const change = isFirst ? 'initial' : freshChange(row);
      if (change === undefined) return [];
      return [
        {
          time,
          change,
          ...(index === 0 || section.title === undefined ? {} : { section: section.title }),
          row: record(section.header, row.cells),
          ...(change === 'changed' ? { before: record(section.header, row.before ?? [], row.changed) } : {}),
        },
      ];
    }),
  ]);
}

function titleLines(
  { title, titleBefore }: WatchedSection,
  isFirst: boolean,
  time: string,
): readonly TitleChangeLine[] {
  if (title === undefined) return [];
  if (isFirst) return [{ time, change: 'initial', title }];
  return titleBefore === undefined ? [] : [{ time, change: 'changed', title, before: titleBefore }];
}

/** Marks stay for a second round, changes are reported once. */
function freshChange(row: WatchedRow): RowChangeLine['change'] | undefined {
  if (row.change === 'new' && row.before === undefined) return 'new';
  if (row.change === 'gone') return row.marks === 2 ? 'gone' : undefined;
  return row.changed.length > 0 ? 'changed' : undefined;
}

function record(
  header: readonly string[],
  cells: WatchedRow['cells'],
  columns: readonly number[] = header.map((_, column) => column),
): Readonly<Record<string, Scalar>> {
  return Object.fromEntries(columns.map((column) => [header[column] ?? '', scalarOf(cells[column]) ?? null]));
}
