/** A View as tab-separated text, for a pipe or a terminal. */
import type { Scalar, View } from '../view/view.js';
import { printable } from '../text/printable.js';
import { plainCell } from '../text/source/plain-cell.js';
import { scalarOf } from './cells.js';

/**
 * One line a row, no heading, no colour; tabs and line ends inside a cell are escaped so that columns stay columns,
 * on a terminal control characters too.
 */
export function renderPlain(view: View, isTerminal: boolean): string {
  const escaped = isTerminal ? escapedForTerminal : plainCell;
  const lines = [view, ...(view.more ?? [])].flatMap((section) =>
    section.rows.map((row) => row.map((cell) => escaped(plainText(scalarOf(cell)))).join('\t')),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function plainText(value: Scalar): string {
  return value === null || value === undefined ? '' : String(value);
}

function escapedForTerminal(text: string): string {
  return printable(text.replaceAll('\\', '\\\\'));
}
