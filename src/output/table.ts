/** A View as aligned columns for a terminal. */
import type { Cell, Scalar, View } from '../view/view.js';
import { isToned, scalarOf } from './cells.js';
import type { Style } from './style.js';
import { printable, printableLines } from '../text/printable.js';
import { widthOf } from '../view/width.js';
import { wrapText } from './wrap.js';

const gap = '  ';
/** No column shrinks below this. */
const narrowest = 10;

/** Shared by the results of a stream: one heading, and columns that never get narrower. */
export interface TableMemory {
  widths?: readonly number[];
}

interface Column {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly texts: readonly string[];
  /** How wide each text is, and the widest of them with the heading. */
  readonly textWidths: readonly number[];
  readonly width: number;
  readonly align: 'left' | 'right';
}

export function renderTable(view: View, style: Style, columns: number, memory: TableMemory = {}): string {
  const sections = [renderSection(view, style, columns, memory)];
  for (const section of view.more ?? []) sections.push(renderSection(section, style, columns, {}));
  return sections.filter((text) => text !== '').join('\n');
}

function renderSection(view: View, style: Style, columns: number, memory: TableMemory): string {
  const title = view.title === undefined ? '' : `${style.heading(printableLines(view.title))}\n`;
  if (view.rows.length === 0) return title;
  const all = view.header.map((name, x) => columnOf(name, x, view.rows));
  const shown = withoutSpare(all, view.spare ?? [], columns);
  const isContinued = memory.widths !== undefined;
  const widths = fittingWidths(shown, columns, memory.widths);
  memory.widths = widths;
  let text = isContinued ? title : title + heading(shown, widths, style);
  for (let y = 0; y < view.rows.length; y += 1) text += row(shown, widths, y, style);
  return text;
}

function columnOf(name: string, x: number, rows: View['rows']): Column {
  const cells = rows.map((row) => row[x]);
  const texts = cells.map((cell) => display(scalarOf(cell)));
  const textWidths = texts.map(widthOf);
  const width = textWidths.reduce((widest, each) => Math.max(widest, each), name.length);
  return { name, cells, texts, textWidths, width, align: isNumeric(cells) ? 'right' : 'left' };
}

function withoutSpare(
  all: readonly Column[],
  [first, ...others]: readonly string[],
  columns: number,
): readonly Column[] {
  const needed = all.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
  if (first === undefined || needed <= columns) return all;
  return withoutSpare(
    all.filter(({ name }) => name !== first),
    others,
    columns,
  );
}

/** The widest column shrinks until the row fits; text wraps and is never cut. */
function fittingWidths(
  shown: readonly Column[],
  columns: number,
  before: readonly number[] = [],
): readonly number[] {
  const widths = shown.map(({ width }, x) => Math.max(before[x] ?? 0, width));
  for (;;) {
    // Behind the last column there is a gap, too, since some terminals break a line that is full.
    const over = widths.reduce((sum, width) => sum + width + gap.length, 0) - columns;
    const widest = Math.max(...widths);
    if (over <= 0 || widest <= narrowest) return widths;
    widths[widths.indexOf(widest)] = Math.max(narrowest, widest - over);
  }
}

function heading(shown: readonly Column[], widths: readonly number[], style: Style): string {
  const cells = shown.map(({ name }, x) => headingLines(name, widths[x] ?? 0));
  return severalLines(cells, shown, widths, (text) => style.heading(text));
}

function row(shown: readonly Column[], widths: readonly number[], y: number, style: Style): string {
  const painted = (text: string, x: number) => {
    const cell = shown[x]?.cells[y];
    return isToned(cell) ? style.tone(text, cell.tone) : text;
  };
  let line = '';
  // There may be a million rows, and most of them fit in a line.
  for (const [x, { texts, textWidths, align }] of shown.entries()) {
    const free = (widths[x] ?? 0) - (textWidths[y] ?? 0);
    if (free < 0) {
      const cells = shown.map((column, at) => cellLines(column.texts[y] ?? '', widths[at] ?? 0));
      return severalLines(cells, shown, widths, painted);
    }
    line += aligned(painted(texts[y] ?? '', x), free, align) + gap;
  }
  return `${line.trimEnd()}\n`;
}

/** As many lines as the cell with most of them. */
function severalLines(
  cells: readonly (readonly string[])[],
  shown: readonly Column[],
  widths: readonly number[],
  painted: (text: string, x: number) => string,
): string {
  const height = cells.reduce((most, { length }) => Math.max(most, length), 1);
  const lines = Array.from({ length: height }, (_, line) => {
    const texts = cells.map((own, x) => {
      const text = own[line] ?? '';
      return aligned(painted(text, x), (widths[x] ?? 0) - widthOf(text), shown[x]?.align);
    });
    return `${texts.join(gap).trimEnd()}\n`;
  });
  return lines.join('');
}

/** Padded by hand, since colours have no width. */
function aligned(text: string, free: number, align: Column['align'] = 'left'): string {
  if (free <= 0) return text;
  return align === 'right' ? ' '.repeat(free) + text : text + ' '.repeat(free);
}

/** `LOG-END-OFFSET` in a narrow column: broken after its hyphens, to stay readable. */
function headingLines(name: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of name.split(/(?<=-)/)) {
    const joined = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  // A heading that is padded, to keep a streamed column's width, is aligned as its column is.
  return lines.flatMap((line) => cellLines(line.trimEnd(), width));
}

function cellLines(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  return wrapText(text, width)
    .split('\n')
    .map((line) => line.trimEnd());
}

function isNumeric(cells: readonly Cell[]): boolean {
  let isAny = false;
  for (const cell of cells) {
    const value = scalarOf(cell);
    if (value === null || value === undefined) continue;
    if (typeof value !== 'number' && typeof value !== 'bigint') return false;
    isAny = true;
  }
  return isAny;
}

function display(value: Scalar): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? printable(value) : String(value);
}
