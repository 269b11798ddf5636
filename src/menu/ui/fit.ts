/** Texts for a window of so many columns. */
import { wrapText } from '../../output/wrap.js';

/** Cut at the end, and said so, where it is wider. */
export function fit(text: string, columns: number): string {
  const start = text.slice(0, columns + 1);
  const [line = ''] = wrapText(start, columns).split('\n');
  if (line.length === text.length) return text;
  const [kept = ''] = wrapText(start.replaceAll(' ', '\u00a0'), Math.max(1, columns - 1)).split('\n');
  return `${kept.replaceAll('\u00a0', ' ')}…`;
}

/**
 * What came from elsewhere, without power over the terminal: control characters are shown as what they are
 * (\x1b), and so are the marks that turn the direction of writing round.
 */
export function harmless(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) =>
      ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char] ??
      (char < '\u0100'
        ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
        : `\\u${char.charCodeAt(0).toString(16)}`),
  );
}
