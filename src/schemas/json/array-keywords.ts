/** Keywords that ask something of the elements of an array. */
import type { Evaluated } from './evaluated.js';
import { fail, isArray, type Failure } from './failure.js';
import { ExactNumber, type Json, type JsonObject } from './json-value.js';
import type { Inner } from './object-keywords.js';
import type { Place } from './schema-set.js';

type Rest = readonly [value: readonly Json[], path: string, evaluated: Evaluated];

export function arrayKeywords(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...rest: Rest
): Failure | undefined {
  return (
    items(inner, place, members, ...rest) ??
    contains(inner, place, members, ...rest) ??
    unevaluated(inner, place, members, ...rest)
  );
}

/** A schema for each of the first, and one for all behind: in 2020-12 by other names. */
function items(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...[value, path, evaluated]: Rest
): Failure | undefined {
  const isNew = place.dialect === 2020;
  const own = members.get('items');
  const first = isNew ? members.get('prefixItems') : own;
  const schemas = first !== undefined && isArray(first) ? first : [];
  const others = isNew ? own : own !== undefined && isArray(own) ? members.get('additionalItems') : own;
  for (const [index, element] of value.entries()) {
    const schema = schemas[index] ?? others;
    if (schema === undefined) continue;
    if (schema === false && index >= schemas.length)
      return fail(path, `has more than ${schemas.length} elements`);
    evaluated.index(index);
    const found = inner.check(inner.inside(schema, place), element, `${path}[${index}]`);
    if (found) return found;
  }
  return undefined;
}

function contains(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...[value, path, evaluated]: Rest
): Failure | undefined {
  const rule = members.get('contains');
  if (rule === undefined || place.dialect < 6) return undefined;
  const isCounted = place.dialect >= 2019;
  const least = isCounted ? limitOf(members.get('minContains'), 1) : 1;
  const most = isCounted ? limitOf(members.get('maxContains'), Infinity) : Infinity;
  let count = 0;
  for (const [index, element] of value.entries()) {
    if (inner.check(inner.inside(rule, place), element, `${path}[${index}]`)) continue;
    count += 1;
    if (place.dialect === 2020) evaluated.index(index);
  }
  if (count < least) return fail(path, `has ${count} elements of those of which it must contain ${least}`);
  return count > most
    ? fail(path, `has ${count} elements of those of which it may contain ${most}`)
    : undefined;
}

function limitOf(value: Json | undefined, otherwise: number): number {
  return value instanceof ExactNumber ? value.value : otherwise;
}

function unevaluated(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...[value, path, evaluated]: Rest
): Failure | undefined {
  const rule = members.get('unevaluatedItems');
  if (rule === undefined || place.dialect < 2019) return undefined;
  for (const [index, element] of value.entries()) {
    if (evaluated.hasIndex(index)) continue;
    if (rule === false) return fail(`${path}[${index}]`, 'is an element that the schema does not know');
    const found = inner.check(inner.inside(rule, place), element, `${path}[${index}]`);
    if (found) return found;
  }
  evaluated.allIndexes();
  return undefined;
}
