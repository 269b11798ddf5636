/** Lines of a screen → what is written for them. */
import { printable } from '../../text/printable.js';
import type { ScreenLine } from '../../view/screen.js';
import type { Style } from '../style.js';
import { cutAt, fit } from '../../view/width.js';

export interface PaintedLine {
  readonly text: string;
  /** Without colours. */
  readonly plain: string;
  /** What stands before the cursor. */
  readonly beforeCursor: string | undefined;
}

/** A line that fits the terminal, since a longer one would wrap and displace the others; a mark says that it was cut. */
export function painted(line: ScreenLine, columns: number, style: Style): PaintedLine {
  const texts = line.map(({ text }) => printable(text).normalize());
  const whole = texts.join('');
  const words = whole.trimEnd();
  // Blanks beyond the end are nothing to miss.
  const plain = fit(words, columns) === words ? cutAt(whole, columns) : fit(whole, columns);
  let at = 0;
  let beforeCursor: string | undefined;
  const spans = line.map(({ tone, colour, hasCursor }, index) => {
    const from = at;
    at += texts[index]?.length ?? 0;
    if (hasCursor) beforeCursor = plain.slice(0, at);
    const fitting = plain.slice(from, at);
    if (fitting === '') return '';
    if (colour !== undefined) return style.mark(fitting, colour);
    return tone === undefined ? fitting : style.tone(fitting, tone);
  });
  return { text: spans.join(''), plain, beforeCursor };
}
