/** JSON on several lines, coloured, its numbers and strings as they were written: no digit of a large number is lost. */
import { printable } from '../../../text/printable.js';
import type { Colour, Span } from '../../../view/screen.js';

export interface JsonLine {
  readonly spans: readonly Span[];
  /** Columns of indentation, for lines that are broken. */
  readonly indent: number;
  /** Of a line that ends with an opening bracket: the line with the closing one. */
  closesAt?: number;
}

/** Deeper levels are indented no further: a value may have a hundred thousand. */
const deepestIndent = 30;

/** Undefined if it is no JSON object or array. */
export function jsonLines(text: string): readonly JsonLine[] | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  // It is valid, so no parser is needed: strings, numbers and literals stay, brackets and commas break lines.
  const tokens = trimmed.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const lines: JsonLine[] = [];
  const open: number[] = [];
  let spans: Span[] = [];
  let indent = 0;
  const begin = () => {
    indent = Math.min(open.length, deepestIndent) * 2;
    spans = indent === 0 ? [] : [{ text: ' '.repeat(indent) }];
  };
  const end = () => {
    lines.push({ spans, indent });
    begin();
  };
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      spans.push({ text: token });
      open.push(lines.length);
      if (next !== '}' && next !== ']') end();
    } else if (token === '}' || token === ']') {
      const before = tokens[index - 1];
      const isEmpty = before === '{' || before === '[';
      if (!isEmpty) lines.push({ spans, indent });
      const opened = lines[open.pop() ?? 0];
      if (!isEmpty) {
        begin();
        if (opened) opened.closesAt = lines.length;
      }
      spans.push({ text: token });
    } else if (token === ',') {
      spans.push({ text: token });
      end();
    } else if (token === ':') spans.push({ text: ': ' });
    else spans.push({ text: printable(token), colour: colourOf(token, next === ':') });
  }
  lines.push({ spans, indent });
  return lines;
}

function colourOf(token: string, isName: boolean): Colour {
  if (isName) return 'cyan';
  if (token.startsWith('"')) return 'green';
  return /^[-\d]/.test(token) ? 'yellow' : 'magenta';
}

/** Line numbers that are to be seen if these are folded, each with how many lines it stands for. */
export function unfolded(
  lines: readonly JsonLine[],
  folds: readonly number[],
): readonly { readonly line: number; readonly hidden: number }[] {
  const folded = new Set(folds);
  const seen: { line: number; hidden: number }[] = [];
  for (let line = 0; line < lines.length; line += 1) {
    const closesAt = folded.has(line) ? lines[line]?.closesAt : undefined;
    seen.push({ line, hidden: closesAt === undefined ? 0 : closesAt - line });
    if (closesAt !== undefined) line = closesAt;
  }
  return seen;
}
