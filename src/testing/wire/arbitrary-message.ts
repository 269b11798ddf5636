/** Random message bodies for a declaration and a version: present fields at random, absent ones at their default. */
import fc from 'fast-check';
import { defaultOf } from '../../wire/protocol/codec.js';
import type { AnyField, Fields, ScalarKind, WireType } from '../../wire/protocol/schema.js';
import { anyText } from '../text/arbitrary-text.js';

export function arbitraryBody(fields: Fields, version: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, arbitraryField(field, version)])),
  );
}

function arbitraryField(field: AnyField, version: number): fc.Arbitrary<unknown> {
  const { since, until, nullableSince } = field.rules;
  if (version < since || version > until) return fc.constant(null).map(() => defaultOf(field));
  const value = arbitraryValue(field.type, version);
  return version >= nullableSince ? fc.option(value) : value;
}

function arbitraryValue(type: WireType, version: number): fc.Arbitrary<unknown> {
  if (type.kind === 'struct') return arbitraryBody(type.fields, version);
  if (type.kind === 'array') return fc.array(arbitraryField(type.element, version), { maxLength: 3 });
  return scalars[type.kind];
}

const anyBytes = fc.uint8Array({ maxLength: 140 }).map((bytes) => Buffer.from(bytes));

const scalars: Readonly<Record<ScalarKind, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int8: fc.integer({ min: -0x80, max: 0x7f }),
  int16: fc.integer({ min: -0x8000, max: 0x7fff }),
  uint16: fc.integer({ min: 0, max: 0xffff }),
  int32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 0xffffffff }),
  int64: fc.maxSafeInteger(),
  anyInt64: fc.oneof(
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  ),
  float64: fc.double({ noNaN: true }),
  string: anyText(40),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((id) => Buffer.from(id).toString('base64url')),
  bytes: anyBytes,
  records: anyBytes,
};
