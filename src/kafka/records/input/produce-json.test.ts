import { describe, expect, test } from '@jest/globals';
import { readRecordHeaders } from '../../../wire/batch/record-batch-headers.js';
import { jsonLine, parseJsonRecord, UnfinishedJson } from './produce-json.js';

function headersOf(line: string, extra: Parameters<typeof parseJsonRecord>[1] = []) {
  const bytes = Buffer.from(parseJsonRecord(line, extra).headers);
  const count = (bytes[0] ?? 0) / 2;
  return readRecordHeaders(bytes, 1, bytes.length, count).map(([name, value]) => [
    name,
    value?.toString() ?? null,
  ]);
}

test.each(['{', '[', '{"value":', '[ {"value":"v"},', '  {"a": ['])('%s goes on in the next line', (line) => {
  expect(() => parseJsonRecord(line)).toThrow(UnfinishedJson);
});

test('bytes that are not UTF-8 are refused with their place', () => {
  expect(() => jsonLine(Buffer.from('{"value":"caf\xe9"}', 'latin1'))).toThrow(
    /^byte 14, 0xe9, is not UTF-8; .* base64/,
  );
  expect(jsonLine(Buffer.from('{"value":"café"}'))).toBe('{"value":"café"}');
});

describe('a line of JSON', () => {
  test('as consume prints it; what consume knows besides is passed over', () => {
    const record = parseJsonRecord(
      '{"topic":"t","partition":2,"offset":7,"timestamp":1768471200000,"timestampType":"create","key":"k","value":"v","headers":[{"key":"a","value":"b"}]}',
    );
    expect(record).toMatchObject({
      key: Buffer.from('k'),
      value: Buffer.from('v'),
      partition: 2,
      timestamp: 1768471200000,
    });
  });

  test('null is a tombstone, no key is no key', () => {
    expect(parseJsonRecord('{"value":null}')).toMatchObject({ key: null, value: null, partition: undefined });
  });

  test('bytes that are no text come as base64', () => {
    const record = parseJsonRecord(
      '{"key":"/w==","keyEncoding":"base64","value":"AAE=","valueEncoding":"base64"}',
    );
    expect(record.key).toEqual(Buffer.from([0xff]));
    expect(record.value).toEqual(Buffer.from([0, 1]));
  });

  test('a value that is not text is written as JSON', () => {
    expect(parseJsonRecord('{"value":{"a": [1, true]}}').value?.toString()).toBe('{"a": [1, true]}');
    expect(parseJsonRecord('{"value":12}').value?.toString()).toBe('12');
  });

  test.each([
    '{"id":9007199254740993,"price":1.10,"big":1e400,"2":"b","1":"a","1":"c"}',
    '12345678901234567890',
    '1.0',
    '[1e400, -0, {"a" :1}]',
    '{"half": "\\ud800"}',
    '{"__proto__":1}',
  ])('%s is written with its own bytes as key, value and header', (source) => {
    const line = ` {"key" : ${source} , "value": ${source}, "headers":[{"key":"h","value":${source}}]}\r`;
    const { key, value } = parseJsonRecord(line);
    expect(key?.toString()).toBe(source);
    expect(value?.toString()).toBe(source);
    expect(headersOf(line)).toEqual([['h', source]]);
  });

  test('headers in an object keep their order, repetitions and odd names', () => {
    const line = '{"value":"v","headers":{"2":"b","1":"a","2":"c","__proto__":null}}';
    expect(headersOf(line)).toEqual([
      ['2', 'b'],
      ['1', 'a'],
      ['2', 'c'],
      ['__proto__', null],
    ]);
  });

  test('a header name that is not UTF-8 comes as base64', () => {
    const { headers } = parseJsonRecord(
      '{"value":"v","headers":[{"key":"/w==","keyEncoding":"base64","value":"x"}]}',
    );
    expect([...headers]).toEqual([2, 2, 0xff, 2, 0x78]);
  });

  test.each([
    [
      '{"value":"v","headers":[{"key":"a","value":"b"},{"key":"a","value":null}]}',
      [
        ['a', 'b'],
        ['a', null],
      ],
    ],
    ['{"value":"v","headers":[{"key":"a","value":"Yg==","valueEncoding":"base64"}]}', [['a', 'b']]],
    ['{"value":"v","headers":{"a":"b"}}', [['a', 'b']]],
    [
      '{"value":"v","headers":{"a":["b","c"]}}',
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ],
    ['{"value":"v"}', []],
  ])('headers of %s', (line, headers) => {
    expect(headersOf(line)).toEqual(headers);
  });

  test('headers given for all come last', () => {
    expect(headersOf('{"value":"v","headers":{"a":"b"}}', [['x', Buffer.from('y')]])).toEqual([
      ['a', 'b'],
      ['x', 'y'],
    ]);
  });

  test.each([
    ['', /^not JSON/],
    ['{"value":"v', /^not JSON/],
    ['{"value":"v"} x', /^not JSON/],
    ['1', /^not a JSON object/],
    ['[{"value":"v"}]', /^an array, not an object .* jq -c '\.\[\]'/],
    ['\ufeff{"value":"v"}', /byte order mark/],
    ['{"value":"\\ud800"}', /^"value" has \\ud800, half of a surrogate pair/],
    ['{"value":"v","headers":[{"key":"\\udfff","value":"a"}]}', /^"key" has \\udfff/],
    ['{"value":"v","headers":{"\\udfff":"a"}}', /^"headers" has \\udfff/],
    ['{"value":"v","value":"w"}', /^"value" is there twice/],
    ['{"value":"v","partition":true}', /^"partition"/],
    ['{"value":"v","timestamp":[1]}', /^"timestamp"/],
    ['{"key":"a"}', /^it has no "value"/],
    ['{"valeu":"x"}', /^"valeu" is not a part of a record: did you mean "value"\?$/],
    [
      '{"value":"x","foo\\u001b":1}',
      /^"foo\\u001b" is not a part of a record: it can have key, .* timestamp$/,
    ],
    [
      '{"value":"v","headers":[{"key":"a","vlaue":"b"}]}',
      /^"vlaue" is not a part of a header: .* "value"\?$/,
    ],
    ['{"value":"v","partition":-1}', /^"partition"/],
    ['{"value":"v","partition":99999999999999999999}', /number: 99999999999999999999$/],
    ['{"value":"v","timestamp":"soon"}', /^"timestamp"/],
    ['{"value":"?","valueEncoding":"base64"}', /is not base64/],
    ['{"value":"v","valueEncoding":"hex"}', /^"valueEncoding"/],
    ['{"value":"v","headers":"a"}', /^"headers"/],
    ['{"value":"v","headers":[1]}', /^a header has no "key"/],
  ])('%s is refused', (line, message) => {
    expect(() => parseJsonRecord(line)).toThrow(message);
  });
});

test.each([
  ['1768471200000', 1768471200000],
  ['"1768471200000"', 1768471200000],
  ['"2026-01-15T10:00:00Z"', 1768471200000],
  ['"2026-01-15"', new Date(2026, 0, 15).getTime()],
  ['-1', undefined],
  ['-4852116231934', -4852116231934],
  ['9007199254740991', 9007199254740991],
  ['"9007199254740993"', 9007199254740993n],
  ['9007199254740993', 9007199254740993n],
  ['1.7e12', 1_700_000_000_000],
  ['"-1"', undefined],
  ['"9223372036854775807"', 2n ** 63n - 1n],
  ['"-9223372036854775808"', -(2n ** 63n)],
])('the time %s', (time, expected) => {
  expect(parseJsonRecord(`{"value":"v","timestamp":${time}}`).timestamp).toBe(expected);
});

test.each([
  ['"soon"', 'is not a time'],
  ['"10 o’clock"', 'is not a time'],
  ['"2026-02-31"', 'is not a time'],
  ['"9223372036854775808"', 'is not a time'],
  ['1.5', 'is not a time'],
  ['true', 'is not a time'],
  ['[1]', 'is not a time'],
])('the time %s is refused', (time, reason) => {
  expect(() => parseJsonRecord(`{"value":"v","timestamp":${time}}`)).toThrow(reason);
});
