import {
  createFileRegistry,
  equals,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type JsonValue,
  type Message,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anySchema, anyValueOf, textOf, type SchemaShape } from '../../testing/schemas/arbitrary-protobuf.js';
import { descriptorOf } from '../../testing/schemas/protobuf-descriptor.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { DecodeError } from '../codec.js';
import { wireFields } from './source/wire-fields.js';
import { protobufDescriptorSet, protobufFile, type ProtobufMessage } from './protobuf-file.js';

/** What another implementation (@bufbuild/protobuf) makes of the same schemas, values and bytes. */
interface Both {
  readonly ours: ProtobufMessage;
  readonly theirs: DescMessage;
}

function bothOf(shape: SchemaShape, from: 'text' | 'descriptor' = 'text'): Both {
  const descriptor = Buffer.from(descriptorOf(shape));
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptor));
  const theirs = registry.getMessage('any.thing.M0');
  if (!theirs) throw new Error('no M0');
  const ours =
    from === 'text'
      ? ourMessage(shape)
      : protobufDescriptorSet(descriptor, 'any.binpb').message('any.thing.M0');
  return { ours, theirs };
}

function ourMessage(shape: SchemaShape): ProtobufMessage {
  return protobufFile({ text: textOf(shape), references: new Map() }).message('any.thing.M0');
}

const anyCase = anySchema.chain((shape) =>
  fc.record({ shape: fc.constant(shape), value: anyValueOf(shape) }),
);

function decoded({ decoder }: ProtobufMessage, bytes: Buffer): string {
  const out = new OutputBuffer();
  // Not at the beginning of a buffer, and something behind.
  decoder.decode(Buffer.concat([Buffer.from([8]), bytes, Buffer.from([8, 8])]), 1, 1 + bytes.length, out);
  return out.take().toString();
}

/** Through bytes, where floats have the digits that they keep. */
function expectSame({ theirs }: Both, one: Message, other: Message): void {
  const [first, second] = [one, other].map((each) => fromBinary(theirs, toBinary(theirs, each)));
  // NaN is unlike itself.
  if (first && second && !equals(theirs, first, second))
    expect(toJson(theirs, first)).toEqual(toJson(theirs, second));
}

/** Whether a number of the message, or of one in it, is shown as unknown. */
function hasOtherWireType(message: DescMessage, json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return Object.entries(json).some(([name, value]: [string, unknown]) => {
    if (name.startsWith('#')) return message.fields.some(({ number }) => name === `#${number}`);
    const inner = message.fields.find(({ jsonName }) => jsonName === name)?.message;
    return inner !== undefined && elementsOf(value).some((each) => hasOtherWireType(inner, each));
  });
}

/** Of a list or a map; of anything else itself. */
function elementsOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null
    ? [value, ...(Object.values(value) as unknown[])]
    : [value];
}

describe('as @bufbuild/protobuf', () => {
  test.each(['text', 'descriptor'] as const)('JSON → bytes, and back, schema from a %s', (from) => {
    fc.assert(
      fc.property(anyCase, ({ shape, value }) => {
        const both = bothOf(shape, from);
        const message = fromJson(both.theirs, value as JsonValue);
        const expected = Buffer.from(toBinary(both.theirs, message));
        const bytes = both.ours.encoder().encode(JSON.stringify(value));
        // Maps have no order there.
        if (!textOf(shape).includes('map<')) expect(bytes.toString('hex')).toBe(expected.toString('hex'));
        else expectSame(both, fromBinary(both.theirs, bytes), message);
        const back = JSON.parse(decoded(both.ours, expected)) as JsonValue;
        expectSame(both, fromJson(both.theirs, back), message);
        // Nothing that is not set, and no name but theirs.
        const names = (json: string) => [...json.matchAll(/"(\w+)":/g)].map(([name]) => name).sort();
        const json = JSON.stringify(toJson(both.theirs, message));
        expect(names(JSON.stringify(back))).toEqual(names(json));
      }),
      { numRuns: 50 },
    );
  });

  test('fields in any order, more than once, merged', () => {
    fc.assert(
      fc.property(anyCase, fc.array(fc.nat()), ({ shape, value }, order) => {
        const both = bothOf(shape);
        const bytes = scrambled(
          Buffer.from(toBinary(both.theirs, fromJson(both.theirs, value as JsonValue))),
          order,
        );
        const json = decoded(both.ours, bytes);
        const theirs = fromBinary(both.theirs, bytes);
        expectSame(both, fromJson(both.theirs, JSON.parse(json) as JsonValue), theirs);
        // What was read can be written, and means the same.
        expectSame(both, fromBinary(both.theirs, both.ours.encoder().encode(json)), theirs);
      }),
      { numRuns: 50 },
    );
  });

  test('bytes of another schema: what they do not know is kept', () => {
    fc.assert(
      fc.property(anyCase, anySchema, ({ shape, value }, other) => {
        const bytes = ourMessage(shape).encoder().encode(JSON.stringify(value));
        const both = bothOf(other);
        let json: string;
        try {
          json = decoded(both.ours, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          return;
        }
        const again = both.ours.encoder().encode(json);
        expect(decoded(both.ours, again)).toBe(json);
        // They read a known field as its type whatever the wire type is: as other bytes than there are, or as none.
        if (hasOtherWireType(both.theirs, JSON.parse(json))) return;
        let theirs: Message;
        try {
          theirs = fromBinary(both.theirs, bytes);
        } catch {
          // What another member of its oneof replaces is not looked at here, and by them it is.
          return;
        }
        expectSame(both, fromBinary(both.theirs, again), theirs);
      }),
      { numRuns: 50 },
    );
  });

  test('any bytes: JSON, or a DecodeError', () => {
    fc.assert(
      fc.property(anySchema, fc.uint8Array({ maxLength: 60 }), (shape, any) => {
        const ours = ourMessage(shape);
        try {
          const json = decoded(ours, Buffer.from(any));
          expect(JSON.parse(json)).toEqual(expect.any(Object));
          expect(decoded(ours, ours.encoder().encode(json))).toBe(json);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** The fields of a message, and some of them again, in an order that `order` gives. */
function scrambled(bytes: Buffer, order: readonly number[]): Buffer {
  let ends: readonly number[];
  try {
    ends = wireFields(bytes).map(({ end }) => end);
  } catch {
    // Groups.
    return Buffer.concat([bytes, bytes]);
  }
  const fields = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  const mixed = order.flatMap((each) => fields[each % Math.max(1, fields.length)] ?? []);
  return Buffer.concat([...mixed, ...fields, ...mixed]);
}
