import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { isPrintable } from '../../text/printable.js';
import { OutputBuffer } from './output-buffer.js';
import {
  encodeRecordHeaders,
  readHeaderSpans,
  readRecordHeaders,
  type RecordHeader,
} from '../batch/record-batch-headers.js';
import { varintSize } from '../batch/record-batch-varint.js';
import {
  jsonFormat,
  plainFormat,
  tableFormat,
  type Columns,
  type PrintableRecord,
  type RecordFormat,
} from './record-format.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

interface Made {
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | string | null;
  readonly headers?: readonly RecordHeader[];
  readonly timestamp?: number | bigint;
}

function record({
  key = null,
  value = null,
  headers = [],
  timestamp = 1_768_471_200_000,
}: Made): PrintableRecord {
  const parts = [key, value].map((part) => (part === null ? null : Buffer.from(part)));
  const [keyBytes = null, valueBytes = null] = parts;
  const before = Buffer.from('<<');
  const keyEnd = before.length + (keyBytes?.length ?? 0);
  const buffer = Buffer.concat([
    before,
    keyBytes ?? Buffer.alloc(0),
    valueBytes ?? Buffer.alloc(0),
    encodeRecordHeaders(headers),
  ]);
  const valueEnd = keyEnd + (valueBytes?.length ?? 0);
  return {
    topic: 'orders',
    partition: 3,
    offset: 42,
    timestamp: Number(timestamp),
    exactTimestamp: timestamp,
    buffer,
    keyStart: before.length,
    keyEnd: keyBytes ? keyEnd : -1,
    valueStart: keyEnd,
    valueEnd: valueBytes ? valueEnd : -1,
    headerCount: headers.length,
    headers: () => [...headers],
    headerSpans: () =>
      readHeaderSpans(
        buffer,
        valueEnd + varintSize(headers.length),
        buffer.length,
        headers.length,
        new Int32Array(0),
      ),
  };
}

function print(format: RecordFormat, ...records: readonly PrintableRecord[]): Buffer {
  const out = new OutputBuffer();
  out.text(format.begin);
  for (const each of records) format.write(each, out);
  out.text(format.end);
  return out.take();
}

const none: Columns = {
  topics: false,
  partitions: false,
  offsets: false,
  timestamps: false,
  keys: false,
  headers: false,
};
const all: Columns = {
  topics: true,
  partitions: true,
  offsets: true,
  timestamps: true,
  keys: true,
  headers: true,
};
const binary = Buffer.from([0x68, 0xff, 0x00]);
const headers: readonly RecordHeader[] = [
  ['a', Buffer.from('1')],
  ['a', null],
  ['b', binary],
];

describe('plain', () => {
  test.each<[string, Partial<Columns>, Made, string]>([
    ['bare values', {}, { key: 'k', value: 'v' }, 'v\n'],
    ['no value', {}, {}, 'null\n'],
    ['an empty value', {}, { value: '' }, '\n'],
    ['text beyond ASCII', {}, { value: 'grüße 日本' }, 'grüße 日本\n'],
    ['bytes that are not text', {}, { value: binary }, 'base64:aP8A\n'],
    [
      'long bytes that are not text',
      {},
      { value: Buffer.alloc(300, 0x80) },
      `base64:${Buffer.alloc(300, 0x80).toString('base64')}\n`,
    ],
    ['keys', { keys: true }, { key: binary, value: 'v' }, 'base64:aP8A\tv\n'],
    ['no key', { keys: true }, { value: 'v' }, 'null\tv\n'],
    [
      'all columns',
      all,
      { key: 'k', value: 'v', headers },
      'orders\t3\t42\t2026-01-15T10:00:00.000Z\tk\ta=1,a=null,b=base64:aP8A\tv\n',
    ],
    ['no headers', { headers: true }, { value: 'v' }, '\tv\n'],
    ['no timestamp', { timestamps: true }, { value: 'v', timestamp: -1 }, '-\tv\n'],
    [
      'a timestamp beyond all calendars',
      { timestamps: true },
      { value: 'v', timestamp: 9e15 },
      '9000000000000000\tv\n',
    ],
    [
      'one beyond 2^53',
      { timestamps: true },
      { value: 'v', timestamp: 2n ** 63n - 1n },
      '9223372036854775807\tv\n',
    ],
    ['one before 1970', { timestamps: true }, { value: 'v', timestamp: -2 }, '1969-12-31T23:59:59.998Z\tv\n'],
  ])('%s', (_what, columns, made, expected) => {
    expect(print(plainFormat({ ...none, ...columns }, 'text'), record(made)).toString()).toBe(expected);
  });

  test('raw bytes stay as they are', () => {
    const printed = print(
      plainFormat({ ...none, keys: true }, 'raw'),
      record({ key: binary, value: binary }),
    );
    expect(printed).toEqual(Buffer.concat([binary, Buffer.from('\t'), binary, Buffer.from('\n')]));
  });
});

test('raw headers have their bytes, names that are not UTF-8 too', () => {
  const made = record({
    value: 'v',
    headers: [
      ['b', binary],
      ['n', null],
      ['\ufffd', Buffer.from('x'), Buffer.from([0xff])],
    ],
  });
  const columns = { ...none, headers: true };
  expect(print(plainFormat(columns, 'raw'), made).toString('latin1')).toBe('b=h\xff\0,n=NULL,\xff=x\tv\n');
  expect(print(plainFormat(columns, 'text'), made).toString()).toBe(
    'b=base64:aP8A,n=null,base64:/w===x\tv\n',
  );
});

test('a header name that is not UTF-8 survives a copy', () => {
  const name = Buffer.from([0x61, 0xff]);
  const bytes = encodeRecordHeaders([
    ['a\ufffd', null, name],
    ['\ufffd', null],
  ]);
  const read = readRecordHeaders(bytes, 1, bytes.length, 2);
  expect(read).toEqual([
    ['a\ufffd', null, name],
    ['\ufffd', null],
  ]);
  const line = print(jsonFormat('jsonl'), record({ value: 'v', headers: read })).toString();
  expect(line).toContain('{"key":"Yf8=","keyEncoding":"base64","value":null},{"key":"\ufffd","value":null}');
});

test('table: fixed columns under their names', () => {
  const printed = print(tableFormat(none), record({ key: 'k', value: 'v' }), record({})).toString();
  expect(printed).toBe(
    [
      'PARTITION      OFFSET  TIMESTAMP                 KEY             VALUE',
      '        3          42  2026-01-15T10:00:00.000Z  k               v',
      '        3          42  2026-01-15T10:00:00.000Z  null            null',
      '',
    ].join('\n'),
  );
  const wide = print(tableFormat(all), record({ key: 'k', value: 'v', headers })).toString();
  expect(wide).toMatch(
    /^TOPIC +PARTITION +OFFSET +TIMESTAMP +KEY +HEADERS +VALUE\norders .* a=1,a=null,b=base64:aP8A {2}v\n$/,
  );
});

describe('json', () => {
  const line =
    '{"topic":"orders","partition":3,"offset":42,"timestamp":1768471200000,"key":null,' +
    '"value":"aP8A","valueEncoding":"base64","headers":[{"key":"a","value":"1"},{"key":"a","value":null},' +
    '{"key":"b","value":"aP8A","valueEncoding":"base64"}]}';

  test.each([
    ['jsonl', `${line}\n${line}\n`],
    ['json', `[\n  ${line},\n  ${line}\n]\n`],
    ['yaml', `- ${line}\n- ${line}\n`],
  ] as const)('%s', (kind, expected) => {
    const made = record({ value: binary, headers });
    expect(print(jsonFormat(kind), made, made).toString()).toBe(expected);
  });

  test('no record at all is still a document', () => {
    expect(JSON.parse(print(jsonFormat('json')).toString())).toEqual([]);
    expect(parse(print(jsonFormat('yaml')).toString())).toEqual([]);
    expect(print(jsonFormat('jsonl')).toString()).toBe('');
  });

  test('whatever the bytes, each format says the same, and they can be had back', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
      anyText(40).map((text) => Buffer.from(text)),
    );
    const optional = fc.option(bytes);
    fc.assert(
      fc.property(optional, optional, anyText(10), optional, (key, value, name, header) => {
        const made = record({ key, value, headers: [[name, header]] });
        const [printed] = JSON.parse(print(jsonFormat('json'), made).toString()) as [Record<string, unknown>];
        const decoded = (field: string) => {
          const text = printed[field] as string | null;
          return text === null
            ? null
            : Buffer.from(text, printed[`${field}Encoding`] === 'base64' ? 'base64' : 'utf8');
        };
        expect(decoded('key')).toEqual(key);
        expect(decoded('value')).toEqual(value);
        expect(JSON.parse(print(jsonFormat('jsonl'), made).toString())).toEqual(printed);
        expect(parse(print(jsonFormat('yaml'), made).toString())).toEqual([printed]);
      }),
    );
  });
});

describe('records that would control the terminal', () => {
  const evil = 'a\u001b[2J\r\u009b\u202e\nb\tc';
  const made = record({ key: evil, value: evil, headers: [[evil, Buffer.from(evil)]] });
  const inLines = 'a\\x1b[2J\\r\\x9b\\u202e\nb\tc';
  const inLine = 'a\\x1b[2J\\r\\x9b\\u202e\\nb\\tc';
  const columns = { ...none, keys: true, headers: true };

  test('are shown on it, and exact in a pipe', () => {
    expect(print(plainFormat(columns, 'visible'), made).toString()).toBe(
      `${inLines}\t${inLines}=${inLines}\t${inLines}\n`,
    );
    for (const bytes of ['text', 'raw'] as const) {
      expect(print(plainFormat(columns, bytes), made).toString()).toBe(`${evil}\t${evil}=${evil}\t${evil}\n`);
    }
    const binaryToo = record({ value: binary });
    expect(print(plainFormat(none, 'visible'), binaryToo).toString()).toBe('base64:aP8A\n');
    expect(plainFormat(none, 'visible').bareValues).toBeUndefined();
  });

  test('are one line of a table each', () => {
    const printed = print(tableFormat(columns), made).toString();
    expect(printed.split('\n')).toHaveLength(3);
    expect(printed).toContain(`  ${inLine}  ${inLine}=${inLine}  ${inLine}\n`);
  });

  test.each(['json', 'jsonl', 'yaml'] as const)('%s has none of them and means the same', (kind) => {
    for (const value of [evil, '\u007f', '\u009b', '\u202e']) {
      const printed = print(jsonFormat(kind), record({ value })).toString();
      expect(isPrintable(printed.replaceAll('\n', ''))).toBe(true);
      const parsed: unknown = parse(printed);
      expect([parsed].flat()).toMatchObject([{ value }]);
    }
  });
});
