/** An array whose elements are made by the schemas for its places. */
import { listOf, type Applied } from './applied-schemas.js';
import { isArray } from './failure.js';
import { canonical, type Json } from './json-value.js';
import { counts } from './random-scalars.js';
import type { Place } from './schema-set.js';
import type { ValueMaker } from './value-maker.js';

const usualCount = 3;
const triesOfUnique = 20;

export function randomArray(maker: ValueMaker, applied: readonly Applied[]): Json {
  const schemas = applied.map(({ members }) => members);
  const wanted = applied.filter(({ place, members }) => place.dialect >= 6 && members.has('contains'));
  const contained = wanted.map(({ members }) => Math.max(1, ...counts([members], 'minContains')));
  const needed = contained.reduce((sum, each) => sum + each, 0);
  const count = Math.max(needed, maker.count(schemas, 'minItems', 'maxItems', usualCount));
  const most = Math.min(...counts(schemas, 'maxItems'), count);
  const isUnique = schemas.some((schema) => schema.get('uniqueItems') === true);
  // Which `contains` an element is for, if any: the first ones.
  const purposes = wanted.flatMap((each, at) => Array.from({ length: contained[at] as number }, () => each));
  const elements: Json[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < most; at += 1) {
    const places = applied
      .map((each) => placeOfElement(maker, each, at))
      .filter((each) => each !== undefined);
    if (places.some(({ schema }) => schema === false)) break;
    const purpose = purposes[at];
    if (purpose) places.push(maker.set.inside(purpose.members.get('contains') ?? true, purpose.place));
    let element = maker.make(places);
    for (let tries = 1; isUnique && seen.has(canonical(element)) && tries < triesOfUnique; tries += 1) {
      element = maker.make(places);
    }
    if (isUnique && seen.has(canonical(element))) break;
    seen.add(canonical(element));
    elements.push(element);
  }
  return elements;
}

/** A schema for each of the first, and one for all behind: in 2020-12 by other names. */
function placeOfElement(maker: ValueMaker, { place, members }: Applied, at: number): Place | undefined {
  const items = members.get('items');
  const isNew = place.dialect === 2020;
  const first = listOf(isNew ? members.get('prefixItems') : items);
  const behind = isNew || !isArray(items ?? null) ? items : members.get('additionalItems');
  const schema = first[at] ?? behind;
  return schema === undefined || isArray(schema) ? undefined : maker.set.inside(schema, place);
}
