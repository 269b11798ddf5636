/** Cells → lines of fixed columns for a screen. */
import { fitted } from '../../view/width.js';
import type { ScreenLine, Span } from '../../view/screen.js';
import type { Tone } from '../../view/view.js';

export interface Column {
  readonly name: string;
  /** The one column without a width takes the rest. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

export type ScreenCell = string | { readonly text: string; readonly tone?: Tone };

const gap = 1;

/** A heading and rows; a marked row is highlighted over its whole width. */
export function textColumns(
  columns: readonly Column[],
  rows: readonly { readonly cells: readonly ScreenCell[]; readonly isMarked?: boolean }[],
  width: number,
): readonly ScreenLine[] {
  const widths = widthsOf(columns, width);
  const heading: ScreenLine = columns.map(({ name, align }, x) => ({
    text: fitted(name, widths[x] ?? 0, align) + ' '.repeat(gap),
    tone: 'muted' as const,
  }));
  return [
    heading,
    ...rows.map(({ cells, isMarked }) => {
      const spans = columns.map(({ align }, x): Span => {
        const cell = cells[x] ?? '';
        const { text, tone } = typeof cell === 'string' ? { text: cell, tone: undefined } : cell;
        const padded = fitted(text, widths[x] ?? 0, align) + ' '.repeat(gap);
        return tone === undefined ? { text: padded } : { text: padded, tone };
      });
      return isMarked ? [{ text: spans.map(({ text }) => text).join(''), tone: 'marked' as const }] : spans;
    }),
  ];
}

/** Which of the columns has this column of the screen; -1 for none. */
export function columnAt(columns: readonly Column[], width: number, x: number): number {
  let right = 0;
  return widthsOf(columns, width).findIndex((each) => x < (right += each + gap));
}

function widthsOf(columns: readonly Column[], width: number): readonly number[] {
  const taken = columns.reduce((sum, column) => sum + (column.width ?? 0) + gap, -gap);
  const left = Math.max(6, width - taken);
  return columns.map((column) => column.width ?? left);
}
