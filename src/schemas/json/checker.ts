/**
 * Whether a value fits a schema (json-schema.org, drafts 4 to 2020-12): an interpreter, since schemas come from strangers and
 * no code is made of them. What a schema can ask of it is bounded.
 */
import { EncodeError } from '../codec.js';
import { arrayKeywords } from './array-keywords.js';
import { assertions } from './assertions.js';
import { Evaluated } from './evaluated.js';
import { fail, isArray, isObject, type Failure } from './failure.js';
import type { Json, JsonObject } from './json-value.js';
import { objectKeywords } from './object-keywords.js';
import type { Place, SchemaSet } from './schema-set.js';

const deepest = 400;
const mostSteps = 1_000_000;

export class Checker {
  readonly #set: SchemaSet;
  /** Bases of the resources on the way here. */
  readonly #scope: string[] = [];
  #steps = 0;
  #depth = 0;

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** `outer` learns what was looked at, if it fits. Throws EncodeError if the schema asks too much, LabError if it refers to what is not there. */
  check(place: Place, value: Json, path: string, outer?: Evaluated): Failure | undefined {
    const { schema } = place;
    if (schema === true) return undefined;
    if (schema === false) return fail(path, 'is not allowed here');
    if (!isObject(schema)) return undefined;
    this.#steps += 1;
    if (this.#steps > mostSteps || this.#depth > deepest) {
      throw new EncodeError(path, 'cannot be checked: the schema refers to itself without end, or nearly');
    }
    this.#depth += 1;
    const isResource = this.#scope.at(-1) !== place.base;
    if (isResource) this.#scope.push(place.base);
    try {
      // What schemas beside this one looked at is nothing to it.
      const own = new Evaluated();
      const found = this.#keywords(place, schema, value, path, own);
      if (!found) outer?.add(own);
      return found;
    } finally {
      if (isResource) this.#scope.pop();
      this.#depth -= 1;
    }
  }

  inside(schema: Json, place: Place): Place {
    return this.#set.inside(schema, place);
  }

  #keywords(
    place: Place,
    members: JsonObject,
    value: Json,
    path: string,
    evaluated: Evaluated,
  ): Failure | undefined {
    const { dialect } = place;
    const reference = members.get('$ref');
    if (typeof reference === 'string') {
      const found = this.check(this.#set.find(reference, place), value, path, evaluated);
      if (found || dialect < 2019) return found;
    }
    const dynamic = this.#dynamicTarget(members, place);
    const found = dynamic && this.check(dynamic, value, path, evaluated);
    if (found) return found;
    for (const [keyword, rule] of members) {
      const wrong = assertions.get(keyword)?.(value, rule, members, place);
      if (wrong !== undefined) return fail(path, wrong);
    }
    return (
      this.#combined(place, members, value, path, evaluated) ??
      (isObject(value) ? objectKeywords(this, place, members, value, path, evaluated) : undefined) ??
      (isArray(value) ? arrayKeywords(this, place, members, value, path, evaluated) : undefined)
    );
  }

  #dynamicTarget(members: JsonObject, place: Place): Place | undefined {
    const recursive = members.get('$recursiveRef');
    if (place.dialect === 2019 && typeof recursive === 'string') {
      const outermost = this.#scope.find((base) => this.#set.isRecursive(base));
      const base = this.#set.isRecursive(place.base) && outermost !== undefined ? outermost : place.base;
      return this.#set.resource(base);
    }
    const reference = members.get('$dynamicRef');
    if (place.dialect !== 2020 || typeof reference !== 'string') return undefined;
    const found = this.#set.find(reference, place);
    const anchor = reference.slice(reference.indexOf('#') + 1);
    const own = this.#set.dynamic(found.base, anchor);
    if (!reference.includes('#') || own?.schema !== found.schema) return found;
    const outermost = this.#scope.find((base) => this.#set.dynamic(base, anchor));
    return (outermost === undefined ? undefined : this.#set.dynamic(outermost, anchor)) ?? found;
  }

  #combined(
    place: Place,
    members: JsonObject,
    value: Json,
    path: string,
    evaluated: Evaluated,
  ): Failure | undefined {
    for (const each of listOf(members.get('allOf'))) {
      const found = this.check(this.inside(each, place), value, path, evaluated);
      if (found) return found;
    }
    return (
      this.#alternatives(place, members, 'anyOf', value, path, evaluated) ??
      this.#alternatives(place, members, 'oneOf', value, path, evaluated) ??
      this.#negated(place, members, value, path) ??
      this.#conditional(place, members, value, path, evaluated)
    );
  }

  #alternatives(
    place: Place,
    members: JsonObject,
    keyword: 'anyOf' | 'oneOf',
    value: Json,
    path: string,
    evaluated: Evaluated,
  ): Failure | undefined {
    const all = listOf(members.get(keyword));
    if (!isArray(members.get(keyword) ?? null)) return undefined;
    const failures: Failure[] = [];
    for (const each of all) {
      const found = this.check(this.inside(each, place), value, path, evaluated);
      if (found) failures.push(found);
    }
    const fitting = all.length - failures.length;
    if (fitting === 1 || (fitting > 1 && keyword === 'anyOf')) return undefined;
    if (fitting > 1) return fail(path, `fits ${fitting} alternatives of oneOf, and must fit one`);
    const [only] = failures;
    if (only && failures.length === 1) return only;
    const reasons = failures
      .slice(0, 3)
      .map((each) => (each.path === path ? each.message : `${each.path} ${each.message}`));
    return fail(
      path,
      `fits no alternative of ${keyword}: ${reasons.join('; ')}${failures.length > 3 ? '; …' : ''}`,
    );
  }

  #negated(place: Place, members: JsonObject, value: Json, path: string): Failure | undefined {
    const not = members.get('not');
    if (not === undefined || this.check(this.inside(not, place), value, path)) return undefined;
    return fail(path, 'fits what it must not be (not)');
  }

  #conditional(
    place: Place,
    members: JsonObject,
    value: Json,
    path: string,
    evaluated: Evaluated,
  ): Failure | undefined {
    const condition = members.get('if');
    if (place.dialect < 7 || condition === undefined) return undefined;
    const fits = !this.check(this.inside(condition, place), value, path, evaluated);
    const then = members.get(fits ? 'then' : 'else');
    return then === undefined ? undefined : this.check(this.inside(then, place), value, path, evaluated);
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return value !== undefined && isArray(value) ? value : [];
}
