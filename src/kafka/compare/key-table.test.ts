import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SpanHash } from './hash-span.js';
import { KeyTable, type HashedRecord, type Relation, type SideNumber } from './key-table.js';

interface Made {
  readonly key: number;
  /** Null: a tombstone. */
  readonly value: number | null;
}

const hash = new SpanHash();

function hashed({ key, value }: Made, partition = 0, offset = 0): HashedRecord {
  const { low: keyLow, high: keyHigh } = hash.begin(1).takeNumber(key).end();
  const { low, high } = hash
    .begin(2)
    .takeNumber(value ?? -1)
    .end();
  const isTombstone = value === null;
  return { keyLow, keyHigh, low, high, isTombstone, isBare: false, partition, offset };
}

function tableOf(first: readonly Made[], second: readonly Made[], limit?: number): KeyTable {
  const table = new KeyTable(limit);
  first.forEach((record, offset) => table.add(0, hashed(record, 0, offset)));
  second.forEach((record, offset) => table.add(1, hashed(record, 0, offset)));
  return table;
}

const of = (...values: (number | null)[]): readonly Made[] => values.map((value) => ({ key: 1, value }));

test.each<[string, readonly Made[], readonly Made[], Relation, Relation]>([
  ['the same', of(1, 2), of(1, 2), 'same', 'same'],
  ['none in the second', of(1), [], 'missing', 'missing'],
  ['none in the first', [], of(1), 'extra', 'extra'],
  ['one again at once', of(1, 2), of(1, 1, 2), 'repeated', 'same'],
  ['others again', of(1, 1, 2), of(1, 2, 2), 'repeated', 'same'],
  ['in another order', of(1, 2), of(2, 1), 'reordered', 'changed'],
  ['the first is gone', of(1, 2), of(2), 'fewer', 'same'],
  ['one more', of(1), of(1, 2), 'more', 'changed'],
  ['another value', of(1, 2), of(1, 3), 'changed', 'changed'],
  ['a tombstone and nothing', of(1, null), [], 'missing', 'same'],
  ['a tombstone and a value', of(null), of(1), 'changed', 'extra'],
  ['a tombstone is not an empty value', of(null), of(0), 'changed', 'extra'],
])('%s', (_what, first, second, all, last) => {
  const table = tableOf(first, second);
  expect([table.relation(0, false), table.relation(0, true)]).toEqual([all, last]);
});

test('records of a key in several partitions have no order', () => {
  const table = new KeyTable();
  const [one, two] = of(1, 2).map((record) => record);
  for (const [number, records] of [
    [0, [one, two]],
    [1, [two, one]],
  ] as const) {
    records.forEach((record, at) => record && table.add(number, hashed(record, number === 0 ? 0 : at)));
  }
  expect(table.relation(0, false)).toBe('same');
  expect(table.sideOf(1, 0)).toEqual({
    records: 2,
    partition: 1,
    offset: 0,
    isTombstone: false,
    isSpread: true,
  });
});

test('keys beyond the limit are counted and not compared; those that are in are compared to the end', () => {
  const first = [1, 2, 3, 1].map((key) => ({ key, value: key }));
  const second = [2, 1, 4, 1].map((key) => ({ key, value: key }));
  const table = tableOf(first, second, 2);
  expect([table.size, table.leftOut]).toEqual([2, [1, 1]]);
  expect([table.relation(0, false), table.relation(1, false)]).toEqual(['same', 'same']);
});

const records = fc.array(fc.record({ key: fc.nat(40), value: fc.oneof(fc.constant(null), fc.nat(3)) }), {
  maxLength: 300,
});

/** What the table says with numbers, said with lists. */
function plainRelation(first: readonly Made[], second: readonly Made[]): Relation {
  const [one, other] = [first, second].map((side) => side.map(({ value }) => String(value)));
  if (!one || !other || one.length + other.length === 0) return 'same';
  if (other.length === 0) return 'missing';
  if (one.length === 0) return 'extra';
  const sorted = (side: string[]) => [...side].sort().join();
  const once = (side: string[]) => side.filter((value, at) => value !== side[at - 1]).join();
  if (sorted(one) === sorted(other)) return once(one) === once(other) ? 'same' : 'reordered';
  if (once(one) === once(other)) return 'repeated';
  return one.length === other.length ? 'changed' : other.length < one.length ? 'fewer' : 'more';
}

test('it says of any two logs what lists of all their records say', () => {
  fc.assert(
    fc.property(records, records, fc.boolean(), (first, other, isCopy) => {
      const second = isCopy ? first : other;
      const table = tableOf(first, second);
      const keys = [...new Set([...first, ...second].map(({ key }) => key))];
      const found = keys.map((_key, at) => table.relation(at, false));
      const ofKey = (side: readonly Made[], key: number) => side.filter((each) => each.key === key);
      expect(found).toEqual(keys.map((key) => plainRelation(ofKey(first, key), ofKey(second, key))));
      expect(table.size).toBe(keys.length);
      for (const number of [0, 1] as const satisfies readonly SideNumber[]) {
        const total = keys.reduce((sum, _key, at) => sum + (table.sideOf(number, at)?.records ?? 0), 0);
        expect(total).toBe((number === 0 ? first : second).length);
      }
    }),
  );
});

test('bytes, their lengths, null and empty are told apart', () => {
  const bitsOf = (...parts: (Buffer | null)[]) => {
    hash.begin(0);
    for (const part of parts) hash.take(part ?? Buffer.alloc(0), 0, part === null ? -1 : part.length);
    const { low, high } = hash.end();
    return `${low} ${high}`;
  };
  const all = [
    [null],
    [Buffer.from('')],
    [Buffer.from('\0')],
    [Buffer.from('\0\0')],
    [Buffer.from('ab'), Buffer.from('c')],
    [Buffer.from('a'), Buffer.from('bc')],
    [Buffer.from('abc'), Buffer.from('')],
    [Buffer.from('abcde')],
    [Buffer.from('abcdf')],
  ].map((parts) => bitsOf(...parts));
  expect(new Set(all).size).toBe(all.length);
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      const [first, second] = [Buffer.from(one), Buffer.from(other)];
      expect(bitsOf(first) === bitsOf(second)).toBe(first.equals(second));
    }),
  );
});
