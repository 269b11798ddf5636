/** Which schemas a value has to fit that is made for one: those it refers to, those of allOf, and one of each choice. */
import { below, type Random } from '../random.js';
import { isArray, isObject } from './failure.js';
import type { Json, JsonObject } from './json-value.js';
import type { Place, SchemaSet } from './schema-set.js';

export interface Applied {
  readonly place: Place;
  readonly members: JsonObject;
}

/** References and choices in one another, of one value. */
const deepest = 50;

/** `isDeep`: of alternatives those are chosen that hold nothing else. Undefined if `false` is among them, or there is no end. */
export function appliedSchemas(
  set: SchemaSet,
  places: readonly Place[],
  random: Random,
  isDeep: boolean,
): readonly Applied[] | undefined {
  const found: Applied[] = [];
  const add = (place: Place, depth: number): boolean => {
    const { schema, dialect } = place;
    if (schema === false || depth > deepest) return false;
    if (!isObject(schema)) return true;
    const inner = (each: Json) => add(set.inside(each, place), depth + 1);
    const reference = schema.get('$ref');
    if (typeof reference === 'string') {
      if (!add(set.find(reference, place), depth + 1)) return false;
      if (dialect < 2019) return true;
    }
    const dynamic = dialect === 2020 ? schema.get('$dynamicRef') : undefined;
    if (typeof dynamic === 'string' && !add(set.find(dynamic, place), depth + 1)) return false;
    const root = dialect === 2019 && schema.has('$recursiveRef') ? set.resource(place.base) : undefined;
    if (root && !add(root, depth + 1)) return false;
    found.push({ place, members: schema });
    for (const each of listOf(schema.get('allOf'))) if (!inner(each)) return false;
    for (const keyword of ['anyOf', 'oneOf']) {
      const all = listOf(schema.get(keyword)).filter((each) => each !== false);
      const flat = isDeep ? all.filter(holdsNothing) : [];
      const choices = flat.length > 0 ? flat : all;
      if (choices.length > 0 && !inner(choices[below(choices.length, random)] as Json)) return false;
    }
    const condition = dialect < 7 ? undefined : schema.get('if');
    if (condition === undefined) return true;
    // The other way is right only if the condition happens not to hold: that is checked.
    const holds = random() < 0.5;
    const then = schema.get(holds ? 'then' : 'else');
    return (!holds || inner(condition)) && (then === undefined || inner(then));
  };
  return places.every((place) => add(place, 0)) ? found : undefined;
}

function holdsNothing(schema: Json): boolean {
  if (!isObject(schema)) return false;
  if (schema.has('const') || schema.has('enum')) return true;
  const type = schema.get('type');
  return typeof type === 'string' && type !== 'object' && type !== 'array';
}

export function listOf(value: Json | undefined): readonly Json[] {
  return value !== undefined && isArray(value) ? value : [];
}

export function membersOf(value: Json | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : new Map<string, Json>();
}
