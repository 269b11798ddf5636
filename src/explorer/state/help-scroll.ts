/** How far the page of help is scrolled; pure. */

/** Lines scrolled past after a key, of so many; undefined for a key that closes the page. */
export function afterHelpKey(scroll: number, key: string, lines: number, rows: number): number | undefined {
  const by = {
    ...{ down: 1, j: 1, up: -1, k: -1, pagedown: rows, pageup: -rows, ' ': rows },
    ...{ home: -lines, g: -lines, end: lines, G: lines },
  }[key];
  return by === undefined ? undefined : scrolledHelp(scroll, by, lines, rows);
}

export function scrolledHelp(scroll: number, by: number, lines: number, rows: number): number {
  return Math.max(0, Math.min(Math.max(0, lines - rows), scroll + by));
}
