import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import { printable } from '../../text/printable.js';
import type { ScreenLine } from '../../view/screen.js';
import { fit } from '../../view/width.js';
import { encodedOptionsFor, optionsFor } from '../act-on-record.js';
import { hexDump } from './text/hex-dump.js';
import { indentXml } from './text/indent-xml.js';
import { jsonLines, unfolded } from './text/json-lines.js';
import { initialOpen } from './open-record-state.js';
import { broken, openLines, openRecordLines } from './record-lines.js';
import { readValue, recordLines } from './text/record-text.js';
import { layoutOf, rowText } from './records-lines.js';

const record: CopiedRecord = {
  topic: 'orders',
  partition: 1,
  offset: 42,
  timestamp: new Date(2026, 0, 15, 10).getTime(),
  key: Buffer.from('k1'),
  value: Buffer.from('{"a":1}'),
  headers: [['source', Buffer.from('web')]],
};

const nowMs = Number(record.timestamp) + 3_600_000;

function row(shown: CopiedRecord, columns: number): string {
  return rowText(shown, layoutOf([shown], columns), columns);
}

function textOf(line: ScreenLine): string {
  return line.map(({ text }) => text).join('');
}

function indented(text: string): string | undefined {
  return jsonLines(text)
    ?.map(({ spans }) => textOf(spans))
    .join('\n');
}

describe('values', () => {
  test('JSON keeps its numbers and texts', () => {
    expect(indented('{"id":12345678901234567890,"t":"a, \\"b\\": [","e":[],"o":{},"l":[1,null]}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "t": "a, \\"b\\": [",\n  "e": [],\n  "o": {},\n  "l": [\n    1,\n    null\n  ]\n}',
    );
    expect(indented('{"a":')).toBeUndefined();
    expect(indented('plain')).toBeUndefined();
  });

  test('any JSON says the same when indented', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(indented(text) ?? ''))).toBe(text);
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
    const opened = openRecordLines(initialOpen(evil), nowMs, { columns: 80, rows: 50 }).map(textOf);
    const text = [...recordLines(evil, nowMs), ...opened, row(evil, 200)].join('\n');
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(printable('\u001b[2J\t')).toBe('\\x1b[2J\\t');
  });
});

test('a record opened, and as a row', () => {
  const lines = recordLines(record, nowMs);
  expect(lines.filter((each) => !each.startsWith('time'))).toEqual([
    'at       partition 1, offset 42',
    'size     18 B (key 2, value 7, headers 9)',
    'key      k1',
    'headers  source=web',
    'value    JSON, 7 bytes',
    '',
    '{',
    '  "a": 1',
    '}',
  ]);
  expect(lines[1]).toMatch(/^time {5}2026-01-15 10:00:00\.000 [+-]\d\d:\d\d, 1 h 0 min ago$/);
  expect(row(record, 80)).toBe('1      42  2026-01-15 10:00:00  k1              {"a":1}');
  expect(row(record, 60)).toBe('1      42  10:00:00  k1          {"a":1}');
  expect(row(record, 30)).toHaveLength(30);
  expect(recordLines({ ...record, value: null, headers: [], timestamp: -1 }, nowMs).slice(1)).toEqual([
    'time     no timestamp',
    'size     2 B (key 2, value 0)',
    'key      k1',
    '(null): a tombstone',
  ]);
});

test('what was decoded is shown, with its schema', () => {
  const decoded = {
    key: { text: Buffer.from('7'), isJson: true, schema: '{"type":"int"}' },
    value: { text: Buffer.from('{"b":2}'), isJson: true, schema: '{"id":7,"type":"AVRO"}' },
  };
  const shown = { ...record, value: Buffer.from([0, 0, 0, 0, 7, 4]), decoded };
  expect(recordLines(shown, nowMs).slice(3)).toEqual([
    'key      7  {"type":"int"}',
    'headers  source=web',
    'value    JSON, 6 bytes  {"id":7,"type":"AVRO"}',
    '',
    '{',
    '  "b": 2',
    '}',
  ]);
  expect(row(shown, 80)).toContain('  7               {"b":2}');
});

test('no key, an empty one and the word null are told apart', () => {
  const rows = [null, '', 'null'].map((text) => {
    const bytes = text === null ? null : Buffer.from(text);
    return row({ ...record, key: bytes, value: bytes }, 80);
  });
  expect(rows.map((each) => each.slice(32))).toEqual([
    '(null)          (null)',
    '(empty)         (empty)',
    'null            null',
  ]);
  expect(recordLines({ ...record, value: Buffer.alloc(0), headers: [] }, nowMs).slice(4)).toEqual([
    'value    text, 0 bytes',
    '',
    '(empty)',
  ]);
});

describe('an open record', () => {
  const json = { ...record, value: Buffer.from('{"a":{"b":[1,2],"c":"x"},"d":[]}') };
  const lines = jsonLines(json.value.toString()) ?? [];

  test('what is folded is one line, and said how long it was', () => {
    expect(lines.map(({ closesAt }) => closesAt)).toEqual([9, 7, 5, ...Array<undefined>(7).fill(undefined)]);
    expect(unfolded(lines, [1])).toEqual([
      { line: 0, hidden: 0 },
      { line: 1, hidden: 6 },
      { line: 8, hidden: 0 },
      { line: 9, hidden: 0 },
    ]);
    const drawn = openRecordLines({ ...initialOpen(json), folds: [1] }, nowMs, { columns: 80, rows: 50 });
    expect(drawn.map(textOf).slice(-4)).toEqual(['  {', '    "a": { … },  6 lines', '    "d": []', '  }']);
    const unfoldedLines = openLines(initialOpen(json), nowMs, 80);
    const places = Array.from({ length: unfoldedLines.count }, (_, line) => unfoldedLines.foldAt(line));
    expect(places.filter((each) => each !== undefined)).toEqual(unfoldedLines.foldable);
  });

  test('names, strings, numbers and literals have colours', () => {
    const [, line] = jsonLines('{"a":[1,"x",null]}') ?? [];
    expect(line?.spans.filter(({ colour }) => colour)).toEqual([{ text: '"a"', colour: 'cyan' }]);
    const colours = (jsonLines('[-1,"x",null,true]') ?? []).map(
      ({ spans }) => spans.find(({ colour }) => colour)?.colour,
    );
    expect(colours).toEqual([undefined, 'yellow', 'green', 'magenta', 'magenta', undefined]);
  });

  test('long lines are broken and none is lost, wide signs neither', () => {
    const text = '一二三四五six';
    const parts = broken([{ text: '  ' }, { text, colour: 'green' }], 7, 4).map(textOf);
    expect(parts).toEqual(['  一二', '    三', '    四', '    五s', '    ix']);
    expect(broken([{ text: '一' }], 1, 0).map(textOf)).toEqual(['一']);
  });

  test('a hundred thousand levels take neither minutes nor gigabytes', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(jsonLines(deep)?.length).toBe(199_999);
    const xml = '<a>'.repeat(20_000) + '</a>'.repeat(20_000);
    expect(indentXml(xml)?.length).toBeLessThan(4_000_000);
    const drawn = openRecordLines(initialOpen({ ...record, value: Buffer.from(deep) }), nowMs, {
      columns: 60,
      rows: 20,
    });
    expect(drawn).toHaveLength(20);
  });

  test('of a large value the beginning is laid out, and the rest counted', () => {
    const { kind, lines } = readValue(Buffer.from(`[${'1,'.repeat(600_000)}1]`));
    expect(kind).toBe('text');
    expect(textOf(lines.at(-1)?.spans ?? [])).toBe(
      '… and 151427 bytes more; saved to a file they are all there.',
    );
  });
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

  test('an edited one of a schema with that schema, to the digit', () => {
    const { value, ...rest } = encodedOptionsFor(
      record,
      { isJson: true, schema: '{"id":7,"type":"AVRO"}' },
      '{\n  "n": 12345678901234567890\n}\n',
    );
    expect(rest).toEqual({ topic: 'orders', json: true, encode: ['value=as-read'] });
    expect(value).toBe(
      '{"value":{ "n": 12345678901234567890 },"valueSchema":{"id":7,"type":"AVRO"},"key":"k1","headers":[{"key":"source","value":"web"}]}',
    );
    const text = encodedOptionsFor(record, { isJson: false, schema: '{"type":"AVRO"}' }, 'a "b"');
    expect(JSON.parse(text['value'] as string)).toMatchObject({ value: 'a "b"' });
  });
});
