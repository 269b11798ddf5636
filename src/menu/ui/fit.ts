/** Texts for a window of so many columns. */
import { cutAt } from '../../output/wrap.js';

/** Cut at the end, and said so, where it is wider. */
export function fit(text: string, columns: number): string {
  const composed = text.normalize();
  return cutAt(composed, columns) === composed ? text : `${cutAt(composed, Math.max(1, columns - 1))}…`;
}
