/** Schemas and bytes of those who mean harm: refused, or read in bounded time and memory. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { DecodeError, EncodeError } from '../codec.js';
import { avroCodec } from './avro-codec.js';

const sourceOf = (schema: unknown) => ({
  text: typeof schema === 'string' ? schema : JSON.stringify(schema),
  references: new Map<string, string>(),
});
const codecOf = (schema: unknown, wanted?: unknown) =>
  avroCodec(sourceOf(schema), wanted === undefined ? undefined : sourceOf(wanted));

function decode(schema: unknown, bytes: Buffer, wanted?: unknown): string {
  const out = new OutputBuffer();
  codecOf(schema, wanted).decoder.decode(bytes, 0, bytes.length, out);
  return out.take().toString();
}

/** 2^31 elements, as the count of a block. */
const manyElements = Buffer.from('8080808010', 'hex');
const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
const empty = (name: string, type: unknown = 'null') => ({
  type: 'record',
  name,
  fields: [{ name: 'f', type }],
});

describe('bytes', () => {
  test.each([
    [{ type: 'array', items: 'null' }],
    [{ type: 'array', items: 'int' }],
    [{ type: 'array', items: empty('E') }],
    [{ type: 'array', items: { type: 'fixed', name: 'F', size: 0 } }],
    [{ type: 'map', values: 'null' }],
  ])('%j with 2^31 elements is refused before anything is read of them', (schema) => {
    expect(() => decode(schema, manyElements)).toThrow(/^a block of 2147483648 elements does not fit/);
  });

  test('many blocks of elements without bytes are refused, too', () => {
    const block = Buffer.from('80fa01', 'hex');
    expect(decode({ type: 'array', items: 'null' }, Buffer.concat([block, Buffer.of(0)]))).toHaveLength(
      80_001,
    );
    const blocks = Buffer.concat([...Array.from({ length: 1000 }, () => block), Buffer.of(0)]);
    expect(() => decode({ type: 'array', items: 'null' }, blocks)).toThrow(DecodeError);
  });

  test('a length beyond the end, or below zero, is refused', () => {
    expect(() => decode('"string"', Buffer.from('feffffff0f41', 'hex'))).toThrow('bytes are needed here');
    expect(() => decode('"bytes"', Buffer.from('feffffffffffffffff01', 'hex'))).toThrow('a length is');
    expect(() => decode('"string"', Buffer.from('0141', 'hex'))).toThrow('a length is -1');
  });

  test('one byte is told in the singular', () => {
    expect(() => decode('"string"', Buffer.from('0241ff', 'hex'))).toThrow('and 1 byte is left');
    expect(() => decode('"string"', Buffer.from('0241ffff', 'hex'))).toThrow('and 2 bytes are left');
    expect(() => decode('"string"', Buffer.from('0441', 'hex'))).toThrow(
      '2 bytes are needed here, and 1 is left',
    );
  });

  test('numbers longer than their type are refused', () => {
    expect(() => decode('"long"', Buffer.from('80'.repeat(10) + '01', 'hex'))).toThrow('longer than 64 bits');
    expect(() => decode('"long"', Buffer.from('ff'.repeat(9) + '02', 'hex'))).toThrow('longer than 64 bits');
    expect(() => decode('"int"', Buffer.from('8080808010', 'hex'))).toThrow('not an int of 32 bits');
  });

  test.each([
    ['"string"', '02ff', 'a text is not UTF-8'],
    ['"string"', '06eda080', 'a text is not UTF-8'],
    ['"boolean"', '02', '2 is neither true (1) nor false (0)'],
    ['["null"]', '02', 'the union has no branch of number 1'],
    ['{"type":"enum","name":"E","symbols":["A"]}', '01', 'the enum has no symbol of number -1'],
    ['{"type":"bytes","logicalType":"decimal","precision":4}', '00', 'a decimal has 0 bytes'],
    ['"null"', '00', 'the value ends here, and 1 byte is left'],
  ])('%s: %s is refused: %s', (schema, hex, message) => {
    expect(() => decode(schema, Buffer.from(hex, 'hex'))).toThrow(message);
  });

  test('a list in a list in a list ends at a depth', () => {
    expect(decode(list, Buffer.concat([Buffer.alloc(400, 2), Buffer.of(0)]))).toContain('null');
    expect(() => decode(list, Buffer.alloc(1_000_000, 2))).toThrow('nested more than 500 deep');
  });

  test('names of a schema cannot make any amount of JSON of a few bytes', () => {
    const wide = { type: 'enum', name: 'E', symbols: ['A'.repeat(500_000)] };
    expect(() =>
      decode(
        { type: 'array', items: wide },
        Buffer.concat([Buffer.from('80fa01', 'hex'), Buffer.alloc(20_000)]),
      ),
    ).toThrow('too much JSON');
    // Each holds the one before ten times: 10^12 of the first, in no bytes at all.
    let type: unknown = 'null';
    for (let level = 0; level < 12; level += 1) {
      const name = `R${level}`;
      const fields = Array.from({ length: 10 }, (_, at) => ({
        name: `f${at}`,
        type: at === 0 ? type : level === 0 ? 'null' : `R${level - 1}`,
      }));
      type = { type: 'record', name, fields };
    }
    expect(() => decode(type, Buffer.alloc(0))).toThrow('too much JSON');
  });

  test('nor a long symbol in many fields', () => {
    const symbol = { type: 'enum', name: 'E', symbols: ['s'.repeat(1e6)] };
    const fields = Array.from({ length: 1000 }, (_, at) => ({
      name: `f${at}`,
      type: at === 0 ? symbol : 'E',
    }));
    expect(() => decode({ type: 'record', name: 'R', fields }, Buffer.alloc(1000))).toThrow('too much JSON');
  });

  test('a long symbol of a reader in the place of many that were written is kept once', () => {
    const symbols = Array.from({ length: 20_000 }, (_, at) => `S${at}`);
    const long = 'l'.repeat(500_000);
    const wanted = { type: 'enum', name: 'E', symbols: [long], default: long };
    expect(decode({ type: 'enum', name: 'E', symbols }, Buffer.of(4), wanted)).toBe(`"${long}"`);
  });

  test('a record that cannot end is refused', () => {
    expect(() => decode(empty('E', 'E'), Buffer.alloc(10))).toThrow('nested more than 500 deep');
  });

  test('digits of a decimal are bounded', () => {
    const schema = { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 };
    const bytes = Buffer.concat([Buffer.from('80897a', 'hex'), Buffer.alloc(1_000_000, 0x7f)]);
    expect(() => decode(schema, bytes)).toThrow('a decimal has 1000000 bytes');
    const zeros = Buffer.from('0e0201feffffff0f', 'hex');
    expect(() => decode({ type: 'bytes', logicalType: 'big-decimal' }, zeros)).toThrow('not a big-decimal');
  });
});

describe('JSON', () => {
  test('that is none ends, and in nothing but an EncodeError', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"b":',
      '1',
      '-',
      'null',
      'tru',
      '\\',
      ' ',
      '{"a":1}',
    );
    const schemas = [
      list,
      [
        'null',
        'int',
        'string',
        { type: 'array', items: ['null', 'boolean'] },
        { type: 'map', values: 'double' },
      ],
      {
        type: 'record',
        name: 'R',
        fields: ['a', 'b'].map((name) => ({ name, type: ['null', 'int', 'bytes'] })),
      },
    ];
    const encoders = schemas.map((schema) => codecOf(schema).encoder());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const encoder of encoders) {
          try {
            encoder.encode(pieces.join(''));
          } catch (error) {
            if (!(error instanceof EncodeError)) throw error;
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(() => encoders[0]?.encode('{"next":null} {}')).toThrow('is followed by something else');
  });

  test('is nested to a depth, and numbers have digits to a length', () => {
    const encoder = codecOf({
      type: 'array',
      items: { ...empty('A', { type: 'array', items: 'A' }) },
    }).encoder();
    expect(() => encoder.encode('[{"f":'.repeat(5000) + '[]' + '}]'.repeat(5000))).toThrow(EncodeError);
    const decimal = codecOf({ type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 }).encoder();
    expect(() => decimal.encode('9'.repeat(1_000_000))).toThrow(EncodeError);
    expect(() => decimal.encode('1e999999999')).toThrow(EncodeError);
    expect(() =>
      codecOf({ type: 'bytes', logicalType: 'big-decimal' }).encoder().encode('1e-999999999'),
    ).toThrow('exponent');
  });

  test.each([
    [
      'holds itself',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"R","default":{}}]}',
      'holds itself',
    ],
    [
      'is of another type',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}',
      'it is not a whole number',
    ],
  ])('a default that %s is said to be wrong', (_what, schema, message) => {
    expect(() => codecOf(schema).encoder().encode('{}')).toThrow(message);
  });

  test('a chain of defaults as long as a schema ends', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => ({
      type: 'record',
      name: `R${at}`,
      fields: at === 0 ? [] : [{ name: 'f', type: `R${at - 1}`, default: {} }],
    }));
    expect(() => codecOf(chain).encoder().encode('{"R19999":{}}')).toThrow('nested more than 500 deep');
  });
});

describe('schemas', () => {
  test('1 MB of records, each of the one before', () => {
    const chain = Array.from({ length: 15_000 }, (_, at) => ({
      type: 'record',
      name: `Record${at}`,
      fields: at === 0 ? [] : [{ name: 'f', type: ['null', `Record${at - 1}`] }],
    }));
    const text = JSON.stringify(chain);
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(decode(text, Buffer.from('0200', 'hex'))).toBe('{"Record1":{"f":null}}');
  });

  test('1 MB of one name', () => {
    const name = 'a'.repeat(1_000_000);
    expect(() => codecOf(JSON.stringify(name))).toThrow(/there is no type "a{80}…"/);
  });

  test('nested without end', () => {
    expect(() => codecOf('['.repeat(100_000))).toThrow('nested more than 500 deep');
    expect(() => codecOf('{"type":'.repeat(100_000))).toThrow('nested more than 500 deep');
    expect(() => codecOf('"' + '\\'.repeat(100_001))).toThrow('is not closed');
    expect(() => codecOf('//\n'.repeat(300_000))).toThrow('it ends where a value is expected');
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other',
    (name) => {
      const schema = {
        type: 'record',
        name,
        fields: [
          { name, type: { type: 'enum', name: 'E', symbols: [name] } },
          { name: 'map', type: { type: 'map', values: ['null', name] } },
        ],
      };
      const text = `{"${name}":"${name}","map":{"${name}":null}}`;
      const { encoder } = codecOf(JSON.stringify(schema));
      expect(decode(JSON.stringify(schema), encoder().encode(text))).toBe(text);
      expect(() => encoder().encode('{}')).toThrow(`has no "${name}"`);
      expect(() => codecOf(`"${name}"`)).toThrow('there is no type');
      expect(({} as Record<string, unknown>)['map']).toBeUndefined();
    },
  );
});
