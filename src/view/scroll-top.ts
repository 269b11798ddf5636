/** How far a list is scrolled; pure. */

interface List {
  /** The line of the cursor, of so many. */
  readonly at: number;
  readonly total: number;
  /** Lines in sight. */
  readonly rows: number;
  /** Of the lines in sight, the one where the cursor stays: it was clicked there. In the middle without one. */
  readonly cursorLine: number | undefined;
}

/** Lines that are scrolled past. */
export function scrollTop({ at, total, rows, cursorLine }: List): number {
  const above = Math.max(0, Math.min(cursorLine ?? Math.floor(rows / 2), rows - 1));
  return Math.max(0, Math.min(total - rows, at - above));
}

/** Lines or rows that one step of the mouse's wheel goes; undefined for a click. */
export function wheelStep(does: 'click' | 'wheel-up' | 'wheel-down'): number | undefined {
  return { click: undefined, 'wheel-up': -3, 'wheel-down': 3 }[does];
}
