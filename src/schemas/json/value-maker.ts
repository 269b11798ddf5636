/** What arrays and objects are made with: the maker of their parts. */
import type { Random } from '../random.js';
import type { Json, JsonObject } from './json-value.js';
import type { Place, SchemaSet } from './schema-set.js';

export interface ValueMaker {
  readonly set: SchemaSet;
  readonly random: Random;
  /** So deep that nothing is begun that need not be. */
  readonly isDeep: boolean;
  /** A value for all of these schemas. Throws NoValue. */
  make(places: readonly Place[]): Json;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** How many elements or members: few, and within what is allowed. Throws NoValue. */
  count(schemas: readonly JsonObject[], leastWord: string, mostWord: string, usual: number): number;
  word(): string;
}
