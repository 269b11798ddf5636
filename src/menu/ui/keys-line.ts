/** The lines that say which keys do what; a key stays beside its meaning. */
import { wrapText } from '../../output/wrap.js';
import type { Hotkey } from './ui.js';

const glue = '\u00a0';

export function keysLine(keys: readonly Hotkey[], columns: number): string {
  const text = keys.map(({ key, label }) => `${key} ${label}`.replaceAll(' ', glue)).join(' · ');
  return wrapText(text, columns).replaceAll(glue, ' ');
}
