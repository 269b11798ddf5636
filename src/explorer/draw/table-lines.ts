/** A live table → the lines in sight: titles, headings, rows with their changes, notes. */
import { wrapText } from '../../output/wrap.js';
import { printableLines } from '../../text/printable.js';
import type { ScreenLine, Span } from '../../view/screen.js';
import { scrollTop } from '../../view/scroll-top.js';
import { fitted } from '../../view/width.js';
import type { Watched, WatchedSection } from '../../watch/watched-sections.js';
import type { Shown, Size } from '../state/view-kind.js';
import { chosenColumn, cursorPlace, rowsOf, type TableState } from '../state/table-state.js';
import type { TableRow } from '../state/table-rows.js';
import { cellText, cellTone } from './cell-text.js';
import { columnLayout, gap, type ColumnLayout } from './column-widths.js';
import { rowSigns, signColumns as signs } from './row-signs.js';

type Line =
  | { readonly kind: 'text'; readonly line: ScreenLine }
  | { readonly kind: 'heading'; readonly section: number }
  | { readonly kind: 'row'; readonly row: TableRow; readonly place: number };

export function tableLines(state: TableState, shown: Shown<Watched>): readonly ScreenLine[] {
  const { data, size, isOld } = shown;
  if (data === undefined) return [];
  const cursor = cursorPlace(state, rowsOf(state, data));
  const column = chosenColumn(state, data);
  const layouts = new Map<number, readonly ColumnLayout[]>();
  const layoutOf = (index: number) => {
    const section = data.sections[index];
    const layout = layouts.get(index) ?? (section ? columnLayout(section, size.columns - signs, column) : []);
    layouts.set(index, layout);
    return layout;
  };
  return linesInSight(state, data, size).map((line): ScreenLine => {
    if (line.kind === 'text') return line.line;
    const index = line.kind === 'heading' ? line.section : line.row.section;
    const section = data.sections[index];
    if (!section) return [];
    if (line.kind === 'heading') {
      const layout = layoutOf(index);
      return [...headingLine(section, layout, state, column), ...leftOut(section, layout, size.columns)];
    }
    const isMarked = state.marks.includes(line.row.id);
    return rowLine(line.row, layoutOf(index), { isCursor: line.place === cursor, isMarked, isOld });
  });
}

/** The rows that are drawn. */
export function rowsInSight(state: TableState, data: Watched, size: Size): readonly TableRow[] {
  return linesInSight(state, data, size).flatMap((line) => (line.kind === 'row' ? [line.row] : []));
}

/** What the lines in sight are, from the top. */
function linesInSight(state: TableState, data: Watched, { columns, rows: room }: Size): readonly Line[] {
  const rows = rowsOf(state, data);
  const all = linesOf(data, rows, state, columns);
  const cursor = cursorPlace(state, rows);
  const at = all.findIndex((line) => line.kind === 'row' && line.place === cursor);
  const top = topOf(state, all.length, at, room, cursor === rows.length - 1);
  return withHeading(all.slice(top, top + room), top);
}

/** What is at a place of the screen: a row, by its id and its place in the list, or the heading of a column. */
type Spot =
  | { readonly kind: 'row'; readonly id: string; readonly place: number }
  | { readonly kind: 'heading'; readonly column: string };

/** Undefined if there is neither. `column` and `row` are counted from the top left of the table. */
export function spotAt(
  state: TableState,
  { data, size }: Shown<Watched>,
  { column, row }: { readonly column: number; readonly row: number },
): Spot | undefined {
  const line = data && linesInSight(state, data, size)[row];
  if (line?.kind === 'row') return { kind: 'row', id: line.row.id, place: line.place };
  const section = line?.kind === 'heading' ? data?.sections[line.section] : undefined;
  if (!section) return undefined;
  let left = signs;
  const found = columnLayout(section, size.columns - signs, chosenColumn(state, data)).find(({ width }) => {
    const isHere = column >= left && column < left + width;
    left += width + gap;
    return isHere;
  });
  const name = found && section.header[found.place];
  return name === undefined ? undefined : { kind: 'heading', column: name };
}

/** How many rows a page has, for keys. */
export function pageOf({ size }: Pick<Shown<unknown>, 'size'>): number {
  return Math.max(1, size.rows - 2);
}

function linesOf(
  { sections, notes }: Watched,
  rows: readonly TableRow[],
  state: TableState,
  columns: number,
): readonly Line[] {
  const text = (words: string, tone: 'strong' | 'muted'): Line[] =>
    wrapText(printableLines(words), columns)
      .split('\n')
      .map((each) => ({ kind: 'text', line: [{ text: each, tone }] }));
  let place = 0;
  const body = sections.flatMap((section, index): Line[] => {
    const own = rows.filter((each) => each.section === index);
    return [
      ...(index === 0 ? [] : [{ kind: 'text' as const, line: [] }]),
      ...(section.title === undefined ? [] : text(section.title, 'strong')),
      ...(section.rows.length === 0 ? [] : [{ kind: 'heading' as const, section: index }]),
      ...own.map((row): Line => ({ kind: 'row', row, place: place++ })),
      ...(own.length === 0 && section.rows.length > 0
        ? text(noneText(section.rows.length, state.filter), 'muted')
        : []),
    ];
  });
  return [
    ...body,
    ...(notes.length > 0 && body.length > 0 ? [blank] : []),
    ...notes.flatMap((note) => text(note, 'muted')),
  ];
}

function noneText(rows: number, filter: string): string {
  const none = `  None of ${rows} has "${filter}".`;
  // As others take it from the first letter on.
  const isLikePattern = !/^!?\//.test(filter) && /[*|^$+[\]]/.test(filter);
  return isLikePattern
    ? `${none} A regular expression: /${filter.replace(/^!/, '')}/`
    : `${none} Esc shows all.`;
}

const blank: Line = { kind: 'text', line: [] };

/** With the last row all that follows comes in sight. */
function topOf(state: TableState, total: number, at: number, rows: number, isLast: boolean): number {
  const end = Math.max(0, total - rows);
  if (at === -1) return Math.min(state.scroll, end);
  const { cursorLine } = state;
  if (isLast && cursorLine === undefined) return Math.min(end, at);
  return scrollTop({ at, total, rows, cursorLine });
}

/** The heading of the first row in sight stays on top. */
function withHeading(inSight: readonly Line[], top: number): readonly Line[] {
  if (top === 0 || inSight[0]?.kind !== 'row' || inSight.length < 3) return inSight;
  return [{ kind: 'heading', section: inSight[0].row.section }, ...inSight.slice(1)];
}

function headingLine(
  section: WatchedSection,
  layout: readonly ColumnLayout[],
  { sort, column: chosen }: TableState,
  column: string | undefined,
): ScreenLine {
  return [
    { text: ' '.repeat(signs) },
    ...layout.flatMap(({ place, width, align }): Span[] => {
      const name = section.header[place] ?? '';
      const arrow = sort?.column === name ? (sort.descending ? '↓' : '↑') : '';
      const text = fitted(name + arrow, width + (arrow === '' ? 0 : 1), align);
      const isChosen = name === column && chosen !== undefined;
      return [
        { text, tone: isChosen ? 'marked' : 'strong' },
        { text: ' '.repeat(arrow === '' ? gap : gap - 1) },
      ];
    }),
  ];
}

/** How many columns have no room, if there is room to say so: `→` brings them in sight. */
function leftOut({ header }: WatchedSection, layout: readonly ColumnLayout[], columns: number): ScreenLine {
  const text = `+${header.length - layout.length}`;
  const used = layout.reduce((sum, { width }) => sum + width + gap, signs);
  return text === '+0' || used + text.length > columns ? [] : [{ text, tone: 'muted' }];
}

interface RowLook {
  readonly isCursor: boolean;
  readonly isMarked: boolean;
  readonly isOld: boolean;
}

function rowLine({ row }: TableRow, layout: readonly ColumnLayout[], look: RowLook): ScreenLine {
  const change = { same: ' ', changed: '*', new: '+', gone: '-' }[row.change];
  const before = rowSigns({ ...look, change });
  const texts = layout.map(({ place, width, align }) => fitted(cellText(row.cells[place]), width, align));
  if (look.isCursor) return [{ text: before + texts.join(' '.repeat(gap)), tone: 'marked' }];
  if (look.isOld) return [{ text: before + texts.join(' '.repeat(gap)), tone: 'muted' }];
  if (row.change === 'gone') return [{ text: before + texts.join(' '.repeat(gap)), tone: 'bad' }];
  return [
    { text: before, ...(row.change === 'new' ? { tone: 'good' as const } : {}) },
    ...layout.flatMap(({ place }, index): Span[] => {
      const tone = row.changed.includes(place) ? 'strong' : cellTone(row.cells[place]);
      const text = texts[index] ?? '';
      return [tone === undefined ? { text } : { text, tone }, { text: ' '.repeat(gap) }];
    }),
  ];
}
