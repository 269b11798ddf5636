import { describe, expect, test } from '@jest/globals';
import { parseAvroSchema } from './parse-schema.js';

const parse = (text: string, references: Readonly<Record<string, string>> = {}) =>
  parseAvroSchema({ text, references: new Map(Object.entries(references)) });

const field = (type: string) =>
  `{"type": "record", "name": "R", "fields": [\n  {"name": "a", "type": ${type}}\n]}`;

describe('what is wrong with a schema, and where', () => {
  test.each([
    ['', 'The Avro schema is not JSON: line 1, column 1: it ends where a value is expected.'],
    ['{"type": "int",}', 'line 1, column 16: there is } where a name in double quotes is expected.'],
    ['{"type" "int"}', 'line 1, column 9: there is " where a colon is expected.'],
    ['"int" 1', 'line 1, column 7: something follows after the end of the JSON.'],
    ['"int', 'line 1, column 1: this string is not closed, or not valid JSON.'],
    ['1', 'The Avro schema is not valid: line 1, column 1: a type is a name, an object or a list.'],
    ['{}', 'line 1, column 1: this object has no "type".'],
    [field('"strng"'), 'line 2, column 25 (fields[0].type): there is no type "strng".'],
    [field('"record"'), '"record" needs an object'],
    [field('{"type": "array"}'), '(fields[0].type): this object has no "items".'],
    [field('["null", ["int"]]'), '(fields[0].type[1]): a union cannot hold a union.'],
    [
      field('["int", {"type": "int", "logicalType": "date"}]'),
      '(fields[0].type[1]): this union has "int" twice.',
    ],
    [
      field('{"type": "enum", "name": "E", "symbols": ["A", "A"]}'),
      '(fields[0].type.symbols): a symbol is there twice.',
    ],
    [field('{"type": "enum", "name": "E", "symbols": ["A b"]}'), 'the symbol "A b" is not a name.'],
    [
      field('{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}'),
      'the default is not one of the symbols.',
    ],
    [
      field('{"type": "fixed", "name": "F", "size": -1}'),
      '(fields[0].type.size): "size" is not a number of bytes.',
    ],
    [field('{"type": "fixed", "name": "R", "size": 1}'), '(fields[0].type.name): "R" is defined twice.'],
    [field('{"type": "fixed", "name": "int", "size": 1}'), '"int" is the name of a type of Avro.'],
    [field('"int"').replace('"a"', '"a b"'), '(fields[0].name): "a b" is not a name'],
    [field('"int"').replace(', "fields"', ', "Fields"'), 'this object has no "fields".'],
    [
      '{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}, {"name": "a", "type": "int"}]}',
      '(fields[1]): "R" has the field "a" twice.',
    ],
    ['{"type": "record", "name": "\\u001b[2J", "fields": []}', '(name): "\\x1b[2J" is not a name'],
  ])('%s', (text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) as unknown }),
    );
  });

  test.each([
    [field('"strng"'), 'Did you mean string?'],
    [field('"strng"').replace('"R"', '"ns.Strang"'), 'Did you mean ns.Strang or string?'],
    [field('"int"').replace(', "fields"', ', "Fields"'), 'Did you mean Fields?'],
  ])('%s: what may have been meant', (text, hint) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ hint }));
  });
});

describe('names', () => {
  test('take the namespace around them, and without one there those that have none', () => {
    const text = `{"type": "record", "name": "a.b.R", "aliases": ["Old", "c.Older"], "fields": [
      {"name": "e", "type": {"type": "enum", "name": "E", "symbols": []}},
      {"name": "f", "type": {"type": "fixed", "name": "F", "namespace": "", "size": 2}},
      {"name": "g", "type": {"type": "record", "name": "G", "namespace": "x", "fields": [
        {"name": "e", "type": "a.b.E"}, {"name": "f", "type": "F"}, {"name": "g", "type": ["null", "G"]}]}},
      {"name": "größe", "type": {"type": {"type": "E"}}}
    ]}`;
    const { name, aliases, fields } = parse(text) as unknown as {
      name: string;
      aliases: string[];
      fields: { name: string; type: { name: string; fields: unknown[] } }[];
    };
    expect([name, ...aliases]).toEqual(['a.b.R', 'a.b.Old', 'c.Older']);
    expect(fields.map(({ type }) => type.name)).toEqual(['a.b.E', 'F', 'x.G', 'a.b.E']);
    const [e, f, g] = fields.map(({ type }) => type);
    expect(g?.fields).toMatchObject([
      { type: e },
      { type: f },
      { type: { branches: [{ kind: 'null' }, {}] } },
    ]);
  });

  test('comments are no part of a schema', () => {
    expect(parse('/* "long" */ // yes\n"int" // no')).toEqual({ kind: 'int' });
  });
});

describe('references', () => {
  const item = '{"type": "record", "name": "shop.Item", "fields": [{"name": "of", "type": "shop.Money"}]}';
  const money = '{"type": "fixed", "name": "shop.Money", "size": 8}';

  test('are read when they are needed, by their names or by what they define, in any order', () => {
    const order = '{"type": "record", "name": "shop.Order", "fields": [{"name": "item", "type": "Item"}]}';
    for (const names of [
      ['shop.Item', 'shop.Money'],
      ['one', 'two'],
    ] as const) {
      expect(parse(order, { [names[0]]: item, [names[1]]: money, unused: '"not a type' })).toMatchObject({
        fields: [{ type: { name: 'shop.Item', fields: [{ type: { name: 'shop.Money', size: 8 } }] } }],
      });
    }
  });

  test('may refer to each other in a circle', () => {
    const a = '{"type": "record", "name": "A", "fields": [{"name": "b", "type": ["null", "B"]}]}';
    const b = '{"type": "record", "name": "B", "fields": [{"name": "a", "type": ["null", "A"]}]}';
    expect(parse(a, { B: b, A: a })).toMatchObject({ name: 'A' });
  });

  test('that are wrong are named', () => {
    expect(() => parse('"shop.Item"', { 'shop.Item': item })).toThrow(
      'The Avro schema "shop.Item", which is referred to, is not valid: line 1, column 75 (fields[0].type): there is no type "shop.Money".',
    );
  });
});
