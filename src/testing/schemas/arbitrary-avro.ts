/** Any Avro schema with any of its values, the values as Avro's own JSON has them: each in a union names its branch. */
import fc from 'fast-check';
import { anyText } from '../text/arbitrary-text.js';

/** As it stands in a schema's text. */
export type AvroSchema = string | { readonly [attribute: string]: unknown } | readonly AvroSchema[];

export interface AvroSample {
  readonly schema: AvroSchema;
  /** Whole numbers are bigints; bytes and fixed are strings with a character a byte. */
  readonly value: unknown;
}

type Shape =
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'logical'; readonly schema: { readonly [attribute: string]: unknown } }
  | { readonly kind: 'enum'; readonly count: number }
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'array' | 'map'; readonly of: Shape }
  | { readonly kind: 'union'; readonly of: readonly Shape[] }
  | { readonly kind: 'record'; readonly fields: readonly Shape[]; readonly isList: boolean }
  | { readonly kind: 'again' };

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
/** Without those whose JSON is not the number or text that Avro's own JSON has: each has a test of its own. */
const logicalTypes = [
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'time-micros' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'timestamp-micros' },
  { type: 'long', logicalType: 'timestamp-nanos' },
  { type: 'long', logicalType: 'local-timestamp-millis' },
  { type: 'long', logicalType: 'local-timestamp-micros' },
  { type: 'long', logicalType: 'local-timestamp-nanos' },
  { type: 'string', logicalType: 'no-such-type' },
];

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...primitives).map((name): Shape => ({ kind: 'primitive', name })),
    fc.constantFrom(...logicalTypes).map((schema): Shape => ({ kind: 'logical', schema })),
    fc.integer({ min: 1, max: 5 }).map((count): Shape => ({ kind: 'enum', count })),
    fc.integer({ min: 0, max: 5 }).map((size): Shape => ({ kind: 'fixed', size })),
    fc.constant<Shape>({ kind: 'again' }),
    fc.record({ kind: fc.constantFrom('array' as const, 'map' as const), of: tie('shape') }),
    fc.record({
      kind: fc.constant('union' as const),
      of: fc.array(tie('shape'), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('record' as const),
      fields: fc.array(tie('shape'), { maxLength: 5 }),
      isList: fc.boolean(),
    }),
  ),
}));

/** One field of a record is named like a type, as a tag of a union would be. */
const fieldNames = ['string', 'f1', 'size', 'constructor', '_4', 'f5'];

/** Shapes get their names one after the other, as they stand in the text. */
class Naming {
  readonly #namespaces = ['n', 'a', 'a.b_c'];
  #count = 0;
  /** Those with a size of their own, whose values do not need the schema again. */
  readonly leaves = new Map<string, AvroSchema>();

  name(): { readonly name: string; readonly namespace: string; readonly full: string } {
    const namespace = this.#namespaces[this.#count % 3] ?? 'n';
    const name = `T${this.#count++}`;
    return { name, namespace, full: `${namespace}.${name}` };
  }

  schemaOf(shape: Shape): AvroSchema {
    switch (shape.kind) {
      case 'primitive':
        return shape.name;
      case 'logical':
        return shape.schema;
      case 'again':
        return [...this.leaves.keys()].at(-1) ?? 'null';
      case 'array':
        return { type: 'array', items: this.schemaOf(shape.of) };
      case 'map':
        return { type: 'map', values: this.schemaOf(shape.of) };
      case 'union':
        return this.#union(shape.of);
      case 'enum':
      case 'fixed': {
        const { full, ...named } = this.name();
        const symbols = ['A', 'b', '_c', 'NaN', 'null'].slice(0, shape.kind === 'enum' ? shape.count : 0);
        const schema =
          shape.kind === 'enum'
            ? { type: 'enum', ...named, symbols }
            : { type: 'fixed', ...named, size: shape.size };
        this.leaves.set(full, schema);
        return schema;
      }
      case 'record': {
        const { full, ...named } = this.name();
        const fields = shape.fields.map((field, index) => ({
          name: fieldNames[index],
          type: this.schemaOf(field),
        }));
        const next = shape.isList ? [{ name: 'next', type: ['null', full] }] : [];
        return { type: 'record', ...named, fields: [...fields, ...next] };
      }
    }
  }

  /** What a union already has is left out before it defines names. */
  #union(shapes: readonly Shape[]): AvroSchema {
    const seen = new Set<string>();
    const branches = new Map<string, AvroSchema>();
    for (const [index, shape] of shapes.entries()) {
      const key = this.#branchKey(shape, index);
      if (shape.kind === 'union' || seen.has(key)) continue;
      seen.add(key);
      const schema = this.schemaOf(shape);
      if (!branches.has(branchNameOf(schema))) branches.set(branchNameOf(schema), schema);
    }
    return branches.size === 0 ? ['null'] : [...branches.values()];
  }

  #branchKey(shape: Shape, index: number): string {
    if (shape.kind === 'primitive') return shape.name;
    if (shape.kind === 'logical') return String(shape.schema['type']);
    return shape.kind === 'array' || shape.kind === 'map' ? shape.kind : String(index);
  }
}

export function branchNameOf(schema: AvroSchema): string {
  if (typeof schema === 'string') return schema;
  const { type, name, namespace } = schema as { type: string; name?: string; namespace?: string };
  if (name === undefined) return type;
  return namespace ? `${namespace}.${name}` : name;
}

/** What is defined anywhere inside of a schema. */
export function namesIn(schema: AvroSchema): ReadonlyMap<string, AvroSchema> {
  const names = new Map<string, AvroSchema>();
  JSON.stringify(schema, (_name, value: unknown) => {
    const isNamed = typeof value === 'object' && value !== null && 'name' in value && 'namespace' in value;
    if (isNamed) names.set(branchNameOf(value), value);
    return value;
  });
  return names;
}

const specialNumbers = [0, -0, 1, -1, 0.1, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 1e21];
const text = fc.oneof(
  anyText(20),
  fc.constantFrom('', '__proto__', '"\\\n', '\u202e', 'string', 'map', '\u{1f600}'),
);
const bytes = (size: number | undefined): fc.Arbitrary<string> =>
  fc
    .uint8Array(size === undefined ? { maxLength: 9 } : { minLength: size, maxLength: size })
    .map((value) => Buffer.from(value).toString('latin1'));
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -200n, max: 200n }),
  fc.constantFrom(
    ...[28n, 31n, 49n, 53n, 62n].flatMap((bits) => [2n ** bits, -(2n ** bits), 2n ** bits - 1n]),
  ),
);

function valueOf(schema: AvroSchema, names: ReadonlyMap<string, AvroSchema>): fc.Arbitrary<unknown> {
  if (Array.isArray(schema)) {
    const branches = (schema as readonly AvroSchema[]).map((branch) => {
      const name = branchNameOf(branch);
      return name === 'null'
        ? fc.constant(null)
        : fc.oneof(
            { maxDepth: 6 },
            valueOf(branch, names).map((value) => Object.fromEntries([[name, value]])),
          );
    });
    return fc.oneof(...branches);
  }
  if (typeof schema === 'string') {
    const named = names.get(schema);
    return named === undefined
      ? primitiveValue(schema)
      : fc.constant(undefined).chain(() => valueOf(named, names));
  }
  const { type, items, values, size, symbols, fields } = schema as {
    type: string;
    items: AvroSchema;
    values: AvroSchema;
    size: number;
    symbols: readonly string[];
    fields: readonly { name: string; type: AvroSchema }[];
  };
  switch (type) {
    case 'array':
      return fc.array(valueOf(items, names), { maxLength: 4 });
    case 'map':
      return fc
        .uniqueArray(fc.tuple(text, valueOf(values, names)), { maxLength: 4, selector: ([name]) => name })
        .map((entries) => Object.fromEntries(entries));
    case 'fixed':
      return bytes(size);
    case 'enum':
      return fc.constantFrom(...symbols);
    case 'record': {
      const isList = fields.at(-1)?.name === 'next';
      const own = fields.filter(({ name }) => name !== 'next');
      const entries = fc.tuple(
        ...own.map(({ name, type: inner }) => valueOf(inner, names).map((value) => [name, value] as const)),
      );
      if (!isList) return entries.map((each) => Object.fromEntries(each));
      return fc.array(entries, { minLength: 1, maxLength: 4 }).map((each) =>
        each.reduceRight<unknown>(
          (next, own) => ({
            ...Object.fromEntries(own),
            next: next === null ? null : { [branchNameOf(schema)]: next },
          }),
          null,
        ),
      );
    }
    default:
      return primitiveValue(type);
  }
}

function primitiveValue(name: string): fc.Arbitrary<unknown> {
  switch (name) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
      return fc.integer().map(BigInt);
    case 'long':
      return int64;
    case 'float':
      return fc.oneof(fc.float(), fc.constantFrom(...specialNumbers.map(Math.fround)));
    case 'double':
      return fc.oneof(fc.double(), fc.constantFrom(...specialNumbers));
    case 'bytes':
      return bytes(undefined);
    default:
      return text;
  }
}

export const arbitraryAvroSchema: fc.Arbitrary<AvroSchema> = shape.map((each) => new Naming().schemaOf(each));

export const arbitraryAvro: fc.Arbitrary<AvroSample> = arbitraryAvroSchema.chain((schema) =>
  fc.record({ schema: fc.constant(schema), value: valueOf(schema, namesIn(schema)) }),
);

/** As Avro's own JSON has it, digits exact; what JSON has no number for is a string. */
export function avroJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `"${value}"`;
    return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(avroJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${avroJson(inner)}`);
  return `{ ${members.join(', ')} }`;
}
