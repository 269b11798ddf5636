import { describe, expect, test } from '@jest/globals';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import fc from 'fast-check';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { EncodeError } from '../codec.js';
import { cpuMsSince } from '../../testing/program/cpu-time.js';
import { jsonSchemaCodec } from './json-schema.js';

function encode(schema: unknown, source: string, references: Record<string, unknown> = {}): string {
  const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
  const texts = new Map(Object.entries(references).map(([name, each]) => [name, JSON.stringify(each)]));
  return jsonSchemaCodec({ text, references: texts }).encoder().encode(source).toString();
}

const order = {
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 1 },
    status: { enum: ['new', 'paid', null] },
    items: { type: 'array', minItems: 1, items: { $ref: '#/definitions/item' } },
    note: { type: ['string', 'null'], maxLength: 3, pattern: '^[a-z]*$' },
    at: { type: 'string', format: 'date-time' },
  },
  required: ['id'],
  additionalProperties: false,
  definitions: {
    item: {
      type: 'object',
      properties: { price: { type: 'number', multipleOf: 0.01 } },
      required: ['price'],
    },
  },
};

describe('a value that fits', () => {
  test.each([
    '{"id": 12345678901234567890, "items":[ {"price": 1.10} ]}',
    '{"id":1,"status":null,"note":"🎉a"}'.replace('🎉', 'b'),
    '{"id":1e2,"at":"2026-01-15T10:00:00Z"}',
    '{"id":1.0}',
  ])('%s is sent as it was typed', (source) => {
    expect(encode(order, source)).toBe(source);
  });
});

describe('a value that does not fit: where, and what was expected', () => {
  test.each([
    ['{}', 'id', 'is missing: it is required'],
    ['[]', '', 'is an array, not an object'],
    ['{"id":0}', 'id', 'is not at least 1'],
    ['{"id":1.5}', 'id', 'is a number, not an integer'],
    [
      '{"id":1,"statu":"new"}',
      'statu',
      'is not a property of the schema, which allows no others: is it status?',
    ],
    ['{"id":1,"status":"old"}', 'status', 'is none of "new", "paid", null'],
    ['{"id":1,"items":[]}', 'items', 'has fewer than 1 elements'],
    ['{"id":1,"items":[{"price":1},{"price":1.001}]}', 'items[1].price', 'is not a multiple of 0.01'],
    ['{"id":1,"items":[{}]}', 'items[0].price', 'is missing: it is required'],
    ['{"id":1,"note":5}', 'note', 'is a number, not a string or null'],
    ['{"id":1,"note":"abcd"}', 'note', 'has more than 3 characters'],
    ['{"id":1,"note":"A"}', 'note', 'does not match /^[a-z]*$/'],
    ['{"id":1,"at":"2026-02-30T10:00:00Z"}', 'at', 'is not a valid date-time'],
  ])('%s', (source, path, message) => {
    const failed = (): unknown => encode(order, source);
    expect(failed).toThrow(EncodeError);
    expect(failed).toThrow(expect.objectContaining({ path, message }));
  });

  test('alternatives say why none fits', () => {
    const schema = {
      properties: { a: { anyOf: [{ type: 'string' }, { type: 'object', required: ['b'] }] } },
    };
    expect(() => encode(schema, '{"a":{}}')).toThrow(
      expect.objectContaining({
        path: 'a',
        message: 'fits no alternative of anyOf: is an object, not a string; a.b is missing: it is required',
      }),
    );
    expect(() => encode({ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, '3')).toThrow(
      'fits 2 alternatives of oneOf',
    );
    expect(() => encode({ not: { type: 'null' } }, 'null')).toThrow('fits what it must not be');
  });
});

describe('numbers are compared to the digit', () => {
  test.each([
    [{ maximum: 0 }, '0', true],
    ['{"maximum":9007199254740992}', '9007199254740993', false],
    ['{"const":9007199254740993}', '9007199254740992', false],
    ['{"const":9007199254740993}', '9007199254740993.0', true],
    ['{"enum":[0.1]}', '0.10000000000000000001', false],
    ['{"multipleOf":0.1}', '1e400', true],
    ['{"multipleOf":3}', '1e999999999', false],
    ['{"type":"integer"}', '1e-1', false],
    ['{"uniqueItems":true}', '[1,1.0]', false],
    ['{"uniqueItems":true}', '[9007199254740993,9007199254740992]', true],
    ['{"exclusiveMinimum":-1e-400}', '-1e-400', false],
  ])('%j and %s: %j', (schema, source, fits) => {
    if (fits) expect(encode(schema, source)).toBe(source);
    else expect(() => encode(schema, source)).toThrow(EncodeError);
  });
});

describe('drafts', () => {
  const draft4 = 'http://json-schema.org/draft-04/schema#';
  const draft6 = 'http://json-schema.org/draft-06/schema#';
  const draft2019 = 'https://json-schema.org/draft/2019-09/schema';
  const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

  test.each([
    [{ $schema: draft4, minimum: 1, exclusiveMinimum: true }, '1', false],
    [{ $schema: draft4, const: 5 }, '6', true],
    [{ $schema: draft6, const: 5 }, '6', false],
    [{ $schema: draft6, if: true, then: false }, '6', true],
    [{ if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } }, '1', false],
    [{ format: 'date' }, '"x"', false],
    [{ $schema: draft2019, format: 'date' }, '"x"', true],
    [{ $schema: draft2019, items: [{ type: 'null' }], unevaluatedItems: false }, '[null,1]', false],
    [{ $schema: draft2020, prefixItems: [{ type: 'null' }], items: false }, '[null,1]', false],
    [{ $schema: draft2020, items: [false] }, '[1]', true],
    [
      { $schema: draft2020, allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      '{"a":1}',
      true,
    ],
    [
      { $schema: draft2020, allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      '{"b":1}',
      false,
    ],
    [{ $schema: draft2020, contains: { type: 'null' }, maxContains: 1 }, '[null,null]', false],
    [{ $schema: draft2020, dependentRequired: { a: ['b'] } }, '{"a":1}', false],
    [{ dependencies: { a: ['b'] } }, '{"a":1}', false],
    [{ properties: { a: true }, $ref: '#/definitions/n', definitions: { n: { type: 'null' } } }, '{}', false],
    [{ $schema: draft2020, $ref: '#n', $defs: { n: { $anchor: 'n', type: 'null' } } }, '5', false],
    [
      {
        $schema: draft2020,
        $id: 'https://x/strict',
        $dynamicAnchor: 'node',
        $ref: 'tree',
        unevaluatedProperties: false,
        $defs: {
          tree: {
            $id: 'tree',
            $dynamicAnchor: 'node',
            properties: { data: true, child: { $dynamicRef: '#node' } },
          },
        },
      },
      '{"child":{"daat":1}}',
      false,
    ],
    [true, '5', true],
    [false, '5', false],
  ])('%j and %s: %j', (schema, source, fits) => {
    if (fits) expect(encode(schema, source)).toBe(source);
    else expect(() => encode(schema, source)).toThrow(EncodeError);
  });

  test('draft 3 is refused', () => {
    expect(() => encode({ $schema: 'http://json-schema.org/draft-03/schema#' }, '1')).toThrow(
      'drafts 4, 6, 7',
    );
  });
});

describe('references', () => {
  const address = {
    $id: 'http://example.com/address.json',
    properties: { zip: { $ref: 'parts.json#/definitions/zip' } },
  };
  const parts = { definitions: { zip: { type: 'string' } } };

  test('to other schemas, by name and by $id', () => {
    const schema = {
      properties: { one: { $ref: 'address.json' }, two: { $ref: 'http://example.com/address.json' } },
    };
    const references = { 'address.json': address, 'http://example.com/parts.json': parts };
    expect(encode(schema, '{"one":{"zip":"1"}}', references)).toBe('{"one":{"zip":"1"}}');
    for (const name of ['one', 'two']) {
      expect(() => encode(schema, `{"${name}":{"zip":1}}`, references)).toThrow(
        expect.objectContaining({ path: `${name}.zip` }),
      );
    }
  });

  test('relative to the $id of the schema, or as it stands behind another', () => {
    const pay = { $id: 'http://example.com/pay/order.json', properties: { at: { $ref: 'place.json' } } };
    const place = { $id: 'http://example.com/else/place.json', properties: { to: { $ref: 'address.json' } } };
    for (const named of [{ ...place, $id: undefined }, place]) {
      const references = { 'place.json': named, 'address.json': { type: 'boolean' } };
      expect(() => encode(pay, '{"at":{"to":1}}', references)).toThrow(
        expect.objectContaining({ path: 'at.to' }),
      );
    }
  });

  test('one that is not there is never fetched', () => {
    expect(() => encode({ $ref: 'addres.json' }, '1', { 'address.json': address })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'The schema refers to "addres.json", which is not there.',
        hint: 'Did you mean address.json?',
      }),
    );
    expect(() => encode({ $ref: 'http://127.0.0.1:9/x' }, '1')).toThrow('is not there');
  });
});

test('what does not fit is written as it was read, if that is wanted', () => {
  const codec = jsonSchemaCodec({ text: '{"type":"integer"}', references: new Map() });
  expect(() => codec.encoder().encode('"x"')).toThrow(EncodeError);
  expect(codec.encoder('as-read').encode('"x"').toString()).toBe('"x"');
});

test('an exponent that no number can hold is refused', () => {
  for (const sign of ['', '-']) {
    const source = `1e${sign}${'9'.repeat(400)}`;
    expect(() => encode({ multipleOf: 7 }, source)).toThrow('the exponent of a number is too large');
  }
  expect(encode({ multipleOf: 2 }, '1e999999999999999')).toBe('1e999999999999999');
});

describe('hostile schemas', () => {
  test('long enums are not gone through for each value, nor are long names compared', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `value-${index}`);
    const list = { items: { enum: many } };
    const source = JSON.stringify(many);
    const before = process.cpuUsage();
    expect(encode(list, source)).toBe(source);
    const name = 'x'.repeat(100_000);
    const closed = { properties: { [`${name}a`]: true }, additionalProperties: false };
    expect(() => encode(closed, JSON.stringify({ [`b${name.slice(1)}`]: 1 }))).toThrow('is not a property');
    expect(cpuMsSince(before)).toBeLessThan(5000);
  });

  test.each([
    { $ref: '#' },
    { anyOf: [{ $ref: '#' }, { $ref: '#' }] },
    {
      definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
      $ref: '#/definitions/a',
    },
    { allOf: [{ $ref: '#' }] },
  ])('%j refers to itself without end', (schema) => {
    expect(() => encode(schema, '1')).toThrow('refers to itself without end');
  });

  test('one that doubles the work with each level is given up', () => {
    const levels = Array.from({ length: 60 }, (_, at): [string, object] => [
      `l${at}`,
      { allOf: [{ $ref: `#/definitions/l${at + 1}` }, { $ref: `#/definitions/l${at + 1}` }] },
    ]);
    const schema = { $ref: '#/definitions/l0', definitions: { ...Object.fromEntries(levels), l60: true } };
    expect(() => encode(schema, '1')).toThrow('without end, or nearly');
  });

  test('a pattern that would take for ever is given up', () => {
    expect(() => encode({ pattern: '^(a+)+$' }, JSON.stringify(`${'a'.repeat(60)}!`))).toThrow(
      'takes too long',
    );
  });

  test('names of objects in JavaScript are names as any other', () => {
    const schema =
      '{"properties":{"__proto__":{"type":"string"},"constructor":{"type":"null"}},"required":["toString"]}';
    expect(() => encode(schema, '{}')).toThrow(expect.objectContaining({ path: 'toString' }));
    const own = '{"valueOf":null,"toString":0}';
    expect(encode({ const: JSON.parse(own) as unknown }, own)).toBe(own);
    expect(() => encode(schema, '{"toString":1,"__proto__":5}')).toThrow(
      expect.objectContaining({ path: '__proto__' }),
    );
    expect(() => encode(schema, '{"toString":1,"constructor":5}')).toThrow(
      expect.objectContaining({ path: 'constructor' }),
    );
  });

  test.each([
    ['{"type": "string"', 'The schema, line 1, column 18: } is missing.'],
    ['{\n  "type": string\n}', 'The schema, line 2, column 11: this is not JSON.'],
    ['5', 'The schema is not a JSON Schema: it is neither an object nor true or false.'],
    ['"a', 'The schema, line 1, column 1: a text has no end, or a character in it must be escaped.'],
    ['['.repeat(100_000), /nested more than 500 deep/],
  ])('%#: a text that is no schema', (text, message) => {
    expect(() => encode(text, '1')).toThrow(message);
  });
});

test('values are read as they are written', () => {
  const out = new OutputBuffer();
  const bytes = Buffer.from('{"a": 1.10}');
  jsonSchemaCodec({ text: '{}', references: new Map() }).decoder.decode(bytes, 0, bytes.length, out);
  expect(out.take().toString()).toBe('{"a":1.10}');
});

describe('as ajv', () => {
  // Each schema is compiled for a few values: to make its code shorter takes longer than it saves.
  const code = { optimize: false };
  const options = { strict: false, allErrors: false, validateSchema: false, code };
  const referees = [
    ['http://json-schema.org/draft-07/schema#', () => ajvFormats.default(new Ajv(options))],
    ['https://json-schema.org/draft/2019-09/schema', () => new Ajv2019(options)],
    ['https://json-schema.org/draft/2020-12/schema', () => new Ajv2020(options)],
  ] as const;

  // What ajv compares values with calls an object's own "valueOf" and "toString".
  const anyJson = (fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>).filter(
    (value) => !/"(valueOf|toString)"/.test(JSON.stringify(value)),
  );
  const size = fc.nat(3);
  const { schema: anySchema } = fc.letrec<{ schema: unknown }>((tie) => {
    const inner = tie('schema');
    const named = fc.dictionary(fc.constantFrom('a', 'b', 'c'), inner, { maxKeys: 2 });
    return {
      schema: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'schema' },
        fc.boolean(),
        fc.record(
          {
            type: fc.constantFrom('string', 'number', 'integer', 'object', 'array', 'null', [
              'string',
              'null',
            ]),
            enum: fc.uniqueArray(anyJson, {
              minLength: 1,
              maxLength: 3,
              selector: (each) => JSON.stringify(each),
            }),
            const: anyJson,
            minimum: fc.integer({ min: -3, max: 3 }),
            exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
            multipleOf: fc.constantFrom(1, 2, 0.5),
            minLength: size,
            maxLength: size,
            pattern: fc.constantFrom('^a', 'b$', '[0-9]'),
            minItems: size,
            maxItems: size,
            uniqueItems: fc.boolean(),
            required: fc.subarray(['a', 'b', 'c']),
            minProperties: size,
            maxProperties: size,
            properties: named,
            patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), inner, { maxKeys: 1 }),
            additionalProperties: inner,
            propertyNames: fc.constantFrom({ maxLength: 1 }, { pattern: '^[ab]' }),
            items: inner,
            contains: inner,
            allOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
            anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
            oneOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
            not: inner,
            if: inner,
            then: inner,
            else: inner,
          },
          { requiredKeys: [] },
        ),
      ),
    };
  });
  const anyObject = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'ab'), anyJson, { maxKeys: 3 });
  const anyValue = fc.oneof(
    anyJson,
    anyObject,
    fc.array(anyJson, { maxLength: 4 }),
    fc.constantFrom('a1', 'ab', ''),
  );

  test.each(referees)('%s', ($schema, make) => {
    const referee = make();
    fc.assert(
      fc.property(anySchema, fc.array(anyValue, { minLength: 1, maxLength: 8 }), (schema, values) => {
        const whole = { $schema, allOf: [schema] };
        const validate: ValidateFunction = referee.compile(whole);
        const encoder = jsonSchemaCodec({ text: JSON.stringify(whole), references: new Map() }).encoder();
        const isTaken = (source: string): boolean => {
          try {
            return encoder.encode(source).toString() === source;
          } catch (error) {
            if (error instanceof EncodeError) return false;
            throw error;
          }
        };
        const sources = values.map((value) => JSON.stringify(value));
        expect(sources.map((source) => [source, isTaken(source)])).toEqual(
          sources.map((source) => [source, validate(JSON.parse(source))]),
        );
      }),
      { numRuns: 40 },
    );
  });
});
