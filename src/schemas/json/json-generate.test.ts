import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import fc from 'fast-check';
import { LabError } from '../../text/errors.js';
import { cpuMsSince } from '../../testing/program/cpu-time.js';
import { jsonSchemaCodec } from './json-schema.js';
import { patternSampler } from './random-pattern.js';

const codecOf = (schema: unknown) => jsonSchemaCodec({ text: JSON.stringify(schema), references: new Map() });

/** The same numbers for the same seed (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const order = {
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 1, maximum: 9 },
    status: { enum: ['new', 'paid', null] },
    kind: { const: 'order' },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 4,
      uniqueItems: true,
      items: { $ref: '#/definitions/item' },
    },
    country: { type: 'string', pattern: '^[A-Z]{2}(-\\d{1,3})?$' },
    name: { type: 'string', minLength: 12, maxLength: 14 },
    at: { type: 'string', format: 'date-time' },
    mail: { type: 'string', format: 'email' },
    host: { type: 'string', format: 'ipv6' },
    key: { type: 'string', format: 'uuid' },
    share: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
    who: {
      oneOf: [{ type: 'string' }, { type: 'object', required: ['a'], properties: { a: { type: 'null' } } }],
    },
    both: { allOf: [{ minimum: 5 }, { type: 'integer', maximum: 6 }] },
    tags: { type: 'object', additionalProperties: { type: 'boolean' }, minProperties: 2 },
    parent: { $ref: '#' },
  },
  required: ['id', 'kind', 'items', 'tags'],
  additionalProperties: false,
  definitions: {
    item: {
      type: 'object',
      properties: { price: { type: 'number', multipleOf: 0.01, maximum: 3 }, sku: { type: 'string' } },
      required: ['price'],
    },
  },
};

test('values of what schemas mostly say fit by our checker and by ajv, and are the same for the same seed', () => {
  const codec = codecOf(order);
  const generate = codec.generator();
  const encoder = codec.encoder();
  const fits = ajvFormats.default(new Ajv({ strict: false, multipleOfPrecision: 9 })).compile(order);
  const texts = Array.from({ length: 100 }, (_, seed) => generate(seeded(seed)));
  const found = texts.map((text, seed) => [
    ...[encoder.encode(text).toString(), generate(seeded(seed))],
    ...[fits(JSON.parse(text)), fits.errors],
  ]);
  expect(found).toEqual(texts.map((text) => [text, text, true, null]));
  const all = texts.slice(0, 50).join('');
  for (const name of Object.keys(order.properties)) expect(all).toContain(`"${name}":`);
});

describe('whatever the schema', () => {
  const size = fc.nat(3);
  const { schema: anySchema } = fc.letrec<{ schema: unknown }>((tie) => {
    const inner = tie('schema');
    const some = fc.array(inner, { minLength: 1, maxLength: 2 });
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
            enum: fc.uniqueArray(fc.constantFrom(1, 'a', null, true), { minLength: 1 }),
            const: fc.constantFrom(1, 'a', null, {}),
            minimum: fc.double({ min: -3, max: 3, noNaN: true }),
            exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
            multipleOf: fc.constantFrom(1, 2, 0.5),
            minLength: size,
            maxLength: size,
            pattern: fc.constantFrom('^a', 'b$', '[0-9]', '^(?!x)'),
            minItems: size,
            maxItems: size,
            uniqueItems: fc.boolean(),
            required: fc.subarray(['a', 'b', 'c']),
            minProperties: size,
            maxProperties: size,
            properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), inner, { maxKeys: 2 }),
            patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), inner, { maxKeys: 1 }),
            additionalProperties: inner,
            propertyNames: fc.constantFrom({ maxLength: 1 }, { pattern: '^[ab]' }),
            prefixItems: some,
            items: inner,
            contains: inner,
            allOf: some,
            anyOf: some,
            oneOf: some,
            not: inner,
            if: inner,
            then: inner,
            $ref: fc.constant('#'),
          },
          { requiredKeys: [] },
        ),
      ),
    };
  });

  test('its values fit, or it is said that none were found, and it ends', () => {
    // Each schema is compiled for one value: to make its code shorter takes longer than it saves.
    const code = { optimize: false };
    const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false, code });
    let found = 0;
    fc.assert(
      fc.property(anySchema, fc.nat(), (inner, seed) => {
        const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', allOf: [inner] };
        const codec = codecOf(schema);
        let text: string;
        try {
          text = codec.generator()(seeded(seed));
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
          expect((error as Error).message).toMatch(/^No values were found for this JSON Schema in \d+ tr/);
          return;
        }
        found += 1;
        expect(codec.encoder().encode(text).toString()).toBe(text);
        let fits: boolean;
        try {
          fits = ajv.compile(schema)(JSON.parse(text));
        } catch {
          // Schemas that refer to themselves without end are too much for it.
          return;
        }
        expect(fits).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(30);
  });

  test.each([
    ['false', false],
    ['a value that cannot be', { type: 'string', minLength: 3, maxLength: 2 }],
    ['itself, required', { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] }],
    ['itself', { $ref: '#' }],
    ['wide and required', wide(12)],
    ['too many elements', { type: 'array', minItems: 1e9 }],
  ])('none are found for %s, in a moment', (_, schema) => {
    const before = process.cpuUsage();
    expect(() => codecOf(schema).generator()(seeded(1))).toThrow(/^No values were found/);
    expect(cpuMsSince(before)).toBeLessThan(5000);
  });

  test('numbers keep all their digits', () => {
    const schema = { type: 'integer', minimum: 0 };
    const text = JSON.stringify(schema).replace('0}', '9007199254740993,"maximum":9007199254740993}');
    const codec = jsonSchemaCodec({ text, references: new Map() });
    expect(codec.generator()(seeded(1))).toBe('9007199254740993');
  });
});

test('texts match the pattern they were made for', () => {
  const patterns = [
    '^[A-Z]{3}-\\d{4,6}$',
    '^(?:a|bc)+x?$',
    '^[^a-z]$',
    '\\w+@\\w+\\.(com|org)',
    '^\\S\\D.*$',
    '^[\\d.-]+$',
  ];
  for (const pattern of patterns) {
    const sample = patternSampler(pattern);
    const samples = Array.from({ length: 50 }, (_, seed) => sample?.(seeded(seed)));
    const regex = new RegExp(pattern, 'u');
    expect(samples.filter((each) => each === undefined || !regex.test(each))).toEqual([]);
  }
  for (const pattern of ['^(?=a)', '\\p{L}', '(a', '\\1', '[z-a]', '[]', 'a{3,1}', '*']) {
    expect(patternSampler(pattern)).toBeUndefined();
  }
});

/** Each level requires two of the next. */
function wide(levels: number): unknown {
  const inner = levels === 0 ? { type: 'array', minItems: 100, items: { type: 'null' } } : wide(levels - 1);
  return { type: 'object', properties: { a: inner, b: inner }, required: ['a', 'b'] };
}
