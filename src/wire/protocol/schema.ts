/** The schema language: what a request file writes down about its fields, and the TypeScript types that follow from it. */
import type { Int64 } from '../../text/int64.js';

/** Kafka's zero uuid, "no topic id", as Kafka's own tools print uuids: 22 characters of base64url. */
export const zeroUuid = 'AAAAAAAAAAAAAAAAAAAAAA';

export type ScalarKind =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'anyInt64'
  | 'float64'
  | 'string'
  | 'uuid'
  | 'bytes'
  | 'records';

export type WireType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'array'; readonly element: AnyField }
  | { readonly kind: 'struct'; readonly fields: Fields };

interface Rules {
  /** First and last version that has the field. */
  readonly since: number;
  readonly until: number;
  /** First version in which it may be null. */
  readonly nullableSince: number;
  readonly tag: number | undefined;
  readonly ignorable: boolean;
  readonly defaultValue: unknown;
}

/**
 * One field of a message. `Given` is what a caller may hand in, `Received` what decoding gives back, and `Optional`
 * says whether a caller may leave it out. Fields are immutable: every method returns a new one.
 */
export class Field<Given, Received = Given, Optional extends boolean = false> {
  declare readonly given: Given;
  declare readonly received: Received;
  declare readonly optional: Optional;
  readonly type: WireType;
  readonly rules: Rules;

  constructor(type: WireType, rules: Partial<Rules> = {}) {
    this.type = type;
    const none = { tag: undefined, ignorable: false, defaultValue: undefined };
    this.rules = { since: 0, until: Infinity, nullableSince: Infinity, ...none, ...rules };
  }

  /** The first version that has it. */
  since(version: number): Field<Given, Received, Optional> {
    return this.#with({ since: version });
  }

  /** The last version that has it. */
  until(version: number): Field<Given, Received, Optional> {
    return this.#with({ until: version });
  }

  /** May be null, from a version on or in all. */
  nullable(since = 0): Field<Given | null, Received | null, Optional> {
    return this.#with({ nullableSince: since });
  }

  /** The value of the field if the version lacks it or the caller leaves it out. */
  default(value: Given): Field<Given, Received, true> {
    return this.#with({ defaultValue: value });
  }

  /** Carried in the tagged section of a flexible version, and only when it differs from its default. */
  tagged(tag: number): Field<Given, Received, true> {
    return this.#with({ tag });
  }

  /** Silently dropped in versions that lack it; otherwise setting it in such a version is refused. */
  ignorable(): Field<Given, Received, Optional> {
    return this.#with({ ignorable: true });
  }

  #with<G, R, O extends boolean>(change: Partial<Rules>): Field<G, R, O> {
    return new Field<G, R, O>(this.type, { ...this.rules, ...change });
  }
}

export type AnyField = Field<unknown, unknown, boolean>;

/** The body of a message or of a structure inside it. The order of the keys is the order on the wire. */
export type Fields = Readonly<Record<string, AnyField>>;

type Flat<T> = { [K in keyof T]: T[K] };
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K]['optional'] extends true ? K : never }[keyof F];

/** What a caller hands in: fields with a default may be left out. */
export type Given<F extends Fields> = Flat<
  { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: F[K]['given'] } & {
    readonly [K in OptionalKeys<F>]?: F[K]['given'] | undefined;
  }
>;

/** What decoding gives back: every field is there, absent ones with their default. */
export type Received<F extends Fields> = { [K in keyof F]: F[K]['received'] };

export const bool = (): Field<boolean> => new Field({ kind: 'bool' });
export const int8 = (): Field<number> => new Field({ kind: 'int8' });
export const int16 = (): Field<number> => new Field({ kind: 'int16' });
export const uint16 = (): Field<number> => new Field({ kind: 'uint16' });
export const int32 = (): Field<number> => new Field({ kind: 'int32' });
export const uint32 = (): Field<number> => new Field({ kind: 'uint32' });
/** A number, exact: a value beyond 2^53 − 1 is an error, never rounded. */
export const int64 = (): Field<number> => new Field({ kind: 'int64' });
/** An int64 that clients or file systems may set to anything: a bigint beyond 2^53 − 1, so that it fails no answer. */
export const anyInt64 = (): Field<Int64> => new Field({ kind: 'anyInt64' });
export const float64 = (): Field<number> => new Field({ kind: 'float64' });
export const string = (): Field<string> => new Field({ kind: 'string' });
export const uuid = (): Field<string> => new Field({ kind: 'uuid' });
/** Decoded as a view of the response, not a copy: keep it and you keep the response. */
export const bytes = (): Field<Buffer> => new Field({ kind: 'bytes' });
/** Record batches, as a view of the response like `bytes()`. */
export const records = (): Field<Buffer> => new Field({ kind: 'records' });

export function struct<F extends Fields>(fields: F): Field<Given<F>, Received<F>> {
  return new Field({ kind: 'struct', fields });
}

export function array<G, R>(element: Field<G, R>): Field<readonly G[], R[]>;
export function array<F extends Fields>(element: F): Field<readonly Given<F>[], Received<F>[]>;
export function array(element: AnyField | Fields): Field<readonly unknown[], unknown[]> {
  return new Field({ kind: 'array', element: element instanceof Field ? element : struct(element) });
}
