/** An object: what is required, some of what is allowed, and what these need. */
import { listOf, membersOf, type Applied } from './applied-schemas.js';
import { matches } from './assertions.js';
import type { Json, JsonObject } from './json-value.js';
import { patternSampler } from './random-pattern.js';
import { counts } from './random-scalars.js';
import type { Place } from './schema-set.js';
import type { ValueMaker } from './value-maker.js';

const shareOfOptional = 0.7;
const triesOfNames = 50;

export function randomObject(maker: ValueMaker, applied: readonly Applied[]): Json {
  const schemas = applied.map(({ members }) => members);
  const named = new Set(schemas.flatMap((schema) => [...membersOf(schema.get('properties')).keys()]));
  const required = new Set(schemas.flatMap((schema) => names(schema.get('required'))));
  const least = Math.max(0, ...counts(schemas, 'minProperties'));
  const most = Math.min(Infinity, ...counts(schemas, 'maxProperties'));
  const chosen = new Set([...named].filter((name) => required.has(name)));
  for (const name of required) chosen.add(name);
  needed(schemas, chosen);
  for (const name of named) {
    const isWanted = chosen.size < least || (!maker.isDeep && maker.random() < shareOfOptional);
    if (!isWanted || chosen.size >= most || isExcluded(maker, applied, name)) continue;
    const before = new Set(chosen);
    chosen.add(name);
    needed(schemas, chosen);
    if (chosen.size > most) for (const each of chosen) if (!before.has(each)) chosen.delete(each);
  }
  const target = Math.max(least, chosen.size === 0 && !maker.isDeep ? extraNames(maker, schemas, most) : 0);
  for (let tries = 0; chosen.size < target && tries < target + triesOfNames; tries += 1) {
    const name = newName(maker, applied, schemas);
    if (!isExcluded(maker, applied, name)) chosen.add(name);
  }
  const members = new Map<string, Json>();
  // In the order of the schema.
  for (const name of [...named, ...chosen]) {
    if (!chosen.has(name) || members.has(name)) continue;
    members.set(name, maker.make(applied.flatMap((each) => placesOfMember(maker, each, name))));
  }
  return members;
}

/** Maps: names of any kind, one schema for their values. */
function extraNames(maker: ValueMaker, schemas: readonly JsonObject[], most: number): number {
  const isMap = schemas.some((schema) =>
    ['additionalProperties', 'patternProperties'].some((each) => membersOf(schema.get(each)).size > 0),
  );
  return isMap ? Math.min(most, maker.below(4)) : 0;
}

/** What those that are chosen need beside them. */
function needed(schemas: readonly JsonObject[], chosen: Set<string>): void {
  const rules = schemas.flatMap((schema) =>
    ['dependencies', 'dependentRequired'].flatMap((keyword) => [...membersOf(schema.get(keyword))]),
  );
  for (let before = -1; before !== chosen.size;) {
    before = chosen.size;
    for (const [name, rule] of rules) {
      if (!chosen.has(name)) continue;
      for (const other of typeof rule === 'string' ? [rule] : names(rule)) chosen.add(other);
    }
  }
}

function newName(maker: ValueMaker, applied: readonly Applied[], schemas: readonly JsonObject[]): string {
  const rules = applied.filter(({ place, members }) => place.dialect >= 6 && members.has('propertyNames'));
  if (rules.length > 0) {
    const made = maker.make([
      ...rules.map(({ place, members }) => maker.set.inside(members.get('propertyNames') ?? true, place)),
      { ...(rules[0] as Applied).place, schema: new Map([['type', 'string']]) },
    ]);
    if (typeof made === 'string') return made;
  }
  const patterns = schemas.flatMap((schema) => [...membersOf(schema.get('patternProperties')).keys()]);
  const sample = patternSampler(patterns[maker.below(patterns.length)] ?? '(');
  return sample ? sample(maker.random) : maker.word();
}

function isExcluded(maker: ValueMaker, applied: readonly Applied[], name: string): boolean {
  return applied.some((each) => placesOfMember(maker, each, name).some(({ schema }) => schema === false));
}

function placesOfMember(maker: ValueMaker, { place, members }: Applied, name: string): Place[] {
  const own = membersOf(members.get('properties')).get(name);
  const schemas = own === undefined ? [] : [own];
  for (const [pattern, schema] of membersOf(members.get('patternProperties'))) {
    if (matches(pattern, name)) schemas.push(schema);
  }
  const additional = members.get('additionalProperties');
  if (schemas.length === 0 && additional !== undefined) schemas.push(additional);
  return schemas.map((schema) => maker.set.inside(schema, place));
}

function names(value: Json | undefined): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}
