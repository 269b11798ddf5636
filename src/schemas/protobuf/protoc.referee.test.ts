/** The same schemas, values and bytes as protoc and Python's protobuf have them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anySchema, anyValueOf, textOf } from '../../testing/schemas/arbitrary-protobuf.js';
import { startPythonProtobuf, type PythonProtobuf } from '../../testing/schemas/python-protobuf.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { protobufFile, type ProtobufMessage } from './protobuf-file.js';

let python: PythonProtobuf;
beforeAll(() => {
  python = startPythonProtobuf();
}, 300_000);
afterAll(() => python.stop());

function jsonOf({ decoder }: ProtobufMessage, bytes: Buffer): string {
  const out = new OutputBuffer();
  decoder.decode(bytes, 0, bytes.length, out);
  return out.take().toString();
}

const anyCase = anySchema.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    values: fc.array(anyValueOf(shape), { minLength: 1, maxLength: 4 }),
  }),
);

test('random schemas and values, both ways', async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ shape, values }) => {
      const proto = textOf(shape);
      const ours = protobufFile({ text: proto, references: new Map() }).message('any.thing.M0');
      const sources = values.map((value) => JSON.stringify(value));
      const bytes = sources.map((source) => ours.encoder().encode(source));
      const { error, encoded, decoded } = await python.ask(proto, 'any.thing.M0', sources, bytes);
      expect(error).toBeUndefined();
      for (const [index, each] of bytes.entries()) {
        const theirs = Buffer.from(encoded[index] ?? '', 'base64');
        // Maps are sorted there.
        if (!proto.includes('map<')) expect(each.toString('hex')).toBe(theirs.toString('hex'));
        // Digits of floats apart, of which they may write more, and of doubles, which Python writes in its own way.
        const read = [jsonOf(ours, theirs), decoded[index] ?? ''].map(
          (json) => JSON.parse(jsonOf(ours, ours.encoder().encode(json))) as unknown,
        );
        expect(read[0]).toEqual(read[1]);
      }
    }),
    { numRuns: 50, endOnFailure: true },
  );
}, 600_000);

const header =
  'syntax = "proto3"; import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto"; import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/field_mask.proto"; import "google/protobuf/any.proto";';

test('well-known types', async () => {
  const proto = `${header} message M { google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; google.protobuf.Value value = 3;
    google.protobuf.Int64Value big = 4; google.protobuf.FieldMask mask = 5; google.protobuf.Any any = 6; google.protobuf.Struct object = 7; }`;
  const ours = protobufFile({ text: proto, references: new Map() }).message('M');
  const sources = [
    '{"at":"2026-01-15T10:00:00.120Z","took":"-1.000000001s"}',
    '{"at":"0001-01-01T00:00:00Z","took":"315576000000s"}',
    '{"at":"2026-01-15T10:00:00+05:30"}',
    '{"value":[null,1.5,"x",{"a":true}]}',
    '{"big":"-9223372036854775808","mask":"a,bC.dE"}',
    '{"any":{"@type":"type.googleapis.com/M","took":"1s"}}',
    '{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}',
    '{"object":{"a":{"b":[]}}}',
  ];
  const bytes = sources.map((source) => ours.encoder().encode(source));
  const { encoded, decoded } = await python.ask(proto, 'M', sources, bytes);
  expect(bytes.map((each) => each.toString('base64'))).toEqual(encoded);
  expect(bytes.map((each) => JSON.parse(jsonOf(ours, each)) as unknown)).toEqual(
    decoded.map((each) => JSON.parse(each) as unknown),
  );
}, 60_000);

/** What protoc refuses is refused, except what docs/schemas.md names. */
test.each([
  ['message M { optional string x = 1; }', true],
  ['message M { string x = 1; }', 'docs'],
  ['syntax = "proto3"; message M { string x = 1; string x = 2; }', false],
  ['syntax = "proto3"; message M { string x = 1; string y = 1; }', false],
  ['syntax = "proto3"; message M { string x = 19000; }', 'docs'],
  ['syntax = "proto3"; message M { reserved 1; string x = 1; }', 'docs'],
  ['syntax = "proto3"; enum E { A = 1; } message M { E e = 1; }', 'docs'],
  ['syntax = "proto3"; message M { required string x = 1; }', false],
  ['syntax = "proto3"; message M { map<double, string> x = 1; }', false],
  ['syntax = "proto3"; message M { Missing x = 1; }', false],
  ['syntax = "proto3"; package a.b; message M { b.M x = 1; a.b.M y = 2; .a.b.M z = 3; }', true],
  ['syntax = "proto3"; package a; message M { message a {} a.M x = 1; }', false],
  ['edition = "2023"; message M { int32 x = 1 [features.field_presence = IMPLICIT]; }', true],
  ['syntax = "proto3"; message M { optional group G = 1 {} }', 'docs'],
  ['syntax = "proto3"; message M { oneof o {} }', 'docs'],
  ['message M { extensions 5 to 10; } extend M { optional int32 e = 5; }', true],
  ['message M { optional int32 x = 1 } ', false],
])(
  '%s',
  async (proto, accepted) => {
    const name = proto.includes('package a.b') ? 'a.b.M' : proto.includes('package a') ? 'a.M' : 'M';
    const { error } = await python.ask(proto, name, [], []);
    expect(error === undefined).toBe(accepted === true);
    const ours = (): unknown => protobufFile({ text: proto, references: new Map() }).message(name);
    if (accepted === false) expect(ours).toThrow();
    else expect(ours).not.toThrow();
  },
  30_000,
);
