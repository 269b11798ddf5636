/** Random schemas and values, compared with avsc byte by byte; and what must hold whatever the bytes are. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAvro, arbitraryAvroSchema, avroJson } from '../../testing/schemas/arbitrary-avro.js';
import { avscType, avscValue } from '../../testing/schemas/avsc-referee.js';
import { printable } from '../../text/printable.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { DecodeError, type Decoder } from '../codec.js';
import { avroCodec } from './avro-codec.js';

const codecOf = (schema: unknown) => avroCodec({ text: JSON.stringify(schema), references: new Map() });

function decoded(decoder: Decoder, bytes: Buffer): string {
  const out = new OutputBuffer();
  decoder.decode(bytes, 0, bytes.length, out);
  return out.take().toString();
}

describe('any schema and any of its values', () => {
  test("Avro's own JSON becomes the bytes that avsc writes", () => {
    fc.assert(
      fc.property(arbitraryAvro, ({ schema, value }) => {
        const bytes = codecOf(schema).encoder().encode(avroJson(value));
        expect(bytes.toString('hex')).toBe(
          avscType(schema).toBuffer(avscValue(schema, value)).toString('hex'),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('what is read of those bytes is JSON, and is written as the same bytes again', () => {
    fc.assert(
      fc.property(arbitraryAvro, ({ schema, value }) => {
        const codec = codecOf(schema);
        const bytes = avscType(schema).toBuffer(avscValue(schema, value));
        const json = decoded(codec.decoder, bytes);
        JSON.parse(json);
        expect(printable(json)).toBe(json);
        expect(codec.encoder().encode(json).toString('hex')).toBe(bytes.toString('hex'));
      }),
      { numRuns: 300 },
    );
  });

  test('bytes inside of others are read as they are alone, and none of those behind is touched', () => {
    fc.assert(
      fc.property(arbitraryAvro, fc.uint8Array(), fc.uint8Array(), ({ schema, value }, before, behind) => {
        const { decoder, encoder } = codecOf(schema);
        const bytes = encoder().encode(avroJson(value));
        const out = new OutputBuffer();
        const all = Buffer.concat([before, bytes, behind]);
        decoder.decode(all, before.length, before.length + bytes.length, out);
        expect(out.take().toString()).toBe(decoded(decoder, bytes));
      }),
    );
  });

  test('each shorter piece of them, and each with a byte more, is refused', () => {
    fc.assert(
      fc.property(arbitraryAvro, ({ schema, value }) => {
        const { decoder, encoder } = codecOf(schema);
        const bytes = encoder().encode(avroJson(value));
        const longer = Buffer.concat([bytes, Buffer.of(0)]);
        for (const other of [longer, ...bytes.keys()]) {
          const wrong = typeof other === 'number' ? bytes.subarray(0, other) : other;
          expect(() => decoded(decoder, wrong)).toThrow(DecodeError);
        }
      }),
    );
  });
});

test('random bytes are refused as such, or are JSON that means the same when it is written and read again', () => {
  let read = 0;
  fc.assert(
    fc.property(arbitraryAvroSchema, fc.uint8Array({ maxLength: 60 }), (schema, bytes) => {
      const codec = codecOf(schema);
      try {
        const json = decoded(codec.decoder, Buffer.from(bytes));
        JSON.parse(json);
        expect(decoded(codec.decoder, codec.encoder().encode(json))).toBe(json);
        read += 1;
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        expect(error.at).toBeLessThanOrEqual(bytes.length);
      }
    }),
    { numRuns: 1500 },
  );
  expect(read).toBeGreaterThan(30);
});

/** Also those that break the rules of their types. */
const anyLogical = fc.oneof(
  ...(
    [
      [{ type: 'int', logicalType: 'date' }, fc.integer()],
      [{ type: 'int', logicalType: 'time-millis' }, fc.integer()],
      ...['time-micros', 'timestamp-millis', 'timestamp-micros', 'timestamp-nanos']
        .concat(['local-timestamp-millis', 'local-timestamp-micros', 'local-timestamp-nanos'])
        .map((logicalType) => [{ type: 'long', logicalType }, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)]),
      [{ type: 'string', logicalType: 'uuid' }, fc.oneof(fc.string(), fc.uuid())],
      [{ type: 'fixed', name: 'U', size: 16, logicalType: 'uuid' }, bytesOf(16)],
      [{ type: 'fixed', name: 'D', size: 12, logicalType: 'duration' }, bytesOf(12)],
      [{ type: 'fixed', name: 'F', size: 9, logicalType: 'decimal', precision: 3, scale: 2 }, bytesOf(9)],
      ...[0, 2, 9].map((scale) => [
        { type: 'bytes', logicalType: 'decimal', precision: 9, scale },
        fc.uint8Array({ minLength: 1, maxLength: 20 }),
      ]),
    ] as [schema: object, value: fc.Arbitrary<number | bigint | string | Uint8Array>][]
  ).map(([schema, value]) => value.map((each) => ({ schema, value: each }))),
);

function bytesOf(length: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: length, maxLength: length });
}

test('values that break the rules of their logical type are shown, and written as they were read, in unions too', () => {
  fc.assert(
    fc.property(
      anyLogical,
      fc.constantFrom([], ['null'], ['null', 'double'], ['boolean', 'float']),
      (given, others) => {
        const { schema, value } = given;
        const plain: unknown = { ...schema, logicalType: undefined };
        const written = codecOf(plain).encoder().encode(avroText(value));
        // The last branch.
        const bytes = Buffer.concat([Buffer.from(others.length === 0 ? [] : [others.length * 2]), written]);
        const codec = codecOf(others.length === 0 ? schema : [...others, schema]);
        const json = decoded(codec.decoder, bytes);
        expect(decoded(codec.decoder, codec.encoder('as-read').encode(json))).toBe(json);
      },
    ),
    { numRuns: 2000 },
  );
});

function avroText(value: number | bigint | string | Uint8Array): string {
  if (typeof value === 'object') return JSON.stringify(Buffer.from(value).toString('latin1'));
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
