import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonShape } from './json-shape.js';

function shapeOf(values: readonly (string | Buffer)[]) {
  const shape = new JsonShape();
  for (const value of values) {
    const bytes = Buffer.from(value);
    shape.add(Buffer.concat([Buffer.from('{'), bytes]), 1, 1 + bytes.length);
  }
  return shape.figures();
}

test('paths, types and how often', () => {
  const { paths, ...counts } = shapeOf([
    '{"id":1,"lines":[{"sku":"a"},{"sku":"b"},{}],"note":null}',
    ' {"id":9007199254740993,"id":"x","lines":[]} ',
    '{"id":-0.5e1}',
    '[1,2]',
    '12',
    'no JSON',
    Buffer.from([0xff, 0x31]),
    '',
  ]);
  expect(counts).toEqual({ sampled: 8, json: 5, notJson: 3, tooLarge: 0, isCut: false });
  expect(
    paths.map(({ path, values, occurrences, types }) => [
      path,
      values,
      occurrences,
      Object.fromEntries(types.map(({ type, occurrences: own }) => [type, own])),
    ]),
  ).toEqual([
    ['value', 5, 5, { object: 3, array: 1, 'whole number': 1 }],
    ['value.id', 3, 4, { 'whole number': 1, 'large whole number': 1, string: 1, number: 1 }],
    ['value.lines', 2, 2, { array: 2 }],
    ['value.lines[]', 1, 3, { object: 3 }],
    ['value.lines[].sku', 1, 2, { string: 2 }],
    ['value.note', 1, 1, { null: 1 }],
    ['value[]', 1, 2, { 'whole number': 2 }],
  ]);
  expect(paths[1]?.share).toBe(3 / 5);
});

test('what is JSON is what is parsed as JSON', () => {
  const parsed = (text: string) => {
    try {
      JSON.parse(text);
      return 1;
    } catch {
      return 0;
    }
  };
  const space = fc.constantFrom('', ' ', '\r\n', '\t', '\u00a0', '\ufeff', 'x');
  const text = fc.oneof(
    fc.json(),
    fc.stringMatching(/^[-+.\dEe]{1,6}$/),
    fc.constantFrom('true', 'null', 'nul', '{}}', '[1', '"a" "b"', "'a'", '{ no }', '"\n"', '-', '1 2'),
  );
  fc.assert(
    fc.property(space, text, space, (before, value, behind) => {
      const whole = `${before}${value}${behind}`;
      expect(shapeOf([whole]).json).toBe(parsed(whole));
    }),
    { numRuns: 200 },
  );
});

test('names of any kind', () => {
  const names = ['a b', '__proto__', 'constructor', '[]', '', '\u001b[2J', 'größe', 'a.b'];
  const { paths } = shapeOf([
    `{${names.map((name) => `${JSON.stringify(name)}:true`).join(',')}}`,
    '{"__proto__":{"x":1}}',
  ]);
  expect(paths.map(({ path }) => path)).toEqual([
    'value',
    'value["a b"]',
    'value.__proto__',
    'value.__proto__.x',
    'value.constructor',
    'value["[]"]',
    'value[""]',
    'value["\\u001b[2J"]',
    'value.größe',
    'value["a.b"]',
  ]);
});

test('bounded: many names, depth, long arrays, large values', () => {
  const ids = shapeOf([`{${Array.from({ length: 2000 }, (_, id) => `"id${id}":1`).join(',')}}`]);
  expect([ids.paths.length, ids.isCut]).toEqual([500, true]);
  const deep = shapeOf(['['.repeat(5000) + ']'.repeat(5000), '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)]);
  expect([deep.json, deep.isCut]).toEqual([2, true]);
  expect(deep.paths.length).toBeLessThan(50);
  const long = shapeOf([`[${Array(5000).fill('1').join(',')}]`]);
  expect(long.paths[1]).toMatchObject({ path: 'value[]', occurrences: 100 });
  expect(shapeOf([`"${'x'.repeat(1024 * 1024)}"`])).toMatchObject({ tooLarge: 1, json: 0, notJson: 0 });
  expect(shapeOf([`{"${'x'.repeat(1000)}":1}`])).toMatchObject({ isCut: true });
});
