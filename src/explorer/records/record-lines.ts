/** An open record → the lines in sight: fields, then its value, folded and broken to the width. */
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { ScreenLine, Span } from '../../view/screen.js';
import { scrollTop } from '../../view/scroll-top.js';
import { cutAt, lettersOf, widthOf } from '../../view/width.js';
import type { Size } from '../state/view-kind.js';
import { unfolded } from './text/json-lines.js';
import type { OpenLines, OpenRecord } from './open-record-state.js';
import { recordFields, valueOf } from './text/record-text.js';

interface Line {
  readonly spans: ScreenLine;
  /** The number of the JSON's line, if a bracket opens there. */
  readonly fold: number | undefined;
}

/** The cursor's mark stands before each line. */
const signs = 2;

export function openRecordLines(open: OpenRecord, nowMs: number, size: Size): readonly ScreenLine[] {
  const lines = linesOf(open, nowMs, size.columns);
  const { at, top } = placeOf(open, lines.length, size.rows);
  return lines
    .slice(top, top + size.rows)
    .map(({ spans }, index) => [{ text: index + top === at ? '❯ ' : '  ', tone: 'strong' }, ...spans]);
}

function placeOf({ line, cursorLine }: OpenRecord, total: number, rows: number) {
  const at = Math.min(line, total - 1);
  return { at, top: scrollTop({ at, total, rows, cursorLine }) };
}

/** The line of the record on a line of the view; it may be beyond the last. */
export function openLineAt(open: OpenRecord, row: number, nowMs: number, { columns, rows }: Size): number {
  return placeOf(open, linesOf(open, nowMs, columns).length, rows).top + row;
}

/** What the keys need to know of them. */
export function openLines(open: OpenRecord, nowMs: number, columns: number): OpenLines {
  const lines = linesOf(open, nowMs, columns);
  const all = valueOf(open.record).lines;
  return {
    count: lines.length,
    foldAt: (line) => lines[line]?.fold,
    foldable: all.flatMap(({ closesAt }, index) => (closesAt === undefined ? [] : [index])),
  };
}

interface Laid {
  readonly columns: number;
  readonly folds: readonly number[];
  readonly lines: readonly Line[];
}

/** The value of each record as it was laid out last: it may have ten thousand lines, and is drawn at each key. */
const laidOut = new WeakMap<CopiedRecord, Laid>();

function linesOf({ record, folds }: OpenRecord, nowMs: number, columns: number): readonly Line[] {
  const known = laidOut.get(record);
  const value =
    known?.columns === columns && known.folds === folds ? known.lines : valueLines(record, folds, columns);
  laidOut.set(record, { columns, folds, lines: value });
  const fields = recordFields(record, nowMs).flatMap((line) => broken(line, columns - signs, 9));
  return [...fields.map((spans) => ({ spans, fold: undefined })), ...value];
}

function valueLines(record: CopiedRecord, folds: readonly number[], columns: number): readonly Line[] {
  const { lines } = valueOf(record);
  return unfolded(lines, folds).flatMap(({ line, hidden }): Line[] => {
    const { spans = [], indent = 0, closesAt } = lines[line] ?? {};
    const end = hidden === 0 ? [] : foldedEnd(lines[line + hidden]?.spans ?? [], hidden);
    return broken([...spans, ...end], columns - signs, Math.min(indent + 2, Math.floor(columns / 2))).map(
      (each, index) => ({ spans: each, fold: index === 0 && closesAt !== undefined ? line : undefined }),
    );
  });
}

function foldedEnd(closing: readonly Span[], hidden: number): readonly Span[] {
  const text = closing
    .map((span) => span.text)
    .join('')
    .trim();
  return [{ text: ` … ${text}` }, { text: `  ${hidden} lines`, tone: 'muted' }];
}

/** Lines behind the first are indented by so many columns. */
export function broken(line: ScreenLine, columns: number, indent: number): readonly ScreenLine[] {
  const lines: Span[][] = [[]];
  let room = columns;
  for (const span of line) {
    let { text } = span;
    while (text !== '') {
      let part = cutAt(text, room);
      const isNew = room >= columns - indent;
      // A sign of two columns for which there is one.
      if (part === '' && isNew) part = lettersOf(text.slice(0, 64))[0] ?? text.slice(0, 1);
      if (part !== '') lines.at(-1)?.push({ ...span, text: part });
      text = text.slice(part.length);
      room -= widthOf(part);
      if (text === '') break;
      lines.push(indent === 0 ? [] : [{ text: ' '.repeat(indent) }]);
      room = Math.max(1, columns - indent);
    }
  }
  return lines;
}
