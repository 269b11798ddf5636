/** A `consume` that the records view shows, and why it does not show another one. */
import type { Understood } from './live/understand.js';
import { questionOf, type Question } from './records/question.js';

/** Undefined for any other command line, and for a `consume` that is printed. Throws LabError 'usage'. */
export function recordsAsked(understood: Understood): Question | undefined {
  const asked = asRecords(understood);
  return typeof asked === 'string' ? undefined : asked;
}

/** A sentence; undefined for what is no `consume`, or is shown. */
export function whyPrinted(understood: Understood): string | undefined {
  const asked = asRecords(understood);
  return typeof asked === 'string' ? `Printed here and not opened as a view: ${asked}.` : undefined;
}

function asRecords({ spec, options, globals }: Understood): Question | string | undefined {
  if (spec.path.join(' ') !== 'consume') return undefined;
  if (globals['output'] !== undefined) return 'a view has columns of its own (without -o it opens as one)';
  return questionOf(options);
}
