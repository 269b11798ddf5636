import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import { printable } from '../../text/printable.js';
import { fit } from '../../view/width.js';
import { hexDump } from '../ui/hex-dump.js';
import { indentJson } from '../ui/indent-json.js';
import { indentXml } from '../ui/indent-xml.js';
import { optionsFor } from './open-record.js';
import { readValue, recordLines, recordRow } from './record-text.js';

const record: CopiedRecord = {
  topic: 'orders',
  partition: 1,
  offset: 42,
  timestamp: Date.UTC(2026, 0, 15, 10),
  key: Buffer.from('k1'),
  value: Buffer.from('{"a":1}'),
  headers: [['source', Buffer.from('web')]],
};

describe('values', () => {
  test('JSON keeps its numbers and texts', () => {
    expect(indentJson('{"id":12345678901234567890,"t":"a, \\"b\\": [","e":[],"o":{},"l":[1,null]}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "t": "a, \\"b\\": [",\n  "e": [],\n  "o": {},\n  "l": [\n    1,\n    null\n  ]\n}',
    );
    expect(indentJson('{"a":')).toBeUndefined();
    expect(indentJson('plain')).toBeUndefined();
  });

  test('any JSON says the same when indented', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(indentJson(text)!))).toBe(text);
      }),
    );
  });

  test('XML', () => {
    expect(indentXml('<?xml version="1.0"?><a x="1>2"><b>text</b><c/><!-- d --><e><f/></e></a>')).toBe(
      '<?xml version="1.0"?>\n<a x="1>2">\n  <b>text</b>\n  <c/>\n  <!-- d -->\n  <e>\n    <f/>\n  </e>\n</a>',
    );
    expect(indentXml('<a><b></a>')).toBeUndefined();
    expect(indentXml('a < b')).toBeUndefined();
  });

  test('binary as hexadecimal', () => {
    const bytes = Buffer.from([...Array(18).keys()].map((index) => index + 0x41));
    expect(hexDump(bytes)).toEqual([
      '00000000  41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP',
      `00000010  51 52${' '.repeat(45)}QR`,
    ]);
    expect(readValue(Buffer.from([0xff, 0x00])).kind).toBe('binary');
    expect(readValue(Buffer.from([0x00, 0x01])).kind).toBe('binary');
  });

  test('what is in a record has no power over the terminal', () => {
    const evil = {
      ...record,
      key: Buffer.from('\u001b[2J'),
      value: Buffer.from('a\u001b]0;title\u0007\u202eb'),
    };
    const text = recordLines(evil).join('\n') + recordRow(evil, 200);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(printable('\u001b[2J\t')).toBe('\\x1b[2J\\t');
  });
});

test('a record opened, and as a row', () => {
  expect(recordLines(record)).toEqual([
    'key      k1',
    'headers  source=web',
    'value    JSON, 7 bytes',
    '',
    '{',
    '  "a": 1',
    '}',
  ]);
  expect(recordRow(record, 60)).toBe('  1        42  2026-01-15 10:00:00  k1              {"a":1}');
  expect(recordRow(record, 55).length).toBeLessThanOrEqual(55);
  expect(recordLines({ ...record, value: null, headers: [] })).toEqual([
    'key      k1',
    '(null): a tombstone',
  ]);
});

test('no key, an empty one and the word null are told apart', () => {
  const rows = [null, '', 'null'].map((text) =>
    recordRow(
      {
        ...record,
        key: text === null ? null : Buffer.from(text),
        value: text === null ? null : Buffer.from(text),
      },
      70,
    ),
  );
  expect(rows.map((row) => row.slice(36))).toEqual([
    '(null)          (null)',
    '(empty)         (empty)',
    'null            null',
  ]);
  expect(recordLines({ ...record, value: Buffer.alloc(0), headers: [] }).slice(1)).toEqual([
    'value    text, 0 bytes',
    '',
    '(empty)',
  ]);
});

test.each([
  ['short', 10, 'short'],
  ['much too long', 8, 'much to…'],
])('"%s" in %d columns', (text, columns, shown) => expect(fit(text, columns)).toBe(shown));

describe('sent again', () => {
  test('as plain options if they suffice', () => {
    expect(optionsFor(record)).toEqual({
      topic: 'orders',
      value: '{"a":1}',
      key: 'k1',
      header: ['source=web'],
    });
    expect(optionsFor({ ...record, value: null, headers: [] })).toEqual({
      topic: 'orders',
      nullValue: true,
      key: 'k1',
    });
  });

  test('else as JSON, byte for byte', () => {
    const binary = optionsFor({ ...record, value: Buffer.from([0xff, 0xfe]) });
    expect(binary).toMatchObject({ topic: 'orders', json: true });
    expect(JSON.parse(binary['value'] as string)).toEqual({
      key: 'k1',
      value: '//4=',
      valueEncoding: 'base64',
      headers: [{ key: 'source', value: 'web' }],
    });
  });
});
