/** What was written by one schema, read by another (Avro 1.12, "Schema Resolution"); compared with avsc where it can do it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AvroSchema } from '../../testing/schemas/arbitrary-avro.js';
import { arbitraryEvolution } from '../../testing/schemas/arbitrary-evolution.js';
import { avscType } from '../../testing/schemas/avsc-referee.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { avroCodec } from './avro-codec.js';

const source = (schema: unknown) => ({ text: JSON.stringify(schema), references: new Map<string, string>() });

/** The JSON that is written by one schema, as another reads it. */
function resolved(written: unknown, wanted: unknown, json: string): string {
  const codec = avroCodec(source(written), source(wanted));
  const bytes = codec.encoder().encode(json);
  const out = new OutputBuffer();
  codec.decoder.decode(bytes, 0, bytes.length, out);
  return out.take().toString();
}

const record = (fields: readonly unknown[], more = {}) => ({ type: 'record', name: 'R', fields, ...more });
const colours = (...symbols: string[]) => ({ type: 'enum', name: 'Colour', symbols });
const fixed = (name: string, size: number, more = {}) => ({ type: 'fixed', name, size, ...more });

describe('a reader with a schema of its own', () => {
  test.each<[string, unknown, unknown, string, string]>([
    ['int → long', 'int', 'long', '-5', '-5'],
    ['int → double', 'int', 'double', '7', '7'],
    ['long → float', 'long', 'float', '16777217', '16777216'],
    ['float → double', 'float', 'double', '0.1', '0.10000000149011612'],
    ['string → bytes', 'string', 'bytes', '"é"', String.raw`"\u00c3\u00a9"`],
    ['bytes → string', 'bytes', 'string', String.raw`"\u00c3\u00a9"`, '"é"'],
    [
      'int → a timestamp',
      'int',
      { type: 'long', logicalType: 'timestamp-millis' },
      '5',
      '"1970-01-01T00:00:00.005Z"',
    ],
    ['a timestamp → long', { type: 'long', logicalType: 'timestamp-millis' }, 'long', '5', '5'],
    [
      'array of int → array of long',
      { type: 'array', items: 'int' },
      { type: 'array', items: 'long' },
      '[1]',
      '[1]',
    ],
    ['map', { type: 'map', values: 'int' }, { type: 'map', values: 'double' }, '{"a":1}', '{"a":1}'],
    ['type → union', 'int', ['null', 'string', 'long'], '1', '1'],
    ['the same type before a promotion', 'int', ['double', 'long', 'int'], '1', '{"int":1}'],
    ['union → type', ['null', 'int'], 'long', '1', '1'],
    ['union → union in another order', ['int', 'string'], ['null', 'string', 'long'], '"a"', '"a"'],
    [
      'symbol → default',
      colours('RED', 'BLUE'),
      { ...colours('RED', 'OTHER'), default: 'OTHER' },
      '"BLUE"',
      '"OTHER"',
    ],
    ['symbol of another number', colours('RED', 'BLUE'), colours('BLUE', 'RED'), '"BLUE"', '"BLUE"'],
    ['fixed by its alias', fixed('A', 2), fixed('n.B', 2, { aliases: ['A'] }), '"ab"', '"ab"'],
    [
      'record by its name without namespace',
      record([], { namespace: 'a' }),
      record([], { namespace: 'b' }),
      '{}',
      '{}',
    ],
    [
      'fields left out, renamed, promoted, added',
      record([
        { name: 'gone', type: { type: 'array', items: 'string' } },
        { name: 'old', type: 'int' },
        { name: 'b', type: 'string' },
      ]),
      record([
        { name: 'b', type: ['null', 'string'] },
        { name: 'new', type: 'long', aliases: ['older', 'old'] },
        { name: 'more', type: ['int', 'null'], default: 7 },
        {
          name: 'bytes',
          type: { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 1 },
          default: '\u0001',
        },
      ]),
      '{"gone":["x","y"],"old":1,"b":"z"}',
      '{"new":1,"b":"z","more":7,"bytes":"0.1"}',
    ],
    [
      'a list that holds itself',
      record([
        { name: 'a', type: 'int' },
        { name: 'next', type: ['null', 'R'] },
      ]),
      record([
        { name: 'next', type: ['R', 'null'] },
        { name: 'b', type: 'boolean', default: true },
      ]),
      '{"a":1,"next":{"a":2,"next":null}}',
      '{"next":{"next":null,"b":true},"b":true}',
    ],
  ])('%s', (_what, written, wanted, json, expected) => {
    expect(resolved(written, wanted, json)).toBe(expected);
  });

  test.each<[unknown, unknown, string, string]>([
    ['long', 'int', '1', '"long" was written, and the reader\'s schema has "int"'],
    [
      ['null', 'string'],
      ['null', 'int'],
      '"a"',
      '"string" was written, and the reader\'s schema has another union',
    ],
    [colours('RED', 'BLUE'), colours('RED'), '"BLUE"', 'the reader\'s schema has no symbol "BLUE"'],
    [fixed('A', 2), fixed('A', 3), '"ab"', '"A" was written, and the reader\'s schema has "A"'],
    [record([]), { ...record([]), name: 'S' }, '{}', '"R" was written, and the reader\'s schema has "S"'],
    [
      record([]),
      record([{ name: 'a', type: 'int' }]),
      '{}',
      'the field "a", which was not written and has no default',
    ],
    [
      record([]),
      record([{ name: 'a', type: 'int', default: 'x' }]),
      '{}',
      'the default of "a" in the reader\'s schema does not fit',
    ],
    [
      { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 1 },
      { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 },
      '1',
      '"bytes" was written, and the reader\'s schema has "bytes"',
    ],
  ])('%j is not read as %j', (written, wanted, json, message) => {
    expect(() => resolved(written, wanted, json)).toThrow(
      expect.objectContaining({ name: 'DecodeError', message: expect.stringContaining(message) as unknown }),
    );
  });

  test('a branch that the reader lacks harms nobody until it comes', () => {
    expect(resolved(['null', 'string'], ['null', 'int'], 'null')).toBe('null');
  });
});

test('fields kept, renamed, left out, promoted and added are what avsc makes of them', () => {
  fc.assert(
    fc.property(arbitraryEvolution, ({ written, wanted, json }) => {
      const bytes = avroCodec(source(written)).encoder().encode(json);
      const ours = avroCodec(source(wanted))
        .encoder()
        .encode(resolved(written, wanted, json));
      const [from, to] = [avscPlain(written), avscPlain(wanted)];
      const theirs = to.toBuffer(to.fromBuffer(bytes, to.createResolver(from)));
      expect(ours.toString('hex')).toBe(theirs.toString('hex'));
    }),
    { numRuns: 300 },
  );
});

/** Longs of this test are small. */
const avscPlain = (schema: unknown) => avscType(schema as AvroSchema, 'rounded');
