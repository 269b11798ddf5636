import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { prettyJson } from './pretty-json.js';

test('is what JSON.stringify makes of the same value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      const written = JSON.stringify(value);
      expect(prettyJson(written)).toBe(JSON.stringify(value, null, 2));
      expect(prettyJson(JSON.stringify(value, null, 7))).toBe(prettyJson(written));
    }),
  );
});

test('numbers and strings stay as they were written', () => {
  expect(prettyJson('{"a":1.50,"b":[1e400,12345678901234567890,"\\u0041\\"{"]}')).toBe(
    '{\n  "a": 1.50,\n  "b": [\n    1e400,\n    12345678901234567890,\n    "\\u0041\\"{"\n  ]\n}',
  );
});
