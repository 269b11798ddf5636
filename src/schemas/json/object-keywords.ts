/** Keywords that ask something of the members of an object. */
import { nearestNames } from '../../text/nearest-names.js';
import { matches } from './assertions.js';
import type { Evaluated } from './evaluated.js';
import { fail, isArray, isObject, memberPath, type Failure } from './failure.js';
import type { Json, JsonObject } from './json-value.js';
import type { Place } from './schema-set.js';

/** What checks a value inside. */
export interface Inner {
  check(place: Place, value: Json, path: string, evaluated?: Evaluated): Failure | undefined;
  inside(schema: Json, place: Place): Place;
}

type Rest = readonly [value: JsonObject, path: string, evaluated: Evaluated];

export function objectKeywords(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...rest: Rest
): Failure | undefined {
  return (
    required(place, members, ...rest) ??
    properties(inner, place, members, ...rest) ??
    names(inner, place, members, ...rest) ??
    dependent(inner, place, members, ...rest) ??
    unevaluated(inner, place, members, ...rest)
  );
}

function required(_: Place, members: JsonObject, ...[value, path]: Rest): Failure | undefined {
  for (const name of texts(members.get('required'))) {
    if (!value.has(name)) return fail(memberPath(path, name), 'is missing: it is required');
  }
  return undefined;
}

function properties(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...[value, path, evaluated]: Rest
): Failure | undefined {
  const named = objectOf(members.get('properties'));
  const patterns = [...objectOf(members.get('patternProperties'))];
  const additional = members.get('additionalProperties');
  if (named.size + patterns.length === 0 && additional === undefined) return undefined;
  for (const [name, member] of value) {
    const own = named.get(name);
    const schemas = own === undefined ? [] : [own];
    for (const [pattern, schema] of patterns) if (matches(pattern, name)) schemas.push(schema);
    if (schemas.length === 0 && additional !== undefined) {
      if (additional === false) return unknownMember(name, path, [...named.keys()]);
      schemas.push(additional);
    }
    if (schemas.length > 0) evaluated.name(name);
    for (const schema of schemas) {
      const found = inner.check(inner.inside(schema, place), member, memberPath(path, name));
      if (found) return found;
    }
  }
  return undefined;
}

function unknownMember(name: string, path: string, known: readonly string[]): Failure {
  const near = nearestNames(name, known);
  const choice = near.length > 0 ? `: is it ${near.join(' or ')}?` : '';
  return fail(memberPath(path, name), `is not a property of the schema, which allows no others${choice}`);
}

function names(inner: Inner, place: Place, members: JsonObject, ...[value, path]: Rest): Failure | undefined {
  const rule = members.get('propertyNames');
  if (rule === undefined || place.dialect < 6) return undefined;
  for (const name of value.keys()) {
    const found = inner.check(inner.inside(rule, place), name, '');
    if (found) return fail(memberPath(path, name), `is a name that ${found.message}`);
  }
  return undefined;
}

function dependent(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...[value, path, evaluated]: Rest
): Failure | undefined {
  const rules = ['dependencies', ...(place.dialect < 2019 ? [] : ['dependentRequired', 'dependentSchemas'])];
  for (const [name, rule] of rules.flatMap((keyword) => [...objectOf(members.get(keyword))])) {
    if (!value.has(name)) continue;
    if (isArray(rule) || typeof rule === 'string') {
      for (const other of typeof rule === 'string' ? [rule] : texts(rule)) {
        if (!value.has(other)) return fail(memberPath(path, other), `is missing: ${name} needs it`);
      }
    } else {
      const found = inner.check(inner.inside(rule, place), value, path, evaluated);
      if (found) return found;
    }
  }
  return undefined;
}

function unevaluated(
  inner: Inner,
  place: Place,
  members: JsonObject,
  ...[value, path, evaluated]: Rest
): Failure | undefined {
  const rule = members.get('unevaluatedProperties');
  if (rule === undefined || place.dialect < 2019) return undefined;
  for (const [name, member] of value) {
    if (evaluated.hasName(name)) continue;
    if (rule === false) return unknownMember(name, path, []);
    const found = inner.check(inner.inside(rule, place), member, memberPath(path, name));
    if (found) return found;
  }
  evaluated.allNames();
  return undefined;
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : new Map<string, Json>();
}

function texts(value: Json | undefined): readonly string[] {
  return value !== undefined && isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
