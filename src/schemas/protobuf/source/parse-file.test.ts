import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabError } from '../../../text/errors.js';
import { protobufFile } from '../protobuf-file.js';
import { cpuMsSince } from '../../../testing/program/cpu-time.js';

function namesOf(text: string, references: Readonly<Record<string, string>> = {}): readonly string[] {
  return protobufFile({ text, name: 'a.proto', references: new Map(Object.entries(references)) }).names;
}

describe('a text that is wrong: line, column and what was expected', () => {
  test.each([
    [
      'syntax = "proto3";\nmessage A {\n  strin x = 1;\n}',
      'a.proto, line 3, column 9: "strin", the type of x, is not defined.',
    ],
    [
      'message A { optional string x = ; }',
      'a.proto, line 1, column 33: the number of a field was expected here, not ";".',
    ],
    [
      'message A {',
      'a.proto, line 1, column 12: a field, or "}", was expected here, not the end of the file.',
    ],
    [
      'message A { optional string x = 0; }',
      'column 33: 0 is not the number of a field: from 1 to 536870911.',
    ],
    ['message A { optional string x = 1.5; }', 'was expected here, not "1.5"'],
    ['message A { optional string x = 1; optional int32 y = 1; }', 'y has the number 1 of x, in A.'],
    ['message A { optional string x = 1; optional int32 x = 2; }', 'A has two fields named x.'],
    ['message A {} message A {}', '"A" is also defined in a.proto.'],
    ['enum E {}', 'E has no values.'],
    ['syntax = "proto3"; message A { required int32 x = 1; }', 'proto3 has no required fields'],
    ['syntax = "proto4";', 'syntax "proto4" is not known'],
    ['edition = "1999";', 'edition "1999" is not known'],
    ['/* no end', 'this comment has no end.'],
    ['import "no end', 'this text has no end in its line.'],
    ['message A { map<bytes, string> m = 1; }', 'bytes cannot be the key of a map'],
    ['message A { oneof o { repeated string x = 1; } }', 'a field of a oneof is neither repeated nor a map.'],
    ['message A { optional int32 x = 1 [json_name = "#1"]; }', 'json_name that begins with #'],
    [
      '{"type":"record"}',
      'message, enum, extend, service, import, option or package was expected here, not "{".',
    ],
    ['message A {'.repeat(200), 'messages are nested more than 100 deep.'],
  ])('%s', (text, message) => {
    expect(() => namesOf(text)).toThrow(message);
    expect(() => namesOf(text)).toThrow(LabError);
  });
});

describe('imports', () => {
  const other = 'syntax = "proto3"; package o; message O {}';
  const user = (path: string) => `syntax = "proto3"; import "${path}"; message A { o.O x = 1; }`;

  test('from the map, also publicly through another', () => {
    expect(namesOf(user('o.proto'), { 'o.proto': other })).toEqual(['A']);
    const through = { 'p.proto': 'syntax = "proto3"; import public "o.proto";', 'o.proto': other };
    expect(namesOf(user('p.proto'), through)).toEqual(['A']);
  });

  test('what another imports for itself is not seen', () => {
    const hidden = { 'p.proto': 'syntax = "proto3"; import "o.proto";', 'o.proto': other };
    expect(() => namesOf(user('p.proto'), hidden)).toThrow(
      '"o.O" is defined in o.proto, which this file does not import.',
    );
  });

  test('one that is missing', () => {
    expect(() => namesOf(user('oo.proto'), { 'o.proto': other })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'a.proto, line 1, column 27: "oo.proto" is imported here, and is not there.',
        hint: 'Did you mean o.proto?',
      }),
    );
  });

  test('in a circle', () => {
    const circle = { 'b.proto': 'import "c.proto";', 'c.proto': 'import "b.proto";' };
    expect(() => namesOf('import "b.proto";', circle)).toThrow('in a circle: b.proto → c.proto → b.proto');
    expect(() => namesOf('import "a.proto";')).toThrow('in a circle: a.proto → a.proto');
  });

  test('a mistake in an imported file names that file', () => {
    expect(() => namesOf(user('o.proto'), { 'o.proto': '\nmessage {' })).toThrow('o.proto, line 2, column 9');
  });

  test('each file that is built in can be read', () => {
    const paths = [
      'any',
      'api',
      'descriptor',
      'duration',
      'empty',
      'field_mask',
      'source_context',
      'struct',
      'timestamp',
      'type',
      'wrappers',
    ];
    const types = [
      'calendar_period',
      'color',
      'date',
      'datetime',
      'dayofweek',
      'decimal',
      'expr',
      'fraction',
      'interval',
      'latlng',
    ];
    const more = [
      'localized_text',
      'money',
      'month',
      'phone_number',
      'postal_address',
      'quaternion',
      'timeofday',
    ];
    const all = [
      ...paths.map((name) => `google/protobuf/${name}.proto`),
      ...[...types, ...more].map((name) => `google/type/${name}.proto`),
      ...['confluent/meta.proto', 'confluent/type/decimal.proto', 'confluent/types/decimal.proto'],
    ];
    expect(namesOf(`${all.map((path) => `import "${path}";`).join('\n')} message A {}`)).toEqual(['A']);
  });
});

test('what the language has besides fields is read over', () => {
  const text = `
    syntax = "proto3"; // a comment
    package a.b; import "confluent/meta.proto"; import "google/protobuf/descriptor.proto";
    option java_package = "x" "y"; option (confluent.file_meta).doc = "doc"; option (my.own) = { a: 1 b { c: [1, 2] } [x.y/z.T] < q: 'r' > };
    extend google.protobuf.FieldOptions { optional string note = 50000; }
    service S { rpc Call (A) returns (stream A) { option deprecated = true; } }
    message A {
      reserved 5, 7 to 9, 100 to max; reserved "old", 'older'; option deprecated = true;
      /* message B { */ string x = 1 [(note) = "n", deprecated = true, (confluent.field_meta) = { tags: ["PII"] }];
      message optional {} repeated optional many = 2; string message = 3; string reserved = 4; .a.b.A deep = 0x6;
      enum E { option allow_alias = true; Z = 0 [deprecated = true]; Y = 0; N = -1; reserved 2; }; ;
    }
  `;
  expect(namesOf(text)).toEqual(['a.b.A', 'a.b.A.optional']);
});

test('a text of a megabyte is read in seconds, good or bad', () => {
  const fields = Array.from(
    { length: 30_000 },
    (_, at) => `optional string field_${at} = ${at + 20_000}; // text`,
  );
  const large = `message A {\n${fields.join('\n')}\n}`;
  expect(large.length).toBeGreaterThan(1_000_000);
  const before = process.cpuUsage();
  expect(namesOf(large)).toEqual(['A']);
  expect(() => namesOf(`message A { ${'/'.repeat(1_000_000)}`)).toThrow(LabError);
  expect(() => namesOf(`message A { optional string x = 1 [json_name = "${'\\x41'.repeat(300_000)}`)).toThrow(
    LabError,
  );
  expect(() => namesOf('{'.repeat(1_000_000))).toThrow(LabError);
  expect(() => namesOf(`option a = ${'{ a '.repeat(250_000)}`)).toThrow(LabError);
  expect(() => namesOf(`message ${'a'.repeat(1_000_000)} { x`)).toThrow(LabError);
  expect(cpuMsSince(before)).toBeLessThan(10_000);
});

test('any text is a schema, or refused', () => {
  const word = fc.constantFrom(
    ...[
      'message',
      'enum',
      'A',
      'x',
      '{',
      '}',
      '=',
      '1',
      ';',
      'string',
      'oneof',
      'map',
      '<',
      '>',
      ',',
      '"a"',
      '[',
      ']',
      '(',
      ')',
    ],
    ...[
      'option',
      'optional',
      'repeated',
      'group',
      'extend',
      'import',
      'package',
      'syntax',
      '.',
      '-',
      'reserved',
      'to',
      '/*',
      '//',
      '\n',
    ],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
      ),
      (text) => {
        try {
          expect(namesOf(text)).toEqual(expect.any(Array));
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
