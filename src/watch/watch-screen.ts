/** A watched command's rounds → lines of a screen, with changes marked. */
import type { Cell, ScreenLine, Span, Tone } from '../command.js';
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

export function watchLines({ watched, heading, failure, rows }: WatchFrame): readonly ScreenLine[] {
  const status: ScreenLine =
    failure === undefined
      ? [{ text: heading, tone: 'muted' }]
      : [{ text: `Last round failed: ${failure}`, tone: 'bad' }];
  const body = (watched?.sections ?? []).flatMap(sectionLines);
  const notes = (watched?.notes ?? []).map((text): ScreenLine => [{ text, tone: 'muted' }]);
  const all = [...body, ...notes];
  const space = rows - 1;
  if (all.length <= space) return [status, ...all];
  const left = all.length - space + 1;
  return [status, ...all.slice(0, space - 1), [{ text: `… ${left} more lines`, tone: 'muted' }]];
}

function sectionLines({ title, header, rows }: WatchedSection, index: number): readonly ScreenLine[] {
  const texts = rows.map(({ cells }) => cells.map(text));
  const widths = header.map((name, x) => Math.max(name.length, ...texts.map((row) => row[x]?.length ?? 0)));
  const isRight = header.map((_, x) => rows.length > 0 && rows.every(({ cells }) => isNumber(cells[x])));
  const pad = (value: string, x: number) =>
    isRight[x] ? value.padStart(widths[x] ?? 0) : value.padEnd(widths[x] ?? 0);
  const head: ScreenLine[] =
    rows.length === 0 ? [] : [[{ text: `  ${header.map(pad).join(gap)}`, tone: 'strong' }]];
  return [
    ...(index === 0 ? [] : [[]]),
    ...(title === undefined ? [] : [[{ text: title, tone: 'strong' as const }]]),
    ...head,
    ...rows.map((row, y) => rowLine(row, (texts[y] ?? []).map(pad))),
  ];
}

/** `+` new, `-` gone, `*` changed: seen without colour too, as the marked cells are. */
function rowLine(row: WatchedRow, texts: readonly string[]): ScreenLine {
  if (row.change === 'gone') return [{ text: `- ${texts.join(gap)}`, tone: 'bad' }];
  if (row.change === 'new' && row.before === undefined)
    return [{ text: `+ ${texts.join(gap)}`, tone: 'marked' }];
  const sign = { same: '  ', changed: '* ', new: '+ ' }[row.change];
  return [
    { text: sign, ...(row.change === 'new' ? { tone: 'good' as const } : {}) },
    ...texts.flatMap((padded, x): Span[] => {
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
