/** What "filter" means wherever records are shown: exactly what `consume --grep` finds. */
import { complaintOf } from '../errors.js';
import type { RecordPredicate } from '../finding/filter-predicate.js';
import { parseGrep } from '../finding/grep.js';

/** Undefined: all of them. */
export function grepOf(text: string): RecordPredicate | undefined {
  return text === '' ? undefined : parseGrep(text).test;
}

export function grepProblem(text: string): string | undefined {
  return text === '' ? undefined : complaintOf(() => parseGrep(text));
}
