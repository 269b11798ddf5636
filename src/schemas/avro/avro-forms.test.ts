/** The JSON of each type, both ways: what docs/schemas.md says. */
import { describe, expect, test } from '@jest/globals';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { avroCodec } from './avro-codec.js';

const codecOf = (schema: unknown) =>
  avroCodec({ text: typeof schema === 'string' ? schema : JSON.stringify(schema), references: new Map() });

function decode(schema: unknown, hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  const out = new OutputBuffer();
  codecOf(schema).decoder.decode(bytes, 0, bytes.length, out);
  return out.take().toString();
}

const encode = (schema: unknown, json: string) => codecOf(schema).encoder().encode(json).toString('hex');

const logical = (type: string, logicalType: string, more = {}) => ({ type, logicalType, ...more });
const fixed = (size: number, more = {}) => ({ type: 'fixed', name: 'F', size, ...more });
const decimal = { logicalType: 'decimal', precision: 30, scale: 2 };
const [record, other] = ['R', 'S'].map((name) => ({
  type: 'record',
  name,
  fields: [{ name: 'a', type: 'int' }],
}));

describe('bytes → JSON → the same bytes', () => {
  test.each<[unknown, string, string]>([
    ['"null"', '', 'null'],
    ['"boolean"', '01', 'true'],
    ['"int"', 'ffffffff0f', '-2147483648'],
    ['"long"', 'feffffffffffffffff01', '9223372036854775807'],
    ['"long"', 'ffffffffffffffffff01', '-9223372036854775808'],
    ['"long"', '8280808080808020', '9007199254740993'],
    ['"float"', 'cdcccc3d', '0.1'],
    ['"float"', '0000c07f', '"NaN"'],
    ['"double"', '9a9999999999b93f', '0.1'],
    ['"double"', '000000000000f0ff', '"-Infinity"'],
    ['"double"', '0000000000000080', '-0.0'],
    ['"bytes"', '0a00225c7fff', String.raw`"\u0000\"\\\u007f\u00ff"`],
    ['"string"', '0822e282ac', String.raw`"\"€"`],
    ['"string"', '06e280ae', String.raw`"\u202e"`],
    [fixed(2), '41ad', String.raw`"A\u00ad"`],
    [{ type: 'enum', name: 'E', symbols: ['A', 'B'] }, '02', '"B"'],
    [{ type: 'array', items: 'int' }, '04020400', '[1,2]'],
    [{ type: 'map', values: 'int' }, '02125f5f70726f746f5f5f0200', '{"__proto__":1}'],
    [{ type: 'record', name: 'R', fields: [{ name: '__proto__', type: 'int' }] }, '02', '{"__proto__":1}'],
    // Logical types.
    [logical('bytes', 'decimal', decimal), '0404d2', '"12.34"'],
    [logical('bytes', 'decimal', decimal), '02ff', '"-0.01"'],
    [
      logical('bytes', 'decimal', decimal),
      '1a0c9f2c9cd04674edea3fffffff',
      '"9999999999999999999999999999.99"',
    ],
    [logical('bytes', 'decimal', { precision: 4 }), '020c', '"12"'],
    [fixed(13, decimal), 'fffffffffffffffffffffffb2e', '"-12.34"'],
    [logical('bytes', 'big-decimal'), '06027b04', '"1.23"'],
    [logical('bytes', 'big-decimal'), '06020105', '"1E+3"'],
    [logical('int', 'date'), 'e8bf02', '"2026-01-15"'],
    [logical('int', 'date'), '01', '"1969-12-31"'],
    [logical('int', 'date'), 'ffffffff0f', '"-5877641-06-23"'],
    [logical('int', 'time-millis'), '96899c23', '"10:15:30.123"'],
    [logical('int', 'time-millis'), '01', '-1'],
    [logical('long', 'timestamp-millis'), '00', '"1970-01-01T00:00:00.000Z"'],
    [logical('long', 'timestamp-millis'), '01', '"1969-12-31T23:59:59.999Z"'],
    [logical('long', 'timestamp-millis'), 'feffffffffffffffff01', '"+292278994-08-17T07:12:55.807Z"'],
    [logical('long', 'timestamp-micros'), '02', '"1970-01-01T00:00:00.000001Z"'],
    [logical('long', 'timestamp-nanos'), 'ffffffffffffffffff01', '"1677-09-21T00:12:43.145224192Z"'],
    [logical('long', 'local-timestamp-millis'), '02', '"1970-01-01T00:00:00.001"'],
    [
      logical('string', 'uuid'),
      '48' + Buffer.from('123e4567-e89b-12d3-a456-426614174000').toString('hex'),
      '"123e4567-e89b-12d3-a456-426614174000"',
    ],
    [
      fixed(16, { logicalType: 'uuid' }),
      '123e4567e89b12d3a456426614174000',
      '"123e4567-e89b-12d3-a456-426614174000"',
    ],
    [fixed(12, { logicalType: 'duration' }), '0100000002000000bc0b0000', '"P1M2DT3.004S"'],
    // Ignored, as the specification wants it: unknown, or not valid.
    [logical('int', 'no-such-type'), '02', '1'],
    [logical('long', 'date'), '02', '1'],
    [logical('bytes', 'decimal', { precision: 2, scale: 3 }), '020c', String.raw`"\f"`],
    [fixed(1, { logicalType: 'decimal', precision: 3 }), '0c', String.raw`"\f"`],
    [fixed(15, { logicalType: 'uuid' }), '41'.repeat(15), `"${'A'.repeat(15)}"`],
    // Unions: bare if the JSON type tells the branch.
    [['null', 'string'], '00', 'null'],
    [['null', 'string', 'double'], '020241', '"A"'],
    [['null', 'string', 'double'], '04000000000000f07f', '{"double":"Infinity"}'],
    [['null', 'double'], '02000000000000f07f', '"Infinity"'],
    [['int', 'string', logical('long', 'time-micros')], '0401', '{"long":-1}'],
    [['int', 'long'], '0202', '{"long":1}'],
    [['string', 'bytes'], '020241', '{"bytes":"A"}'],
    [['null', record], '0202', '{"a":1}'],
    [['null', record, other], '0402', '{"S":{"a":1}}'],
    [['null', { type: 'map', values: 'int' }], '0202066d61700200', '{"map":{"map":1}}'],
    [['null', { type: 'map', values: 'int' }], '020202610200', '{"a":1}'],
    [['null', { type: 'record', name: 'ns.R', fields: [{ name: 'R', type: 'int' }] }], '0202', '{"R":1}'],
    [[{ type: 'record', name: 'R', fields: [{ name: 'R', type: 'int' }] }], '0002', '{"R":{"R":1}}'],
  ])('%j %s is %s', (schema, hex, json) => {
    expect(decode(schema, hex)).toBe(json);
    expect(encode(schema, json)).toBe(hex);
  });
});

describe('other ways to write the same', () => {
  test.each<[unknown, string, string]>([
    ['"int"', '1e3', '1000'],
    ['"int"', '-5.0', '-5'],
    ['"long"', '9.223372036854775807e18', '9223372036854775807'],
    ['"double"', '"NaN"', '"NaN"'],
    ['"float"', '16777217', '16777216'],
    [logical('bytes', 'decimal', decimal), '12.3', '"12.30"'],
    [logical('bytes', 'decimal', decimal), '"1.2e1"', '"12.00"'],
    [logical('int', 'date'), '0', '"1970-01-01"'],
    [logical('int', 'time-millis'), '"10:15"', '"10:15:00.000"'],
    [logical('long', 'timestamp-millis'), '1500', '"1970-01-01T00:00:01.500Z"'],
    [logical('long', 'timestamp-millis'), '"2026-01-15T10:15+01:30"', '"2026-01-15T08:45:00.000Z"'],
    [logical('long', 'timestamp-nanos'), '"2026-01-15 10:15:30.5Z"', '"2026-01-15T10:15:30.500000000Z"'],
    [fixed(12, { logicalType: 'duration' }), '"P1Y1WT1H1M1.5S"', '"P12M7DT3661.500S"'],
    [['null', 'string'], '{"string":"x"}', '"x"'],
    [['null', logical('long', 'timestamp-millis')], '0', '"1970-01-01T00:00:00.000Z"'],
    [['null', logical('bytes', 'decimal', decimal)], '0.5', '"0.50"'],
    [
      { type: 'record', name: 'R', fields: ['a', 'b', 'c'].map((name) => ({ name, type: 'int' })) },
      '{"c":3, "a":1 , "b":2}',
      '{"a":1,"b":2,"c":3}',
    ],
    [
      {
        type: 'record',
        name: 'R',
        fields: [{ name: 'a', type: 'long', default: 9223372036854775807n.toString() }],
      },
      '{"a":1}',
      '{"a":1}',
    ],
  ])('%j %s is read as %s', (schema, json, same) => {
    expect(decode(schema, encode(schema, json))).toBe(same);
  });

  test('a field that is missing has its default, digits exact, the first fitting branch, bytes as characters', () => {
    const schema = `{"type": "record", "name": "R", "fields": [
      {"name": "a", "type": "long", "default": 9223372036854775807},
      {"name": "b", "type": ["null", "string"], "default": null},
      {"name": "c", "type": ["null", "string"], "default": "x"},
      {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}, "default": "\\u0001"},
      {"name": "e", "type": {"type": "array", "items": {"type": "record", "name": "I", "fields": [
        {"name": "n", "type": "int", "default": 7}]}}, "default": [{}, {"n": 8}]}
    ]}`;
    expect(decode(schema, encode(schema, '{}'))).toBe(
      '{"a":9223372036854775807,"b":null,"c":"x","d":"0.01","e":[{"n":7},{"n":8}]}',
    );
  });
});

describe('what does not fit says where and why', () => {
  const items = { type: 'record', name: 'Item', fields: [{ name: 'price', type: 'int' }] };
  const order = {
    type: 'record',
    name: 'shop.Order',
    fields: [
      { name: 'items', type: { type: 'array', items } },
      { name: 'odd names', type: { type: 'map', values: ['null', 'int', 'long'] }, default: {} },
      { name: 'self', type: ['null', 'shop.Order'], default: null },
    ].map((field) => ({ ...field, name: field.name.replace(' ', '_') })),
  };
  test.each<[unknown, string, string, RegExp]>([
    [order, '{"items":[{"price":1},{"price":1},{"price":1.5}]}', 'items[2].price', /^is not a whole number$/],
    [
      order,
      '{"items":[{"prize":1}]}',
      'items[0]',
      /^has "prize", which is not a field of "shop.Item"; the nearest: "price"$/,
    ],
    [order, '{"items":[{}]}', 'items[0]', /^has no "price", which has no default$/],
    [order, '{"items":[{"price":1,"price":2}]}', 'items[0]', /^has "price" twice$/],
    [order, '{"items":{}}', 'items', /^is not an array$/],
    [order, '[]', '', /^is not an object, which a record "shop.Order" is$/],
    [
      order,
      '{"items":[],"odd_names":{"a b":true}}',
      'odd_names["a b"]',
      /boolean, which no type of its union takes: "null", "int", "long"$/,
    ],
    [
      order,
      '{"items":[],"odd_names":{"a":1}}',
      'odd_names.a',
      /^could be of 2 types of its union: write {"int": …} or {"long": …}$/,
    ],
    ['"int"', '2147483648', '', /^does not fit into an int of 32 bits$/],
    ['"long"', '9223372036854775808', '', /^does not fit into 64 bits$/],
    ['"long"', '1e999999999', '', /^is not a whole number$|does not fit/],
    ['"long"', '"1"', '', /^is not a whole number$/],
    ['"float"', '1e39', '', /^is beyond the range of a float$/],
    ['"double"', '1e400', '', /^is beyond the range of a double$/],
    ['"double"', '"constructor"', '', /^is not a number, "NaN"/],
    ['"string"', String.raw`"\ud800"`, '', /^has half of a character in it$/],
    ['"bytes"', '"€"', '', /^has a character beyond/],
    [fixed(2), '"abc"', '', /^has 3 bytes, one a character, instead of 2$/],
    [
      { type: 'enum', name: 'E', symbols: ['RED', 'GREEN'] },
      '"GREN"',
      '',
      /^is not a symbol of "E": "GREN"; the nearest: "GREEN"/,
    ],
    [logical('bytes', 'decimal', decimal), '"1.234"', '', /^has more than 2 digits behind the point$/],
    [logical('bytes', 'decimal', { precision: 2 }), '100', '', /^has more digits than the 2 of its type/],
    [logical('int', 'date'), '"2026-02-29"', '', /^is not a date/],
    [logical('long', 'timestamp-millis'), '"2026-01-15T10:15:30"', '', /^has no time zone/],
    [logical('long', 'local-timestamp-millis'), '"2026-01-15T10:15:30Z"', '', /^has a time zone/],
    [
      logical('long', 'timestamp-millis'),
      '"2026-01-15T10:15:30.0001Z"',
      '',
      /^has more digits than its type, which counts millis$/,
    ],
    [
      logical('long', 'timestamp-nanos'),
      '"2300-01-15T10:15:30Z"',
      '',
      /^lies beyond what 64 bits of nanos can count$/,
    ],
    [logical('string', 'uuid'), '"x"', '', /^is not a UUID$/],
    [['null', 'int'], '{"imt":1}', '', /; the nearest: "int"$/],
  ])('%j: %s', (schema, json, path, message) => {
    expect(() => encode(schema, json)).toThrow(
      expect.objectContaining({
        name: 'EncodeError',
        path,
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });

  test('after an error the same encoder goes on', () => {
    const encoder = codecOf(order).encoder();
    expect(() => encoder.encode('{"items":[{"price":[]}]}')).toThrow('is not a whole number');
    expect(encoder.encode('{"items":[{"price":1}]}').toString('hex')).toBe('0202000000');
  });
});
