/** Where lines are drawn: on a whole terminal, or below what was printed. */
import { widthOf } from '../../view/width.js';
import { wrapText } from '../wrap.js';
import type { PaintedLine } from './paint.js';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** All are texts to write. */
export interface Canvas {
  readonly enter: string;
  /** Columns at the end of a line that stay free. */
  readonly margin: number;
  /** Empty if all is there already. */
  draw(lines: readonly PaintedLine[], size: Size): string;
  /** The terminal has another size now, and may have moved what is on it. */
  resized(): void;
  /** After it nothing is drawn, until `enter` was written again. */
  leave(columns: number): string;
}

const esc = '\u001b[';
const hideCursor = `${esc}?25l`;
const showCursor = `${esc}?25h`;
const toLineEnd = `${esc}K`;
const toScreenEnd = `${esc}J`;

/** All of the terminal; only lines that changed are written. */
export function wholeTerminal(): Canvas {
  let shown: readonly string[] | undefined;
  let cursor = hideCursor;
  return {
    enter: `${esc}?1049h${hideCursor}${esc}2J`,
    margin: 0,
    draw(lines, { rows }) {
      const next = lines.map(({ text }) => text);
      const changes = next.flatMap((text, y) =>
        text === shown?.[y] ? [] : [`${esc}${y + 1};1H${text}${toLineEnd}`],
      );
      const isShorter = next.length < (shown ? shown.length : rows);
      shown = next;
      const rest = isShorter ? [`${esc}${next.length + 1};1H${toScreenEnd}`] : [];
      const before = cursor;
      cursor = cursorAt(lines);
      // Writing has moved it.
      const isMoved = cursor !== before || (cursor !== hideCursor && changes.length + rest.length > 0);
      return [...changes, ...rest, ...(isMoved ? [cursor] : [])].join('');
    },
    resized() {
      shown = undefined;
    },
    leave() {
      shown = undefined;
      cursor = hideCursor;
      return `${esc}0m${showCursor}${esc}?1049l`;
    },
  };
}

function cursorAt(lines: readonly PaintedLine[]): string {
  const y = lines.findIndex(({ beforeCursor }) => beforeCursor !== undefined);
  const before = lines[y]?.beforeCursor;
  return before === undefined ? hideCursor : `${esc}${y + 1};${widthOf(before) + 1}H${showCursor}`;
}

/** From the cursor's line on, so that what was printed stays in sight above; taken away at the end. */
export function belowPrinted(): Canvas {
  let drawn: readonly PaintedLine[] = [];
  let isMoved = false;
  /** A terminal that became narrower has broken the lines that are there. */
  const toTop = (columns: number) => {
    const cursorLine = drawn.findIndex(({ beforeCursor }) => beforeCursor !== undefined);
    const above = drawn.slice(0, cursorLine === -1 ? Math.max(0, drawn.length - 1) : cursorLine);
    const inLine = rowsOf(drawn[cursorLine]?.beforeCursor ?? '', columns) - 1;
    const rows = above.reduce((sum, { plain }) => sum + rowsOf(plain, columns), inLine);
    return `${rows === 0 ? '' : `${esc}${rows}A`}\r`;
  };
  return {
    enter: hideCursor,
    // After a full line terminals differ in the position of the cursor.
    margin: 1,
    draw(lines, { columns }) {
      if (!isMoved && isSame(lines, drawn)) return '';
      const top = toTop(columns);
      const cursorLine = lines.findIndex(({ beforeCursor }) => beforeCursor !== undefined);
      const back = lines.length - 1 - cursorLine;
      const cursor =
        cursorLine === -1
          ? `\r${hideCursor}`
          : `${back === 0 ? '' : `${esc}${back}A`}\r${lines[cursorLine]?.beforeCursor ?? ''}${showCursor}`;
      drawn = lines;
      isMoved = false;
      return `${hideCursor}${top}${lines.map(({ text }) => text + toLineEnd).join('\n')}${toScreenEnd}${cursor}`;
    },
    resized() {
      isMoved = true;
    },
    leave(columns) {
      const text = `${toTop(columns)}${toScreenEnd}${showCursor}`;
      drawn = [];
      return text;
    },
  };
}

function isSame(some: readonly PaintedLine[], others: readonly PaintedLine[]): boolean {
  return (
    some.length === others.length &&
    some.every(
      ({ text, beforeCursor }, y) => text === others[y]?.text && beforeCursor === others[y].beforeCursor,
    )
  );
}

function rowsOf(text: string, columns: number): number {
  return wrapText(text.replaceAll(' ', '\u00a0'), columns).split('\n').length;
}
