/** Numbers in JSON and texts, compared by their digits: identifiers beyond 2^53 are not rounded to one another. */
import { jsonElements, jsonMembers } from '../text/source/json-source.js';

/** A bigint if it is whole and a number would round it. */
export type Exact = number | bigint;

/** More digits than any number has that is meant as one. */
const mostDigits = 400;

/** Of a JSON number, or of what else `Number` reads: NaN for all other texts. */
export function exactNumber(text: string): Exact {
  const rounded = Number(text);
  if (Math.abs(rounded) <= Number.MAX_SAFE_INTEGER || Number.isNaN(rounded)) return rounded;
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^\s*(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?\s*$/.exec(text) ?? [];
  if (sign === undefined) return rounded;
  const digits = whole + fraction;
  const zeros = Number(power) - fraction.length;
  if (digits.length + Math.abs(zeros) > mostDigits) return rounded;
  if (zeros >= 0) return BigInt(sign + digits + '0'.repeat(zeros));
  return /^0*$/.test(digits.slice(zeros)) ? BigInt(sign + digits.slice(0, zeros)) : rounded;
}

/** `found` is where `steps` lead to in a JSON text; its numbers are read anew if they may have been rounded. */
export function exactly(found: unknown, json: string, steps: readonly (string | number)[]): unknown {
  if (isRounded(found)) return exactNumber(sourceAt(json, steps));
  if (Array.isArray(found) && found.some(isRounded)) {
    const sources = jsonElements(sourceAt(json, steps));
    return found.map((each: unknown, index) => (isRounded(each) ? exactNumber(sources[index] ?? '') : each));
  }
  return found;
}

function isRounded(found: unknown): boolean {
  return typeof found === 'number' && Math.abs(found) > Number.MAX_SAFE_INTEGER;
}

function sourceAt(json: string, steps: readonly (string | number)[]): string {
  let source = json;
  for (const step of steps) {
    source =
      (typeof step === 'number'
        ? jsonElements(source)[step]
        : // Of repeated names the last counts, as for JSON.parse.
          jsonMembers(source).findLast(({ name }) => name === step)?.source) ?? '';
  }
  return source;
}
