/** A cell as a live table shows it: in one line, and harmless to a terminal. */
import { printable } from '../../text/printable.js';
import { scalarOf } from '../../watch/diff-views.js';
import type { Cell, Tone } from '../../view/view.js';

export function cellText(cell: Cell): string {
  const value = scalarOf(cell);
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return printable(String(value));
}

export function cellTone(cell: Cell): Tone | undefined {
  return typeof cell === 'object' && cell !== null ? cell.tone : undefined;
}

export function isNumber(cell: Cell): boolean {
  const value = scalarOf(cell);
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'bigint';
}
