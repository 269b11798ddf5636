/** A record that is open: the line that the cursor is on, and what of its JSON is folded; pure. */
import type { CopiedRecord } from '../../kafka/records/copied-record.js';

export interface OpenRecord {
  readonly record: CopiedRecord;
  /** Among the lines as they are shown. */
  readonly line: number;
  /** The line on the screen where it stays, since it was clicked there; undefined: in the middle. */
  readonly cursorLine: number | undefined;
  /** Lines of the JSON, by number, whose brackets are folded. */
  readonly folds: readonly number[];
}

export function initialOpen(record: CopiedRecord): OpenRecord {
  return { record, line: 0, cursorLine: undefined, folds: [] };
}

/** As far as the keys need to know it. */
export interface OpenLines {
  readonly count: number;
  /** The line of the JSON whose bracket opens there; undefined for lines without. */
  foldAt(line: number): number | undefined;
  /** All that can be folded; the outermost first. */
  readonly foldable: readonly number[];
}

/** Undefined for keys that are not about the lines. `page`: lines in sight. */
export function afterOpenKey(
  open: OpenRecord,
  key: string,
  lines: OpenLines,
  page: number,
): OpenRecord | undefined {
  const to = (line: number): OpenRecord => ({
    ...open,
    line: Math.max(0, Math.min(lines.count - 1, line)),
    cursorLine: undefined,
  });
  switch (key) {
    case 'up':
    case 'k':
      return to(open.line - 1);
    case 'down':
    case 'j':
      return to(open.line + 1);
    case 'pageup':
    case 'ctrl-b':
      return to(open.line - page);
    case 'pagedown':
    case 'ctrl-f':
      return to(open.line + page);
    case 'home':
      return to(0);
    case 'end':
    case 'G':
      return to(Infinity);
    case 'enter':
    case ' ': {
      const fold = lines.foldAt(open.line);
      if (fold === undefined) return open;
      const folds = open.folds.includes(fold)
        ? open.folds.filter((each) => each !== fold)
        : [...open.folds, fold];
      return { ...open, folds };
    }
    case '-':
      // The outermost one would leave nothing to see.
      return { ...open, folds: lines.foldable.slice(1), line: 0 };
    case '+':
      return { ...open, folds: [], line: 0 };
    default:
      return undefined;
  }
}
