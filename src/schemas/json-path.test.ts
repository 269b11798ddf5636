import { expect, test } from '@jest/globals';
import { jsonPathAt } from './json-path.js';

const text = '{ "a" : [ 1, {"b c": [true , "x"]} ], "__proto__": {"d": 5}, "e":{} }';

test.each([
  ['{ "a', ''],
  ['"a"', ''],
  ['1,', 'a[0]'],
  ['{"b', 'a[1]'],
  ['true', 'a[1]["b c"][0]'],
  ['"x"', 'a[1]["b c"][1]'],
  ['5', '__proto__.d'],
  ['{} }', 'e'],
])('%s is at %s', (place, path) => {
  expect(jsonPathAt(text, text.indexOf(place))).toBe(path);
});

test('ends in any text', () => {
  for (const broken of ['', '{', '[', '[}', '{"a"', '{"a":', '[1', '[/* } */ 1]']) {
    for (let at = 0; at <= broken.length; at += 1) expect(typeof jsonPathAt(broken, at)).toBe('string');
  }
});
