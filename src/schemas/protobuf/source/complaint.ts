/** What is wrong with a .proto text, and where. */
import { LabError } from '../../../text/errors.js';
import type { Place } from './model.js';

/** `orders.proto, line 3, column 7: …` */
export function complaint({ file, at }: Place, what: string, hint?: string): LabError {
  const options = hint === undefined ? {} : { hint };
  if (at === undefined) return new LabError('usage', `${file.path}: ${what}`, options);
  const before = file.text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return new LabError('usage', `${file.path}, line ${line}, column ${column}: ${what}`, options);
}
