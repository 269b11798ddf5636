/** The line that says which keys do what. */
import type { Hotkey } from './ui.js';

export function keysLine(keys: readonly Hotkey[]): string {
  return keys.map(({ key, label }) => `${key} ${label}`).join(' · ');
}
