/** Random Protobuf schemas as texts, and random values of them as ProtoJSON. */
import fc from 'fast-check';
import { anyText } from '../text/arbitrary-text.js';

const scalarTypes = [
  ...([
    'double',
    'float',
    'int32',
    'int64',
    'uint32',
    'uint64',
    'sint32',
    'sint64',
    'fixed32',
    'fixed64',
  ] as const),
  ...(['sfixed32', 'sfixed64', 'bool', 'string', 'bytes'] as const),
];
type Scalar = (typeof scalarTypes)[number];
export type Syntax = 'proto2' | 'proto3' | '2023';

/** Names are by position, so that any list of these is a schema: M0, M1, …; E0; f1, f2, … */
export interface FieldShape {
  readonly kind: 'single' | 'optional' | 'repeated' | 'map' | 'oneof' | 'group';
  readonly type: Scalar | { readonly message: number } | { readonly isEnum: true };
  readonly key: Scalar;
  readonly packed: boolean | undefined;
  /** Added to that of the field before. */
  readonly step: number;
}

export interface SchemaShape {
  readonly syntax: Syntax;
  readonly messages: readonly (readonly FieldShape[])[];
  /** Besides zero. */
  readonly enumNumbers: readonly number[];
}

const keyTypes = scalarTypes.filter((type) => !['double', 'float', 'bytes'].includes(type));
const anyType: fc.Arbitrary<FieldShape['type']> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...scalarTypes) },
  { weight: 2, arbitrary: fc.record({ message: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant({ isEnum: true } as const) },
);
const anyField: fc.Arbitrary<FieldShape> = fc.record({
  kind: fc.constantFrom('single', 'single', 'optional', 'repeated', 'map', 'oneof', 'group'),
  type: anyType,
  key: fc.constantFrom(...keyTypes),
  packed: fc.constantFrom(undefined, undefined, true, false),
  step: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }), fc.constant(3000)),
});

export const anySchema: fc.Arbitrary<SchemaShape> = fc
  .record({
    syntax: fc.constantFrom<Syntax>('proto2', 'proto3', '2023'),
    messages: fc.array(fc.array(anyField, { maxLength: 8 }), { minLength: 3, maxLength: 3 }),
    enumNumbers: fc.uniqueArray(
      fc.integer({ min: -5, max: 1000 }).filter((n) => n !== 0),
      { maxLength: 4 },
    ),
  })
  .map((shape) => ({
    ...shape,
    // Groups are proto2's; other editions have other means.
    messages: shape.messages.map((fields) =>
      fields.map((field) =>
        field.kind === 'group' && shape.syntax !== 'proto2' ? { ...field, kind: 'single' as const } : field,
      ),
    ),
  }));

export interface NamedField extends FieldShape {
  readonly name: string;
  readonly number: number;
}

function fieldsOf(fields: readonly FieldShape[]): readonly NamedField[] {
  let number = 0;
  return fields.map((field) => {
    number += field.step;
    return { ...field, number, name: field.kind === 'group' ? `group${number}` : `field_${number}x` };
  });
}

export function jsonNameOf({ name }: { readonly name: string }): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function isPackable(type: FieldShape['type']): boolean {
  return typeof type === 'string' ? type !== 'string' && type !== 'bytes' : 'isEnum' in type;
}

export function typeName(type: FieldShape['type']): string {
  if (typeof type === 'string') return type;
  return 'message' in type ? `M${type.message}` : 'E0';
}

/** The text of the file. */
export function textOf({ syntax, messages, enumNumbers }: SchemaShape): string {
  const label = syntax === 'proto2' ? 'optional ' : '';
  const line = (field: NamedField): string => {
    const { kind, type, key, name, number } = field;
    const option = optionOf(field, syntax);
    const options = option === '' ? '' : ` [${option}]`;
    if (kind === 'map') return `map<${key}, ${typeName(type)}> ${name} = ${number};`;
    if (kind === 'oneof')
      return `oneof of_${name} { ${typeName(type)} ${name} = ${number}; string alt_${name} = ${number + 1}; }`;
    if (kind === 'group') return `optional group Group${number} = ${number} { optional int32 inside = 1; }`;
    const own =
      kind === 'repeated' ? 'repeated ' : kind === 'optional' && syntax !== '2023' ? 'optional ' : label;
    return `${own}${typeName(type)} ${name} = ${number}${options};`;
  };
  return [
    syntax === '2023' ? 'edition = "2023";' : `syntax = "${syntax}";`,
    'package any.thing;',
    `enum E0 { ZERO = 0; ${enumNumbers.map((number, index) => `V${index} = ${number};`).join(' ')} }`,
    ...messages.map((fields, index) => `message M${index} {\n${spaced(fields).map(line).join('\n')}\n}`),
  ].join('\n');
}

/** What of its own a field says, if anything. */
function optionOf({ kind, type, packed }: FieldShape, syntax: Syntax): string {
  const isMessage = typeof type === 'object' && 'message' in type;
  if (kind === 'repeated' && packed !== undefined && isPackable(type)) {
    if (syntax !== '2023') return `packed = ${packed}`;
    return packed ? '' : 'features.repeated_field_encoding = EXPANDED';
  }
  const isImplicit = kind === 'single' && syntax === '2023' && !isMessage;
  return isImplicit ? 'features = { field_presence: IMPLICIT }' : '';
}

/** A oneof takes two numbers. */
export function spaced(fields: readonly FieldShape[]): readonly NamedField[] {
  return fieldsOf(
    fields.map((field, index) =>
      fields[index - 1]?.kind === 'oneof' ? { ...field, step: field.step + 1 } : field,
    ),
  );
}

/** ProtoJSON of messages of the schema, as an object for JSON.stringify. */
export function anyValueOf(
  shape: SchemaShape,
  message = 0,
  depth = 0,
): fc.Arbitrary<Record<string, unknown>> {
  const members = spaced(shape.messages[message] ?? []).flatMap(
    (field): [string, fc.Arbitrary<unknown>][] => {
      const { kind, type } = field;
      if (kind === 'group')
        return [[jsonNameOf(field), fc.record({ inside: fc.integer() }, { requiredKeys: [] })]];
      if (typeof type === 'object' && 'message' in type && depth >= 3) return [];
      const one = anyOf(type, shape, depth);
      if (kind === 'repeated') return [[jsonNameOf(field), fc.array(one, { maxLength: 4 })]];
      if (kind !== 'map') return [[jsonNameOf(field), one]];
      const key = anyOf(field.key, shape, depth).map(String);
      return [
        [
          jsonNameOf(field),
          fc.uniqueArray(fc.tuple(key, one), { maxLength: 4, selector: ([name]) => name }).map(fromEntries),
        ],
      ];
    },
  );
  return fc.record(fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] });
}

/** With `__proto__` as any other name. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries)
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  return made;
}

const anyReal = (arbitrary: fc.Arbitrary<number>) =>
  arbitrary.map((value) => (Number.isFinite(value) ? (Object.is(value, -0) ? 0 : value) : String(value)));

function anyOf(type: FieldShape['type'], shape: SchemaShape, depth: number): fc.Arbitrary<unknown> {
  if (typeof type === 'object') {
    if ('message' in type) return anyValueOf(shape, type.message, depth + 1);
    return fc.constantFrom('ZERO', ...shape.enumNumbers.map((_, index) => `V${index}`));
  }
  const isUnsigned = type.startsWith('u') || type.startsWith('fixed');
  if (type === 'double') return anyReal(fc.double());
  if (type === 'float') return anyReal(fc.float());
  if (type === 'bool') return fc.boolean();
  if (type === 'string') return anyText();
  if (type === 'bytes') return fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64'));
  if (type.endsWith('64')) {
    const [min, max] = isUnsigned ? [0n, 2n ** 64n - 1n] : [-(2n ** 63n), 2n ** 63n - 1n];
    return fc.oneof(fc.bigInt({ min, max }), fc.integer({ min: 0, max: 300 })).map(String);
  }
  return isUnsigned ? fc.integer({ min: 0, max: 2 ** 32 - 1 }) : fc.integer();
}
