/** A View as tab-separated text for a pipe. */
import type { Scalar, View } from '../view/view.js';
import { scalarOf } from './cells.js';

/** One line a row, no heading, no colour; tabs and line ends inside a cell are escaped so that columns stay columns. */
export function renderPlain(view: View): string {
  const lines = [view, ...(view.more ?? [])].flatMap((section) =>
    section.rows.map((row) => row.map((cell) => escaped(plainText(scalarOf(cell)))).join('\t')),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function plainText(value: Scalar): string {
  return value === null || value === undefined ? '' : String(value);
}

function escaped(text: string): string {
  return text.replace(
    /[\\\t\n\r]/g,
    (char) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char] ?? char,
  );
}
