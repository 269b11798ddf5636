/** A View as aligned columns for a terminal. */
import Table from 'cli-table3';
import type { Scalar, View } from '../view/view.js';
import { isToned, scalarOf } from './cells.js';
import type { Style } from './style.js';
import { printable, printableLines } from '../text/printable.js';
import { wrapText } from './wrap.js';

const noBorders = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((part) => [part, '']),
);

const gap = 2;

/** Shared by the results of a stream: one heading, and columns that never get narrower. */
export interface TableMemory {
  widths?: readonly number[];
}

export function renderTable(view: View, style: Style, columns: number, memory: TableMemory = {}): string {
  const sections = [renderSection(view, style, columns, memory)];
  for (const section of view.more ?? []) sections.push(renderSection(section, style, columns, {}));
  return sections.filter((text) => text !== '').join('\n');
}

function renderSection(whole: View, style: Style, columns: number, memory: TableMemory): string {
  const view = withoutSpare(whole, columns);
  const title = view.title === undefined ? '' : `${style.heading(printableLines(view.title))}\n`;
  if (view.rows.length === 0) return title;
  const texts = view.rows.map((row) => row.map((cell) => display(scalarOf(cell))));
  const isContinued = memory.widths !== undefined;
  const colWidths = widths(view.header, texts, columns, memory.widths);
  memory.widths = colWidths;
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
    head: isContinued
      ? []
      : view.header.map((name, x) =>
          headingLines(name, (colWidths[x] ?? gap) - gap)
            .map((line) => style.heading(line))
            .join('\n'),
        ),
    colWidths,
    colAligns: view.header.map((_, column) => (isNumeric(view.rows, column) ? 'right' : 'left')),
  });
  table.push(
    ...view.rows.map((row, y) =>
      row.map((cell, x) => {
        // Wrapped here and line by line, since the table's own wrapping counts colours as characters.
        const lines = wrapped(texts[y]?.[x] ?? '', (colWidths[x] ?? gap) - gap);
        return lines.map((line) => (isToned(cell) ? style.tone(line, cell.tone) : line)).join('\n');
      }),
    ),
  );
  const lines = table.toString().split('\n');
  return `${title}${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function withoutSpare(view: View, columns: number): View {
  const [name, ...spare] = view.spare ?? [];
  if (name === undefined || neededColumns(view) <= columns) return view;
  const left = view.header.indexOf(name);
  const others = <T>(row: readonly T[]): readonly T[] => row.filter((_, column) => column !== left);
  return withoutSpare({ ...view, header: others(view.header), rows: view.rows.map(others), spare }, columns);
}

function neededColumns({ header, rows }: View): number {
  return header.reduce(
    (sum, name, column) =>
      sum + gap + Math.max(name.length, ...rows.map((row) => widthOf(display(scalarOf(row[column]))))),
    -gap,
  );
}

/** The widest column shrinks until the row fits; text wraps and is never cut. */
function widths(
  header: readonly string[],
  texts: readonly string[][],
  columns: number,
  before: readonly number[] = [],
): number[] {
  const wanted = header.map((name, x) =>
    Math.max(before[x] ?? 0, gap + Math.max(name.length, ...texts.map((row) => widthOf(row[x] ?? '')))),
  );
  for (;;) {
    const total = wanted.reduce((sum, width) => sum + width, 0);
    const widest = Math.max(...wanted);
    if (total <= columns || widest <= 12) return wanted;
    wanted[wanted.indexOf(widest)] = Math.max(12, widest - (total - columns));
  }
}

/** `LOG-END-OFFSET` in a narrow column: broken after its hyphens, to stay readable. */
function headingLines(name: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of name.split(/(?<=-)/)) {
    const joined = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.flatMap((line) => wrapped(line, width));
}

/** Nothing is cut, and no character is split. */
function wrapped(text: string, width: number): string[] {
  return wrapText(text, Math.max(1, width))
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Characters of one UTF-16 unit that take two columns; those of two units are as wide as they are long. */
const wideLetters =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|(?=[\u2000-\u2fff])\p{Extended_Pictographic}/gu;

function widthOf(text: string): number {
  return text.length + (text.match(wideLetters)?.length ?? 0);
}

function isNumeric(rows: View['rows'], column: number): boolean {
  const values = rows
    .map((row) => scalarOf(row[column]))
    .filter((value) => value !== null && value !== undefined);
  return values.length > 0 && values.every((value) => typeof value === 'number' || typeof value === 'bigint');
}

function display(value: Scalar): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? printable(value) : String(value);
}
