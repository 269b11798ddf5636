import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstRow, KeyRows, wordsOf } from './key-rows.js';
import { KeyTable, type KeyLimits } from './key-table.js';

const someBytes = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes));

describe('rows', () => {
  function written(...keys: readonly Buffer[]): KeyRows {
    const rows = new KeyRows(200);
    for (const key of keys) {
      rows.write(rows.end, 7, key, 0, key.length);
      rows.keep(rows.end);
    }
    return rows;
  }

  test('keys are read as they were written, one behind the other, and in the order of their bytes', () => {
    fc.assert(
      fc.property(someBytes, someBytes, (one, other) => {
        const rows = written(one, other);
        const second = rows.behind(firstRow);
        expect([rows.read(firstRow), rows.read(second)]).toEqual([one, other]);
        expect(rows.behind(second)).toBe(rows.end);
        expect(Math.sign(rows.compareKeys(firstRow, second))).toBe(Buffer.compare(one, other));
        expect(rows.isSameKey(firstRow, second)).toBe(one.equals(other));
      }),
      { numRuns: 100 },
    );
  });

  test('a count goes on beyond 32 bits', () => {
    const rows = written(Buffer.from('a key'));
    const before = rows.words.slice();
    rows.addOne(firstRow);
    const changed = before.findIndex((word, at) => word !== rows.words[at]);
    rows.words[changed] = -2;
    rows.addOne(firstRow);
    expect(rows.countOf(firstRow)).toBe(2 ** 32 - 1);
    rows.addOne(firstRow);
    rows.addOne(firstRow);
    expect(rows.countOf(firstRow)).toBe(2 ** 32 + 1);
    expect(rows.read(firstRow).toString()).toBe('a key');
  });

  test('the longest key has its words', () => {
    const key = Buffer.alloc(257, 0xff);
    const rows = written(key);
    expect([rows.end, rows.read(firstRow)]).toEqual([firstRow + wordsOf(257), key]);
  });
});

/** By the first byte of the key: as bad as a hash can be. */
class PoorHash {
  low = 0;
  high = 0;
  of(words: Int32Array, start: number): void {
    this.low = Math.imul((words[start] as number) & 3, 0x20000001);
  }
}

type Keyed = readonly [partition: number, key: string];

function tableOf(records: readonly Keyed[], limits: KeyLimits, onNew = (): void => undefined): KeyTable {
  const table = new KeyTable(limits, new PoorHash(), onNew);
  for (const [partition, key] of records) table.add(partition, Buffer.from(key), 0, Buffer.byteLength(key));
  table.settle();
  return table;
}

/** Counts by key and partition. */
function countsOf(table: KeyTable): Record<string, Record<number, number>> {
  const counts: [string, Record<number, number>][] = [];
  const { rows } = table;
  table.eachKey((own) => {
    const partitions = own.map((row) => [rows.partitionOf(row), rows.countOf(row)] as const);
    counts.push([rows.read(own[0] as number).toString(), Object.fromEntries(partitions)]);
  });
  const found = Object.fromEntries(counts);
  expect(Object.keys(found)).toHaveLength(counts.length);
  return found;
}

function counted(records: readonly Keyed[]): Record<string, Record<number, number>> {
  const counts: Record<string, Record<number, number>> = {};
  for (const [partition, key] of records) {
    const own = (counts[key] ??= {});
    own[partition] = (own[partition] ?? 0) + 1;
  }
  return counts;
}

describe('keys that all have the same few hashes', () => {
  const keyed = fc.tuple(
    fc.oneof(fc.nat(3), fc.nat(2 ** 31 - 1)),
    fc.integer({ min: 0, max: 40 }).map((number) => `${number}`),
  );

  test('are told apart, and each has its partitions', () => {
    fc.assert(
      fc.property(fc.array(keyed, { maxLength: 300 }), (records) => {
        let fresh = 0;
        const table = tableOf(records, { mostKeys: 300, mostBytes: 10_000 }, () => (fresh += 1));
        expect(countsOf(table)).toEqual(counted(records));
        expect([table.size, table.countError]).toEqual([fresh, 0]);
      }),
      { numRuns: 100 },
    );
  });

  test('with rare ones dropped on the way, no count is too large, nor too small by more than is said', () => {
    fc.assert(
      fc.property(
        fc.array(keyed, { maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (records, mostKeys) => {
          const table = tableOf(records, { mostKeys, mostBytes: 10_000 });
          expect(table.size).toBeLessThanOrEqual(mostKeys);
          const found = countsOf(table);
          for (const [key, partitions] of Object.entries(counted(records))) {
            for (const [partition, count] of Object.entries(partitions)) {
              const kept = found[key]?.[Number(partition)] ?? 0;
              expect(kept).toBeLessThanOrEqual(count);
              expect(kept).toBeGreaterThanOrEqual(count - table.countError);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

test('many keys in many partitions, as the places grow', () => {
  const records = Array.from({ length: 6000 }, (_, index): Keyed => [index % 7, `${index % 1500}`]);
  const table = tableOf(records, { mostKeys: 10_000, mostBytes: 100_000 });
  expect(countsOf(table)).toEqual(counted(records));
});
