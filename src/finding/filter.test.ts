import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabError } from '../text/errors.js';
import type { PrintableRecord } from '../wire/print/record-format.js';
import {
  encodeRecordHeaders,
  readHeaderSpans,
  type RecordHeader,
} from '../wire/batch/record-batch-headers.js';
import { varintSize } from '../wire/batch/record-batch-varint.js';
import { AbsentFields } from './absent-fields.js';
import { exactNumber } from './exact-number.js';
import { parseFilter, type Filter, type Operand } from './filter-parser.js';
import { filterPredicate } from './filter-predicate.js';
import { planSearch } from './plan-search.js';

const now = new Date('2026-01-15T12:00:00Z');

function recordOf(given: {
  key?: string | null;
  value?: string | null;
  headers?: readonly RecordHeader[];
  offset?: number;
  timestamp?: bigint;
}): PrintableRecord {
  const { key = null, value = null, headers = [] } = given;
  const text = Buffer.from(`${key ?? ''}${value ?? ''}`);
  const buffer = Buffer.concat([text, encodeRecordHeaders(headers)]);
  const keyBytes = Buffer.byteLength(key ?? '');
  return {
    topic: 'orders',
    partition: 3,
    offset: given.offset ?? 42,
    timestamp: Number(given.timestamp ?? Date.parse('2026-01-15T10:00:00Z')),
    exactTimestamp: given.timestamp ?? Date.parse('2026-01-15T10:00:00Z'),
    buffer,
    keyStart: 0,
    keyEnd: key === null ? -1 : keyBytes,
    valueStart: keyBytes,
    valueEnd: value === null ? -1 : text.length,
    headerCount: headers.length,
    headers: () => [...headers],
    headerSpans: () =>
      readHeaderSpans(
        buffer,
        text.length + varintSize(headers.length),
        buffer.length,
        headers.length,
        new Int32Array(0),
      ),
  };
}

const order = recordOf({
  key: 'customer-17',
  value: JSON.stringify({
    amount: 120.5,
    paid: true,
    note: null,
    'odd name': 1,
    items: [{ sku: 'a-1' }, { sku: 'b-2' }],
    tags: ['new', 'vip'],
    id: '007',
  }),
  headers: [
    ['source', Buffer.from('web')],
    ['attempt', Buffer.from('3')],
    ['source', Buffer.from('second')],
    ['nothing', null],
  ],
});

const matches = (source: string, record = order) => filterPredicate(parseFilter(source), now)(record);

test.each([
  ['timestamp == 9007199254740993', true],
  ['timestamp == 9007199254740992', false],
  ['timestamp > 9007199254740992', true],
  ['timestamp < 9007199254740994', true],
  ['timestamp > "2026-01-15"', true],
])('a time beyond 2^53 is not rounded: %s', (source, holds) => {
  expect(matches(source, recordOf({ timestamp: 9007199254740993n }))).toBe(holds);
});

describe('what holds', () => {
  test.each([
    'value.amount > 100 and headers.source == "web"',
    "key == 'customer-17'",
    'key contains "17" && value.paid == true',
    'key matches /^CUSTOMER-\\d+$/i',
    'value.items[1].sku == "b-2"',
    'value["odd name"] = 1',
    'value.tags contains "vip"',
    'value.note == null and not value.note exists',
    'value.missing == null or value.missing != 5',
    'headers.attempt >= 3',
    'headers exists and headers.source exists and not headers.other exists',
    'headers["nothing"] == null',
    'topic == "orders" and partition == 3 and offset < 43',
    'timestamp >= "2026-01-15T10:00:00Z" and time < "@-1h"',
    'value matches /"amount":120/',
    'value.amount matches /^120/',
    '!(value.amount < 100 || value.amount > 200)',
    'not not key exists',
  ])('%s', (source) => {
    expect(matches(source)).toBe(true);
  });

  // A missing value does not equal null: `value.missing == null` is false.
  test.each([
    'value.amount > 1000',
    'value.id == 8',
    'value.amount == "120.5"',
    'value.items.length == 2',
    'value.tags[2] exists',
    'value.constructor exists',
    'value.paid contains "true"',
    'value.missing == null',
    'key < 5',
    'headers.source == "second"',
  ])('not %s', (source) => {
    expect(matches(source)).toBe(false);
  });

  test('null and what is not JSON', () => {
    expect(matches('value == null', recordOf({ value: null }))).toBe(true);
    expect(matches('value exists', recordOf({ value: '' }))).toBe(true);
    expect(matches('value.a exists', recordOf({ value: '{"a":' }))).toBe(false);
    expect(matches('value > 9', recordOf({ value: '10' }))).toBe(true);
    expect(matches('value == 0', recordOf({ value: '' }))).toBe(false);
  });
});

describe('numbers beyond 2^53 are compared by their digits', () => {
  const ids = recordOf({
    key: '9007199254740993',
    value:
      '{"id":9007199254740993,"id":9007199254740993,"ids":[1,9007199254740993],"in":{"a b":[{"n":-12345678901234567890}]},"big":1e20,"point":9007199254740993.0,"small":12}',
    headers: [['id', Buffer.from('9007199254740993')]],
  });
  test.each([
    'value.id == 9007199254740993',
    'value.id != 9007199254740992',
    'value.id > 9007199254740992',
    'value.id < 9007199254740994',
    'value.id >= 9007199254740993 and value.id <= 9007199254740993',
    'value.id > 5 and value.id < 1e30',
    'value.id > 5.5',
    'value.ids contains 9007199254740993',
    'value.in["a b"][0].n == -12345678901234567890',
    'value.in["a b"][0].n < -12345678901234567889',
    'value.big == 100000000000000000000',
    'value.point == 9007199254740993',
    'value.id matches /993$/',
    'value.small == 12 and value.small < 9007199254740993',
    'key == 9007199254740993 and key != 9007199254740992',
    'headers.id == 9007199254740993 and headers.id > 9007199254740992',
  ])('%s', (source) => {
    expect(matches(source, ids)).toBe(true);
  });

  test.each([
    'value.id == 9007199254740992',
    'value.id > 9007199254740993',
    'value.id != 9007199254740993',
    'value.ids contains 9007199254740992',
    'key == 9007199254740992',
    'headers.id == 9007199254740992',
  ])('not %s', (source) => {
    expect(matches(source, ids)).toBe(false);
  });

  test.each([
    ['12', 12],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740993', -9007199254740993n],
    ['9.007199254740993e15', 9007199254740993n],
    ['9007199254740993.5', 9007199254740994],
    ['1e400', Infinity],
    ['x', NaN],
  ])('%s', (text, expected) => {
    expect(exactNumber(text)).toBe(expected);
  });
});

describe('fields that no record has', () => {
  const absentIn = (source: string, ...records: readonly PrintableRecord[]) => {
    const absent = new AbsentFields();
    const test = filterPredicate(parseFilter(source), now, absent);
    for (const each of records) test(each);
    return absent.describe();
  };
  test.each([
    ['value.amont > 1', ['No record has value.amont. Did you mean amount?']],
    ['value.items[0].skuu == "x"', ['No record has value.items.0.skuu. Did you mean sku?']],
    ['headers.sauce == "web"', ['No record has headers.sauce. Did you mean source?']],
    ['key.id == 1', ['No record has key.id.']],
    ['value.amount > 1000', []],
    ['value.note == 1', []],
    ['key == "x" and value.nothing == 1', []],
  ])('%s', (source, said) => {
    expect(absentIn(source, order, recordOf({ value: null }))).toEqual(said);
  });

  test('one that has it is enough', () => {
    expect(absentIn('value.b == 1', order, recordOf({ value: '{"b":2}' }))).toEqual([]);
  });
});

describe('what is wrong is pointed at', () => {
  test.each<[string, string, number]>([
    ['', 'one of topic, partition', 0],
    ['value.a', 'an operator is expected', 7],
    ['value.a > ', 'a "text", a number', 10],
    ['value.a > x', 'a "text", a number', 10],
    ['valu.a > 1', 'one of topic', 0],
    ['value.a > 1 value', 'and, or, or the end', 12],
    ['(key exists', 'a ) is missing', 11],
    ['value[x] > 1', 'a number or a "name"', 6],
    ['value[1 > 1', 'a ] is missing', 8],
    ['key matches "a"', 'matches needs a regular expression', 12],
    ['key == /a/', 'a regular expression goes with matches', 7],
    ['key matches /(/', 'Invalid regular expression', 12],
    ['key == "abc', 'this quote is never closed', 7],
    ['key # 1', '# has no meaning here', 4],
    ['offset.a > 1', 'offset has no members', 9],
    ['headers.a.b == 1', 'a header has a name', 12],
    ['('.repeat(1000), 'nested too deeply', 200],
  ])('%s', (source, message, column) => {
    const error = errorOf(source);
    expect(error.code).toBe('usage');
    expect(error.message).toContain(message);
    expect(error.message.split('\n').at(-1)).toBe(`  ${' '.repeat(column)}^`);
  });

  test('any text is understood or refused, and never something else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...words)).map((all) => all.join(' ')),
        ),
        (source) => {
          try {
            matches(source);
          } catch (error) {
            expect(error).toBeInstanceOf(LabError);
          }
        },
      ),
    );
  });
});

const words = [
  'key',
  'value',
  '.a',
  '[0]',
  '==',
  '>',
  'contains',
  'and',
  'or',
  'not',
  '(',
  ')',
  '"x"',
  '1',
  'exists',
];

function errorOf(source: string): LabError {
  try {
    parseFilter(source);
  } catch (error) {
    if (error instanceof LabError) return error;
  }
  throw new Error(`${source} is not an error`);
}

describe('a tree that is written out is read back', () => {
  const operand = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => exactNumber(String(number + 0))),
    fc.boolean(),
    fc.constant(null),
  );
  const path = fc.record({
    root: fc.constantFrom('key' as const, 'value' as const),
    steps: fc.array(fc.oneof(fc.string(), fc.nat({ max: 1000 })), { maxLength: 4 }),
  });
  const leaf = fc.record({
    kind: fc.constant('test' as const),
    path,
    operator: fc.constantFrom('==' as const, '!=' as const, '<=' as const, 'contains' as const),
    operand,
  });
  const { tree } = fc.letrec<{ tree: Filter }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));

  test('for any tree', () => {
    fc.assert(fc.property(tree, (filter) => expect(parseFilter(written(filter))).toEqual(filter)));
  });

  function written(filter: Filter): string {
    switch (filter.kind) {
      case 'and':
      case 'or':
        return filter.parts.map((part) => `(${written(part)})`).join(` ${filter.kind} `);
      case 'not':
        return `not (${written(filter.part)})`;
      case 'test': {
        const steps = filter.path.steps.map((step) => `[${typeof step === 'number' ? step : quoted(step)}]`);
        return `${filter.path.root}${steps.join('')} ${filter.operator} ${literal(filter.operand)}`;
      }
    }
  }

  function literal(value: Operand): string {
    return typeof value === 'string' ? quoted(value) : String(Object.is(value, -0) ? 0 : value);
  }

  function quoted(text: string): string {
    return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
  }
});

test.each([
  [{ filter: 'partition == 0 and (offset == 1 or offset >= 3)' }, false],
  [{ filter: 'timestamp > "@-1h" or headers.source == "web"' }, false],
  [{ filter: 'not (offset == 1 or value.id == 3)' }, true],
  [{ filter: 'key exists' }, true],
  [{ filter: 'offset == 1', grep: 'x' }, true],
  [{ key: 'x' }, true],
])('whether keys or values are looked at, by %j: %s', (options, looksInside) => {
  expect(planSearch({ ...options, allPartitions: false }, now)).toMatchObject({ looksInside });
});
