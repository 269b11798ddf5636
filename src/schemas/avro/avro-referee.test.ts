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
