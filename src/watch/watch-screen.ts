/** A watched command's rounds → lines of a screen, with changes marked. */
import type { ScreenLine, Span } from '../view/screen.js';
import { padTo, widthOf } from '../view/width.js';
import type { Cell, Tone } from '../view/view.js';
import { scalarOf, type WatchedRow } from './diff-views.js';
import type { Watched, WatchedSection } from './watched-sections.js';

export interface WatchFrame {
  readonly watched: Watched | undefined;
  /** What was typed, the interval and the time. */
  readonly heading: string;
  readonly failure: string | undefined;
  readonly columns: number;
  readonly rows: number;
}

const gap = '  ';

export function watchLines({ watched, heading, failure, columns, rows }: WatchFrame): readonly ScreenLine[] {
  const status: ScreenLine =
    failure === undefined
      ? [{ text: heading, tone: 'muted' }]
      : [{ text: `Last round failed: ${failure}`, tone: 'bad' }];
  const body = (watched?.sections ?? []).flatMap((section, index) => sectionLines(section, index, columns));
  const notes = (watched?.notes ?? []).flatMap((note) =>
    note.split('\n').map((line): ScreenLine => [{ text: line, tone: 'muted' }]),
  );
  const all = [...body, ...notes];
  const space = rows - 1;
  if (all.length <= space) return [status, ...all];
  const left = all.length - space + 1;
  return [status, ...all.slice(0, space - 1), [{ text: `… ${left} more lines`, tone: 'muted' }]];
}

function sectionLines(section: WatchedSection, index: number, columns: number): readonly ScreenLine[] {
  const { title, header, rows } = section;
  const texts = rows.map(({ cells }) => cells.map(text));
  const widths = header.map((name, x) =>
    texts.reduce((widest, row) => Math.max(widest, widthOf(row[x] ?? '')), name.length),
  );
  const isRight = header.map((_, x) => rows.length > 0 && rows.every(({ cells }) => isNumber(cells[x])));
  const shown = shownColumns(section, widths, columns);
  const pad = (value: string, x: number) => padTo(value, widths[x] ?? 0, isRight[x] ? 'right' : 'left');
  const heading = shown.map((x) => pad(header[x] ?? '', x)).join(gap);
  return [
    ...(index === 0 ? [] : [[]]),
    ...(title?.split('\n') ?? []).map((line): ScreenLine => [{ text: line, tone: 'strong' }]),
    ...(rows.length === 0 ? [] : [[{ text: `  ${heading}`, tone: 'strong' as const }]]),
    ...rows.map((row, y) =>
      rowLine(
        row,
        shown.map((x) => ({ x, padded: pad(texts[y]?.[x] ?? '', x) })),
      ),
    ),
  ];
}

function shownColumns(
  { header, spare }: WatchedSection,
  widths: readonly number[],
  columns: number,
): readonly number[] {
  let shown: readonly number[] = header.map((_, x) => x);
  for (const name of spare) {
    const needed = shown.reduce((sum, x) => sum + (widths[x] ?? 0) + gap.length, 0);
    if (needed <= columns) break;
    shown = shown.filter((x) => header[x] !== name);
  }
  return shown;
}

/** `+` new, `-` gone, `*` changed: visible without colour too, like the marked cells. */
function rowLine(
  row: WatchedRow,
  shown: readonly { readonly x: number; readonly padded: string }[],
): ScreenLine {
  const whole = shown.map(({ padded }) => padded).join(gap);
  if (row.change === 'gone') return [{ text: `- ${whole}`, tone: 'bad' }];
  if (row.change === 'new' && row.before === undefined) return [{ text: `+ ${whole}`, tone: 'marked' }];
  const sign = { same: '  ', changed: '* ', new: '+ ' }[row.change];
  return [
    { text: sign, ...(row.change === 'new' ? { tone: 'good' as const } : {}) },
    ...shown.flatMap(({ x, padded }): Span[] => {
      const tone: Tone | undefined = row.changed.includes(x) ? 'marked' : toneOf(row.cells[x]);
      return [tone === undefined ? { text: padded } : { text: padded, tone }, { text: gap }];
    }),
  ];
}

function toneOf(cell: Cell): Tone | undefined {
  return typeof cell === 'object' && cell !== null ? cell.tone : undefined;
}

function isNumber(cell: Cell): boolean {
  const value = scalarOf(cell);
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'bigint';
}

function text(cell: Cell): string {
  const value = scalarOf(cell);
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
