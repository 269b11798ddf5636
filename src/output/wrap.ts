/** Long lines for a terminal of some width: broken between words, and inside one only if it is longer than a line. */
import { stripVTControlCharacters } from 'node:util';
import { wrapAnsi } from 'fast-wrap-ansi';
import { printableLines } from '../text/printable.js';
import { terminalColumns } from '../view/terminal-size.js';
import { lettersOf, widthOf } from '../view/width.js';

/** Colours and the lines' own indentation are kept. Without `columns`, as in a pipe or a file, nothing is broken. */
export function wrapText(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => wrapLine(line, Math.max(1, columns)))
    .join('\n');
}

function wrapLine(line: string, columns: number): string {
  const isComposed = composed.test(line);
  const { text, letters } = isComposed ? withPlaceholders(line) : { text: line, letters: [] };
  const [first = '', ...others] = wrapAnsi(text, columns, { hard: true, trim: false }).split('\n');
  const words = others.map(withoutIndentation).filter((rest) => stripVTControlCharacters(rest) !== '');
  const wrapped = [first, ...words].join('\n');
  let next = 0;
  return isComposed ? wrapped.replace(placeholders, () => letters[next++] ?? '') : wrapped;
}

/** Marks, joiners, flags and skin colours, which belong to the letter before them: wrapAnsi would part them from it. */
const composed = /[\p{M}\p{Regional_Indicator}\p{Emoji_Modifier}\u200d\u{e0020}-\u{e007f}]/u;
const narrow = 'é';
const wide = '一';
const placeholders = new RegExp(`[${narrow}${wide}]`, 'g');

/** One code point for each letter outside ASCII, as wide as the letter. */
function withPlaceholders(line: string): { readonly text: string; readonly letters: readonly string[] } {
  const all = lettersOf(line);
  const isForeign = (letter: string) => letter > '\u007f' || letter.length > 1;
  return {
    text: all.map((letter) => (isForeign(letter) ? (widthOf(letter) > 1 ? wide : narrow) : letter)).join(''),
    letters: all.filter(isForeign),
  };
}

/** The space between two words belongs to neither line; colour codes may precede it. */
function withoutIndentation(line: string): string {
  // oxlint-disable-next-line no-control-regex -- it matches colour codes
  return line.replace(/^((?:\u001b\[[\d;]*m)*) +/, '$1');
}

/** A sentence for stderr, which may be a terminal or a log: control characters are escaped. */
export function sentenceFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  text: string,
): string {
  return wrapText(printableLines(text), terminalColumns(stream));
}
