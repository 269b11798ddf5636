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
