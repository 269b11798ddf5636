import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonElements, jsonMembers, stringOf } from './json-source.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

test('numbers, order and repeated names are as they are written', () => {
  const text = ' { "2" : 1.10, "1":9007199254740993 ,"a":{"b": [1e400, "}\\""]},"a":"x\\\\" } ';
  expect(jsonMembers(text)).toEqual([
    { name: '2', source: '1.10' },
    { name: '1', source: '9007199254740993' },
    { name: 'a', source: '{"b": [1e400, "}\\""]}' },
    { name: 'a', source: '"x\\\\"' },
  ]);
  expect(jsonMembers('{}')).toEqual([]);
  expect(jsonElements('[ ]')).toEqual([]);
});

test('whatever the JSON, its parts together are the whole', () => {
  const named = fc.dictionary(anyText(), fc.jsonValue(), { noNullPrototype: true });
  fc.assert(
    fc.property(named, fc.array(fc.jsonValue()), fc.constantFrom(0, 2), (object, array, indent) => {
      const members = jsonMembers(JSON.stringify(object, null, indent));
      const parts = members.map(({ name, source }) => [name, JSON.parse(source)] as const);
      expect(JSON.stringify(Object.fromEntries(parts))).toBe(JSON.stringify(object));
      const elements = jsonElements(JSON.stringify(array, null, indent));
      expect(JSON.stringify(elements.map((source) => JSON.parse(source) as unknown))).toBe(
        JSON.stringify(array),
      );
    }),
  );
});

test('a string with and without escapes', () => {
  expect(stringOf('"a"')).toBe('a');
  expect(stringOf('"a\\n\\u0041"')).toBe('a\nA');
});
