/** A schema and those that it refers to: found by URI, anchor and JSON Pointer. Nothing is ever fetched. */
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import {
  dialectOf,
  listKeywords,
  mapKeywords,
  schemaKeywords,
  unsaidDialect,
  type Dialect,
} from './dialects.js';
import type { Json, JsonObject } from './json-value.js';
import { metaSchemaUris } from './meta-schemas.js';

/** A schema where it stands. */
export interface Place {
  readonly schema: Json;
  /** The URI that references in it are relative to, without a fragment. */
  readonly base: string;
  readonly dialect: Dialect;
}

/** What schemas without an $id are relative to. */
const ownBase = 'schema:///';

export class SchemaSet {
  readonly root: Place;
  readonly #name: string;
  readonly #byUri = new Map<string, Place>();
  /** Those that were given, by the name that a $ref has. */
  readonly #given = new Map<string, Place>();
  readonly #dynamic = new Map<string, Place>();
  readonly #places = new Map<JsonObject, Place>();
  /** What was looked for, by base and reference. */
  readonly #found = new Map<string, Map<string, Place>>();
  /** Resources with `$recursiveAnchor: true`. */
  readonly #recursive = new Set<string>();

  /** `references`: by the name that `$ref` has. `name` begins messages. Throws LabError 'usage'. */
  constructor(root: Json, references: ReadonlyMap<string, Json>, name = 'The schema') {
    this.#name = name;
    this.root = this.#addRoot(root, ownBase, unsaidDialect);
    for (const [given, schema] of references) {
      // Relative to the first schema, as Confluent's clients take such names.
      const place = this.#addRoot(schema, resolved(given, this.root.base) ?? given, this.root.dialect);
      this.#given.set(given, place);
    }
  }

  /** The other schemas that these refer to and that are not among them: without fragments, as they are written. */
  outerReferences(): readonly string[] {
    const names = new Set<string>();
    for (const [schema, { base }] of this.#places) {
      for (const keyword of ['$ref', '$dynamicRef']) {
        const reference = schema.get(keyword);
        if (typeof reference !== 'string') continue;
        const [name] = splitAt(reference, '#');
        const uri = resolved(name, base) ?? name;
        const isHere = name === '' || this.#byUri.has(uri) || this.#given.has(name);
        if (!isHere && !metaSchemaUris.test(uri)) names.add(name);
      }
    }
    return [...names];
  }

  /** Throws LabError 'usage' if there is no such schema. */
  find(reference: string, from: Place): Place {
    let ofBase = this.#found.get(from.base);
    if (!ofBase) this.#found.set(from.base, (ofBase = new Map<string, Place>()));
    let found = ofBase.get(reference);
    if (!found) ofBase.set(reference, (found = this.#look(reference, from)));
    return found;
  }

  #look(reference: string, from: Place): Place {
    const uri = resolved(reference, from.base);
    const found = (uri === undefined ? undefined : this.#at(uri)) ?? this.#givenAs(reference);
    if (found) return found;
    if (uri !== undefined && metaSchemaUris.test(uri))
      return { schema: true, base: uri, dialect: from.dialect };
    const names = [...this.#byUri.keys()].map((each) => each.replace(ownBase, ''));
    const near = nearestNames(reference, names);
    throw new LabError('usage', `${this.#name} refers to "${reference}", which is not there.`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(' or ')}?`
          : 'It must be among the references of the schema: nothing is fetched from the network.',
    });
  }

  /** Inside a schema with a URI of its own, too, a name may be meant as it stands. */
  #givenAs(reference: string): Place | undefined {
    const [name, fragment] = splitAt(reference, '#');
    const place = this.#given.get(name);
    return place && fragment !== '' ? this.#at(`${place.base}#${fragment}`) : place;
  }

  /** Of `$dynamicRef`: whether the schema found is one that outer resources may replace, and by which. */
  dynamic(resource: string, anchor: string): Place | undefined {
    return this.#dynamic.get(`${resource}#${anchor}`);
  }

  isRecursive(resource: string): boolean {
    return this.#recursive.has(resource);
  }

  resource(base: string): Place | undefined {
    return this.#byUri.get(base);
  }

  /** A schema inside one that stands at `from`. */
  inside(schema: Json, from: Place): Place {
    const known = schema instanceof Map ? this.#places.get(schema as JsonObject) : undefined;
    return known ?? { schema, base: from.base, dialect: from.dialect };
  }

  #addRoot(schema: Json, base: string, unsaid: Dialect): Place {
    const uri = schema instanceof Map ? (schema as JsonObject).get('$schema') : undefined;
    const dialect = typeof uri === 'string' ? dialectOf(uri) : unsaid;
    const place = this.#add(schema, base, dialect);
    // By the name it is referred to as well as by its $id.
    if (!this.#byUri.has(base)) this.#byUri.set(base, place);
    return place;
  }

  #add(schema: Json, outer: string, outerDialect: Dialect): Place {
    if (!(schema instanceof Map)) return { schema, base: outer, dialect: outerDialect };
    const members = schema as JsonObject;
    const said = members.get('$schema');
    const hasOwnDialect = typeof said === 'string' && idOf(members, outerDialect) !== undefined;
    const dialect = hasOwnDialect ? dialectOf(said) : outerDialect;
    const id = idOf(members, dialect);
    let base = outer;
    if (id !== undefined) {
      const [path = '', anchor = ''] = (resolved(id, outer) ?? id).split('#');
      if (!id.startsWith('#')) base = path;
      const place = { schema, base, dialect };
      if (anchor !== '') this.#byUri.set(`${base}#${anchor}`, place);
      if (!id.startsWith('#')) this.#byUri.set(base, place);
    }
    const place: Place = { schema, base, dialect };
    this.#places.set(members, place);
    this.#addAnchors(members, place);
    this.#addInner(members, place);
    return place;
  }

  #addAnchors(members: JsonObject, place: Place): void {
    if (place.dialect < 2019) return;
    const anchor = members.get('$anchor');
    if (typeof anchor === 'string') this.#byUri.set(`${place.base}#${anchor}`, place);
    const dynamic = members.get('$dynamicAnchor');
    if (typeof dynamic === 'string' && place.dialect === 2020) {
      this.#byUri.set(`${place.base}#${dynamic}`, place);
      this.#dynamic.set(`${place.base}#${dynamic}`, place);
    }
    if (members.get('$recursiveAnchor') === true) this.#recursive.add(place.base);
  }

  #addInner(members: JsonObject, place: Place): void {
    const add = (inner: Json): void => void this.#add(inner, place.base, place.dialect);
    // Beside $ref, older drafts read nothing.
    if (place.dialect < 2019 && typeof members.get('$ref') === 'string') {
      for (const keyword of ['definitions', '$defs']) valuesOf(members.get(keyword)).forEach(add);
      return;
    }
    for (const keyword of schemaKeywords) {
      const value = members.get(keyword);
      if (value instanceof Map) add(value as JsonObject);
    }
    for (const keyword of listKeywords) {
      const value = members.get(keyword);
      if (Array.isArray(value)) (value as readonly Json[]).forEach(add);
    }
    for (const keyword of mapKeywords) valuesOf(members.get(keyword)).forEach(add);
  }

  #at(uri: string): Place | undefined {
    const [path, fragment] = splitAt(uri, '#');
    if (fragment === '') return this.#byUri.get(path);
    const named = this.#byUri.get(`${path}#${decoded(fragment)}`);
    if (named) return named;
    if (!fragment.startsWith('/')) return undefined;
    let place = this.#byUri.get(path);
    for (const step of fragment.slice(1).split('/')) {
      if (!place) return undefined;
      const name = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
      const { schema } = place;
      const inner: Json | undefined =
        schema instanceof Map
          ? (schema as JsonObject).get(name)
          : Array.isArray(schema) && /^(?:0|[1-9]\d*)$/.test(name)
            ? (schema as readonly Json[])[Number(name)]
            : undefined;
      place = inner === undefined ? undefined : this.inside(inner, place);
    }
    return place;
  }
}

function idOf(members: JsonObject, dialect: Dialect): string | undefined {
  if (dialect < 2019 && typeof members.get('$ref') === 'string') return undefined;
  const id = members.get(dialect === 4 ? 'id' : '$id');
  return typeof id === 'string' ? id : undefined;
}

function valuesOf(value: Json | undefined): readonly Json[] {
  return value instanceof Map ? [...(value as JsonObject).values()] : [];
}

/** Undefined if `base` is of a kind that nothing is relative to. */
function resolved(reference: string, base: string): string | undefined {
  if (reference.startsWith('#')) return `${base}${reference}`;
  try {
    return new URL(reference, base).href.replace(/#$/, '');
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitAt(text: string, sign: string): [before: string, behind: string] {
  const at = text.indexOf(sign);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
