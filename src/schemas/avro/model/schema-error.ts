/** What is wrong with a schema's text, and where. */
import { LabError } from '../../../text/errors.js';
import { printable } from '../../../text/printable.js';
import { jsonPathAt } from '../../json-path.js';
import { placeInText } from '../../json-tree.js';

/** A schema's text, and what it is called in messages: `The Avro schema`. */
export interface NamedText {
  readonly text: string;
  readonly what: string;
}

/** JSON that cannot be read: there is no path yet. */
export function notJson({ text, what }: NamedText, at: number, reason: string): LabError {
  return new LabError('usage', printable(`${what} is not JSON: ${placeInText(text, at)}: ${reason}.`));
}

export function schemaError(
  { text, what }: NamedText,
  at: number,
  reason: string,
  near: readonly string[] = [],
): LabError {
  const path = jsonPathAt(text, at);
  const place = `${placeInText(text, at)}${path === '' ? '' : ` (${path})`}`;
  return new LabError(
    'usage',
    printable(`${what} is not valid: ${place}: ${reason}.`),
    near.length === 0 ? {} : { hint: printable(`Did you mean ${near.join(' or ')}?`) },
  );
}
