/** Keywords that ask something of a value itself, and not of what is in it. */
import { Pattern } from '../../text/pattern/pattern.js';
import { LabError } from '../../text/errors.js';
import { isArray, isObject, shown, typeOf } from './failure.js';
import { formatCheck } from './formats.js';
import {
  canonical,
  compareNumbers,
  ExactNumber,
  isMultiple,
  jsonText,
  type Json,
  type JsonObject,
} from './json-value.js';
import type { Place } from './schema-set.js';

/** What is wrong, or undefined. `rule` is the keyword's value. */
type Assertion = (value: Json, rule: Json, members: JsonObject, place: Place) => string | undefined;

const longestPatternMs = 1000;

export const assertions: ReadonlyMap<string, Assertion> = new Map<string, Assertion>([
  ['type', ofType],
  ['enum', ofEnum],
  [
    'const',
    (value, rule, _, { dialect }) =>
      dialect >= 6 && canonical(value) !== canonical(rule) ? `is not ${shown(rule)}` : undefined,
  ],
  [
    'minimum',
    (value, rule, members) => {
      const isExclusive = members.get('exclusiveMinimum') === true;
      return limited(
        value,
        rule,
        (order) => order > 0 || (order === 0 && !isExclusive),
        isExclusive ? 'greater than' : 'at least',
      );
    },
  ],
  [
    'maximum',
    (value, rule, members) => {
      const isExclusive = members.get('exclusiveMaximum') === true;
      return limited(
        value,
        rule,
        (order) => order < 0 || (order === 0 && !isExclusive),
        isExclusive ? 'less than' : 'at most',
      );
    },
  ],
  ['exclusiveMinimum', (value, rule) => limited(value, rule, (order) => order > 0, 'greater than')],
  ['exclusiveMaximum', (value, rule) => limited(value, rule, (order) => order < 0, 'less than')],
  [
    'multipleOf',
    (value, rule) =>
      value instanceof ExactNumber && rule instanceof ExactNumber && !isMultiple(value, rule)
        ? `is not a multiple of ${jsonText(rule)}`
        : undefined,
  ],
  ['minLength', sized(lengthOf, (length, limit) => length >= limit, 'has fewer than', 'characters')],
  ['maxLength', sized(lengthOf, (length, limit) => length <= limit, 'has more than', 'characters')],
  ['minItems', sized(itemsOf, (length, limit) => length >= limit, 'has fewer than', 'elements')],
  ['maxItems', sized(itemsOf, (length, limit) => length <= limit, 'has more than', 'elements')],
  ['minProperties', sized(membersOf, (length, limit) => length >= limit, 'has fewer than', 'members')],
  ['maxProperties', sized(membersOf, (length, limit) => length <= limit, 'has more than', 'members')],
  [
    'uniqueItems',
    (value, rule) =>
      rule === true && isArray(value) && new Set(value.map(canonical)).size < value.length
        ? 'has an element twice'
        : undefined,
  ],
  [
    'pattern',
    (value, rule) =>
      typeof value === 'string' && typeof rule === 'string' && !matches(rule, value)
        ? `does not match /${rule}/`
        : undefined,
  ],
  [
    'format',
    (value, rule, _, { dialect }) => {
      // Only a note since 2019-09.
      if (dialect >= 2019 || typeof value !== 'string' || typeof rule !== 'string') return undefined;
      return formatCheck(rule)?.(value) === false ? `is not a valid ${rule}` : undefined;
    },
  ],
]);

function ofType(value: Json, rule: Json): string | undefined {
  const allowed = isArray(rule) ? rule : [rule];
  const type = typeOf(value);
  // In draft 4, 1.0 is no integer. Here it is, as in all others.
  const fits = allowed.some(
    (each) => each === type || (each === 'integer' && value instanceof ExactNumber && value.isWhole),
  );
  return fits
    ? undefined
    : `is ${article(type)}, not ${allowed.map((each) => article(typeof each === 'string' ? each : shown(each))).join(' or ')}`;
}

function article(type: string): string {
  if (type === 'null') return type;
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** Of enums: a long one must not be gone through for each value. */
const canonicalTexts = new WeakMap<readonly Json[], ReadonlySet<string>>();

function ofEnum(value: Json, rule: Json): string | undefined {
  if (!isArray(rule)) return undefined;
  let texts = canonicalTexts.get(rule);
  if (!texts) canonicalTexts.set(rule, (texts = new Set(rule.map(canonical))));
  if (texts.has(canonical(value))) return undefined;
  return `is none of ${rule.slice(0, 10).map(shown).join(', ')}${rule.length > 10 ? ', …' : ''}`;
}

function limited(
  value: Json,
  rule: Json,
  fits: (order: number) => boolean,
  words: string,
): string | undefined {
  if (!(value instanceof ExactNumber) || !(rule instanceof ExactNumber)) return undefined;
  return fits(compareNumbers(value, rule)) ? undefined : `is not ${words} ${jsonText(rule)}`;
}

function sized(
  sizeOf: (value: Json) => number | undefined,
  fits: (size: number, limit: number) => boolean,
  words: string,
  what: string,
): Assertion {
  return (value, rule) => {
    const size = sizeOf(value);
    if (size === undefined || !(rule instanceof ExactNumber)) return undefined;
    return fits(size, rule.value) ? undefined : `${words} ${jsonText(rule)} ${what}`;
  };
}

function lengthOf(value: Json): number | undefined {
  return typeof value === 'string' ? Array.from(value).length : undefined;
}

function itemsOf(value: Json): number | undefined {
  return isArray(value) ? value.length : undefined;
}

function membersOf(value: Json): number | undefined {
  return isObject(value) ? value.size : undefined;
}

const patterns = new Map<string, Pattern>();
const mostPatterns = 1000;

/** Anywhere in the text. Throws LabError: the expression is wrong, or takes too long. */
export function matches(source: string, text: string): boolean {
  let pattern = patterns.get(source);
  if (!pattern) {
    if (patterns.size >= mostPatterns) patterns.clear();
    pattern = patternOf(source);
    patterns.set(source, pattern);
  }
  return pattern.test(text);
}

function patternOf(source: string): Pattern {
  const settings = { option: "The schema's pattern", longestMs: longestPatternMs };
  try {
    return new Pattern(source, { ...settings, flags: 'u' });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    // Escapes of signs that need none: many are written so.
    return new Pattern(source, settings);
  }
}
