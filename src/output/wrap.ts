/** Long lines for a terminal of some width: broken between words, and inside one only when it has a line to itself. */
import { stripVTControlCharacters } from 'node:util';
import { wrapAnsi } from 'fast-wrap-ansi';
import { printableLines } from '../text/printable.js';

/** Colours and the lines' own indentation are kept. Without `columns`, as in a pipe or a file, nothing is broken. */
export function wrapText(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => {
      const [first = '', ...others] = wrapAnsi(line, columns, { hard: true, trim: false }).split('\n');
      const words = others.map(withoutIndentation).filter((rest) => stripVTControlCharacters(rest) !== '');
      return [first, ...words].join('\n');
    })
    .join('\n');
}

/** The space between two words belongs to neither line; colour codes may precede it. */
function withoutIndentation(line: string): string {
  // eslint-disable-next-line no-control-regex -- it matches colour codes
  return line.replace(/^((?:\u001b\[[\d;]*m)*) +/, '$1');
}

/** What fits into so many columns, as much of it as there is. */
export function cutAt(text: string, columns: number): string {
  const composed = text.normalize();
  // A character takes two columns at most; beyond that nothing has to be measured.
  if (composed.length * 2 <= columns) return composed;
  if (columns <= 0) return '';
  // Words would be broken between them.
  const unbroken = composed.slice(0, columns * 4).replaceAll(' ', '\u00a0');
  const [first = ''] = wrapText(unbroken, columns).split('\n');
  return composed.slice(0, first.length);
}

/** How wide lines may be on this stream; undefined if it is not a terminal. */
export function terminalColumns(stream: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): number | undefined {
  return stream.isTTY === true ? columnsOf(stream) : undefined;
}

/** A terminal that does not know its own size says 0. */
export function columnsOf({ columns }: { readonly columns?: number }, withoutTerminal = 80): number {
  return columns === undefined ? withoutTerminal : columns || 80;
}

/** A sentence for stderr, which may be a terminal or a log: control characters are escaped. */
export function sentenceFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  text: string,
): string {
  return wrapText(printableLines(text), terminalColumns(stream));
}
