/** A `consume` that the records view shows. */
import type { Understood } from './live/understand.js';
import { questionOf, type Question } from './records/question.js';

/** Undefined for any other command line, and for what is printed as lines for another program. */
export function recordsAsked({ spec, options, globals }: Understood): Question | undefined {
  if (spec.path.join(' ') !== 'consume' || globals['output'] !== undefined) return undefined;
  return questionOf(options);
}
