import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { isPrintable } from '../text/printable.js';
import { toJson, toJsonLine, toYaml } from './structured.js';

test.each([
  [{ a: 1 }, '{"a":1}\n'],
  [{ offset: 5n }, '{"offset":5}\n'],
  [{ offset: 9007199254740991n }, '{"offset":9007199254740991}\n'],
  [{ offset: 9007199254740993n }, '{"offset":"9007199254740993"}\n'],
  [[-9223372036854775808n], '["-9223372036854775808"]\n'],
  [{ absent: undefined, nothing: null }, '{"nothing":null}\n'],
  ['line\nend', '"line\\nend"\n'],
])('toJsonLine %#', (value, expected) => {
  expect(toJsonLine(value)).toBe(expected);
});

test('toJson is indented', () => {
  expect(toJson({ a: [1, 2n] })).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}\n');
});

test.each([
  [{ a: 1n, when: new Date(0), gone: undefined }, 'a: 1\nwhen: 1970-01-01T00:00:00.000Z\n'],
  [[], '[]\n'],
  [undefined, 'null\n'],
])('toYaml %#', async (value, expected) => {
  expect(await toYaml(value)).toBe(expected);
});

test('YAML and JSON say the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(parse(await toYaml(value))).toEqual(JSON.parse(toJson(value)));
    }),
  );
});

test('what a terminal would obey is escaped, and means the same', async () => {
  const name = 'a\u007f\u009b2J\u202e\u001b';
  const value = { [name]: ['\u202e', name, 'plain'] };
  expect(toJsonLine(value)).toBe(
    '{"a\\u007f\\u009b2J\\u202e\\u001b":["\\u202e","a\\u007f\\u009b2J\\u202e\\u001b","plain"]}\n',
  );
  for (const text of [toJson(value), await toYaml(value)]) {
    expect(isPrintable(text.replaceAll('\n', ''))).toBe(true);
    expect(parse(text)).toEqual(value);
  }
});
