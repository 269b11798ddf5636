/** A value that is likely to fit schemas: made part by part, each part tried several times. Whether it fits is for the checker. */
import { below, randomWord, type Random } from '../random.js';
import { appliedSchemas, listOf, type Applied } from './applied-schemas.js';
import { Checker } from './checker.js';
import { canonical, type Json, type JsonObject } from './json-value.js';
import { randomArray } from './random-array.js';
import { randomObject } from './random-object.js';
import { counts, randomNumber, randomText } from './random-scalars.js';
import type { Place, SchemaSet } from './schema-set.js';
import type { ValueMaker } from './value-maker.js';

/** Below so many objects and arrays, nothing is begun that need not be. */
const deepest = 3;
/** Objects in objects that are required without end. */
const mostLevels = 40;
const triesOfPart = 8;
/** In all tries of one value. */
const mostParts = 20_000;

const types = ['string', 'integer', 'boolean', 'number', 'object', 'array', 'null'];
/** What a keyword is about: a schema that names no type is likely to mean this one. */
const typeByKeyword: ReadonlyMap<string, string> = new Map([
  ...['properties', 'required', 'patternProperties', 'minProperties', 'additionalProperties'].map(
    asking('object'),
  ),
  ...['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems'].map(asking('array')),
  ...['minLength', 'maxLength', 'pattern', 'format'].map(asking('string')),
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map(asking('number')),
]);

function asking(type: string): (keyword: string) => [string, string] {
  return (keyword) => [keyword, type];
}

/** There is none, or none is found with what is allowed to be spent. */
export class NoValue extends Error {}

export class RandomValue implements ValueMaker {
  readonly set: SchemaSet;
  readonly random: Random;
  #parts = 0;
  #levels = 0;

  constructor(set: SchemaSet, random: Random) {
    this.set = set;
    this.random = random;
  }

  /** Throws NoValue. */
  make(places: readonly Place[]): Json {
    if (this.#levels >= mostLevels) throw new NoValue('it holds itself without end');
    this.#levels += 1;
    try {
      for (let tries = 1; ; tries += 1) {
        const made = this.#once(places);
        const isLast = tries === triesOfPart;
        if (made === undefined ? isLast : isLast || this.#fits(places, made)) return made ?? null;
      }
    } finally {
      this.#levels -= 1;
    }
  }

  get isDeep(): boolean {
    return this.#levels > deepest;
  }

  below(limit: number): number {
    return below(limit, this.random);
  }

  #fits(places: readonly Place[], value: Json): boolean {
    return places.every((place) => new Checker(this.set).check(place, value, '') === undefined);
  }

  /** Undefined if what was chosen cannot be. */
  #once(places: readonly Place[]): Json | undefined {
    this.#parts += 1;
    if (this.#parts > mostParts) throw new NoValue('too many tries');
    const applied = appliedSchemas(this.set, places, this.random, this.isDeep);
    if (!applied) return undefined;
    const schemas = applied.map(({ members }) => members);
    const given = this.#given(schemas);
    if (given !== undefined) return given;
    return this.#ofType(this.#type(schemas), applied, schemas);
  }

  /** By const, enum, and now and then an example of the schema's author. */
  #given(schemas: readonly JsonObject[]): Json | undefined {
    for (const schema of schemas) if (schema.has('const')) return schema.get('const');
    const [first, ...others] = schemas
      .map((schema) => schema.get('enum'))
      .filter((each) => each !== undefined);
    if (first !== undefined) {
      const inAll = listOf(first).filter((each) =>
        others.every((other) => listOf(other).some((known) => canonical(known) === canonical(each))),
      );
      return inAll[this.below(inAll.length)];
    }
    const examples = schemas.flatMap((schema) => listOf(schema.get('examples')));
    return examples.length > 0 && this.random() < 0.5 ? examples[this.below(examples.length)] : undefined;
  }

  #type(schemas: readonly JsonObject[]): string {
    let allowed: readonly string[] = types;
    for (const schema of schemas) {
      const type = schema.get('type');
      const own = typeof type === 'string' ? [type] : listOf(type);
      if (own.length === 0) continue;
      allowed = allowed.filter(
        (each) => own.includes(each) || (each === 'integer' && own.includes('number')),
      );
    }
    const isSaid = schemas.some((schema) => schema.has('type'));
    // A number is any number: whole ones are wanted where the schema says so.
    if (allowed.includes('number')) allowed = allowed.filter((each) => each !== 'integer');
    const meant = [
      ...new Set(schemas.flatMap((schema) => [...schema.keys()].map((each) => typeByKeyword.get(each)))),
    ];
    const fitting = isSaid ? allowed : allowed.filter((each) => meant.includes(each));
    const flat = this.isDeep ? fitting.filter((each) => each !== 'object' && each !== 'array') : [];
    // Where nothing is said, mostly a text; but `not` may exclude that.
    const rest = fitting.length > 0 ? fitting : this.random() < 0.5 ? ['string'] : allowed;
    const choices = flat.length > 0 ? flat : rest;
    return choices[this.below(choices.length)] ?? 'string';
  }

  #ofType(type: string, applied: readonly Applied[], schemas: readonly JsonObject[]): Json {
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return this.random() < 0.5;
      case 'integer':
      case 'number':
        return randomNumber(schemas, type === 'integer', this.random);
      case 'object':
        return randomObject(this, applied);
      case 'array':
        return randomArray(this, applied);
      default:
        return randomText(schemas, this.random);
    }
  }

  /** How many elements or members: few, and within what is allowed. */
  count(schemas: readonly JsonObject[], leastWord: string, mostWord: string, usual: number): number {
    const least = Math.max(0, ...counts(schemas, leastWord));
    if (least > mostParts) throw new NoValue(`${leastWord} is too large`);
    const most = Math.min(...counts(schemas, mostWord), Math.max(usual, least));
    return Math.max(
      least,
      Math.min(most, this.isDeep ? least : least + this.below(Math.max(0, most - least) + 1)),
    );
  }

  word(): string {
    return randomWord(this.random);
  }
}
