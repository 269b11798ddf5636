import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryAvroSchema } from '../../testing/schemas/arbitrary-avro.js';
import { avroCodec } from './avro-codec.js';

const codecOf = (schema: unknown) => avroCodec({ text: JSON.stringify(schema), references: new Map() });

/** The same numbers for the same seed (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('values fit the schema, and are the same for the same seed', () => {
  fc.assert(
    fc.property(arbitraryAvroSchema, fc.nat(), (schema, seed) => {
      const codec = codecOf(schema);
      const generate = codec.generator();
      const random = seeded(seed);
      const values = Array.from({ length: 3 }, () => generate(random));
      for (const value of values) expect(codec.encoder().encode(value)).toBeInstanceOf(Buffer);
      expect(generate(seeded(seed))).toBe(values[0]);
    }),
  );
});

const logical = (name: string, type: string, logicalType: string, more = {}) => ({
  name,
  type: { type, logicalType, ...more },
});

test('numbers, words and times are such as people use', () => {
  const schema = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'who', type: 'string' },
      logical('price', 'bytes', 'decimal', { precision: 10, scale: 2 }),
      logical('day', 'int', 'date'),
      logical('time', 'long', 'time-micros'),
      logical('at', 'long', 'timestamp-nanos'),
      logical('key', 'string', 'uuid'),
      logical('sum', 'bytes', 'big-decimal'),
      logical('span', 'fixed', 'duration', { name: 'D', size: 12 }),
    ],
  };
  expect(codecOf(schema).generator()(seeded(7))).toMatch(
    /^\{"id":\d{1,6},"who":"[a-z]{3,10}","price":"\d{1,4}\.\d\d","day":"2026-\d\d-\d\d","time":"\d\d:\d\d:\d\d\.\d{6}","at":"2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z","key":"[\da-f-]{14}4[\da-f-]{21}","sum":"\d{1,4}\.\d\d","span":"P\d+M\d+DT\d+\.\d{3}S"\}$/,
  );
});

test.each([
  ['holds itself without end', { type: 'record', name: 'R', fields: [{ name: 'a', type: 'R' }] }],
  ['has no symbols', { type: 'enum', name: 'E', symbols: [] }],
  ['has no branches', []],
  ['is too large', { type: 'record', name: 'A', fields: wide(12) }],
])('a type that %s has no values', (why, schema) => {
  expect(() => codecOf(schema).generator()(Math.random)).toThrow(why);
});

/** Ten fields of the level below, each. */
function wide(level: number): unknown[] {
  const type = level === 0 ? 'int' : { type: 'record', name: `L${level}`, fields: wide(level - 1) };
  return Array.from({ length: 10 }, (_, at) => ({
    name: `f${at}`,
    type: at === 0 || level === 0 ? type : `L${level}`,
  }));
}

test('what may hold itself ends', () => {
  const tree = {
    type: 'record',
    name: 'T',
    fields: [
      { name: 'left', type: ['T', 'null'] },
      { name: 'more', type: { type: 'map', values: { type: 'array', items: 'T' } } },
    ],
  };
  const random = seeded(1);
  for (let count = 0; count < 100; count += 1)
    expect(codecOf(tree).generator()(random).length).toBeLessThan(100_000);
});
