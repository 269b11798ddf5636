import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionOfKey } from '../../wire/batch/murmur2.js';
import { DistinctSketch } from './distinct-sketch.js';
import { KeyHash } from './key-hash.js';
import { KeyRows } from './key-rows.js';
import type { KeyLimits } from './key-table.js';
import { KeyTally, type KeyFigures } from './key-tally.js';

type Keyed = readonly [partition: number, key: Buffer];

function figuresOf(records: readonly Keyed[], limits?: KeyLimits, partitions = 3): KeyFigures {
  const tally = new KeyTally(partitions, records.length, limits);
  for (const [partition, key] of records) {
    // Keys lie somewhere in a batch.
    const bytes = Buffer.concat([Buffer.from('before'), key, Buffer.from('behind')]);
    tally.add(partition, bytes, 6, 6 + key.length);
  }
  return tally.figures();
}

/** The same by a Map. */
function counted(records: readonly Keyed[]): Map<string, Map<number, number>> {
  const keys = new Map<string, Map<number, number>>();
  for (const [partition, key] of records) {
    const own = keys.get(key.toString('latin1')) ?? new Map<number, number>();
    keys.set(key.toString('latin1'), own.set(partition, (own.get(partition) ?? 0) + 1));
  }
  return keys;
}

const rows = new KeyRows(100);

function hashed(key: Buffer, hash: KeyHash): [low: number, high: number] {
  rows.write(1, 0, key, 0, key.length);
  hash.of(rows.words, rows.keyOf(1), rows.behind(1));
  return [hash.low, hash.high];
}

const total = (partitions: ReadonlyMap<number, number>) =>
  [...partitions.values()].reduce((sum, each) => sum + each, 0);

describe('counted one by one', () => {
  const key = fc.oneof(
    fc.integer({ min: 0, max: 30 }).map((number) => Buffer.from(`k${number}`)),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
    fc.integer({ min: 0, max: 3 }).map((number) => Buffer.from(`${'x'.repeat(500)}${number}`)),
  );

  test('as a Map counts them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), key), { minLength: 1, maxLength: 400 }), (records) => {
        const keys = counted(records);
        const figures = figuresOf(records);
        expect(figures).toMatchObject({
          records: records.length,
          distinct: keys.size,
          isExact: true,
          countError: 0,
          inSeveralPartitions: [...keys.values()].filter((own) => own.size > 1).length,
        });
        const counts = [...keys.values()].map(total).sort((one, other) => other - one);
        expect(figures.top.map((each) => each.records)).toEqual(counts.slice(0, 20));
        for (const top of figures.top) {
          if (!top.isWhole || !top.isText) continue;
          const own = keys.get(Buffer.from(top.key).toString('latin1'));
          expect(new Map(top.partitions.map((each) => [each.partition, each.records]))).toEqual(own);
        }
        const misplaced = [...keys].flatMap(([text, own]) => {
          const meant = partitionOfKey(3, Buffer.from(text, 'latin1'));
          return [...own.keys()].filter((partition) => partition !== meant);
        });
        expect(figures.misplaced).toBe(misplaced.length);
        for (const { partition, distinct, topShare } of figures.partitions) {
          const own = [...keys.values()].flatMap((each) => each.get(partition) ?? []);
          expect([distinct, topShare]).toEqual([own.length, Math.max(...own) / own.reduce((a, b) => a + b)]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('what is not text is base64, what is long is shown by its beginning, and long ones differ at their ends', () => {
    const long = (end: string) => Buffer.from(`${'ß'.repeat(3000)}${end}`);
    const { top, distinct } = figuresOf([
      [0, Buffer.from([0xff, 0])],
      [0, long('a')],
      [0, long('b')],
      [0, long('b')],
      [0, Buffer.from('x'.repeat(256))],
      [0, Buffer.alloc(0)],
    ]);
    expect(distinct).toBe(5);
    expect(top[0]).toEqual({
      key: 'ß'.repeat(100),
      isText: true,
      isWhole: false,
      records: 2,
      share: 2 / 6,
      partitions: [{ partition: 0, records: 2 }],
    });
    expect(top.map(({ key, isText, isWhole }) => [key, isText, isWhole])).toContainEqual([
      '/wA=',
      false,
      true,
    ]);
    expect(top.map(({ key, isWhole }) => [key.length, isWhole])).toContainEqual([256, true]);
    expect(top.map(({ key, isWhole }) => [key, isWhole])).toContainEqual(['', true]);
  });
});

describe('more than the limit', () => {
  const limits = { mostKeys: 1000, mostBytes: 1024 * 1024 };
  /** One in four records has one of five frequent keys; 20,000 others occur twice or so. */
  const records = Array.from({ length: 60_000 }, (_, index): Keyed => {
    const isFrequent = index % 4 === 0;
    const name = isFrequent ? `often-${(index / 4) % 5}` : `seldom-${(index * 7919) % 20_000}`;
    return [index % 3, Buffer.from(name)];
  });
  const keys = counted(records);

  test('is about as many, the most frequent keys are found, and counts are as good as it says', () => {
    const figures = figuresOf(records, limits);
    expect(figures).toMatchObject({ isExact: false, inSeveralPartitions: null, misplaced: null });
    expect(Math.abs(figures.distinct - keys.size) / keys.size).toBeLessThan(0.03);
    const frequent = figures.top.slice(0, 5);
    expect(frequent.map(({ key }) => key).sort()).toEqual([0, 1, 2, 3, 4].map((index) => `often-${index}`));
    expect(figures.countError).toBeGreaterThan(0);
    for (const { key, records: found } of figures.top) {
      const real = total(keys.get(key)!);
      expect(found).toBeLessThanOrEqual(real);
      // In each of its partitions.
      expect(found + 3 * figures.countError).toBeGreaterThanOrEqual(real);
    }
    for (const { distinct } of figures.partitions) {
      expect(Math.abs(distinct - keys.size) / keys.size).toBeLessThan(0.13);
    }
  });

  test('a limit of bytes', () => {
    const figures = figuresOf(records, { mostKeys: 1_000_000, mostBytes: 2000 });
    expect(figures.isExact).toBe(false);
    expect(figures.top[0]?.key).toMatch(/^often-/);
  });

  test('a key that has room alone', () => {
    const figures = figuresOf(
      [
        [0, Buffer.from('abc')],
        [0, Buffer.from('def')],
      ],
      { mostKeys: 1, mostBytes: 256 },
    );
    expect(figures).toMatchObject({ isExact: false, distinct: 2, countError: 1 });
  });
});

describe('about how many', () => {
  test.each([0, 1, 100, 3000, 20_000, 200_000])('%d', (count) => {
    const [sketch, hash] = [new DistinctSketch(14), new KeyHash(1, 2)];
    for (let index = 0; index < 2 * count; index += 1) {
      sketch.add(...hashed(Buffer.from(`key-${index % count}`), hash));
    }
    expect(Math.abs(sketch.estimate() - count)).toBeLessThanOrEqual(0.03 * count);
  });
});

describe('the hash', () => {
  type Secret = readonly [number, number];
  const hashedBy = (key: Buffer, secret: Secret) => hashed(key, new KeyHash(...secret));

  test('depends on each byte, on the length, and on the secret', () => {
    const keys = [
      ...Array.from({ length: 70 }, (_, length) => Buffer.alloc(length)),
      ...Array.from({ length: 64 }, (_, at) => Buffer.alloc(64).fill(1, at, at + 1)),
    ];
    for (const secret of [
      [0, 0],
      [1, 0],
      [0, 1],
      [-5, 77],
    ] as const) {
      expect(new Set(keys.map((key) => hashedBy(key, secret)[0])).size).toBe(keys.length);
      expect(new Set(keys.map((key) => hashedBy(key, secret)[1])).size).toBe(keys.length);
    }
    const [one, other] = [
      [1, 2],
      [1, 3],
    ] as const;
    expect(keys.filter((key) => hashedBy(key, one)[0] === hashedBy(key, other)[0])).toEqual([]);
  });

  test('keys that collide with one secret do not with another', () => {
    const lowest = (key: Buffer, secret: Secret) => hashedBy(key, secret)[0] & 0xff;
    const keys = Array.from({ length: 16_384 }, (_, index) => Buffer.from(`key${index}`));
    const colliding = keys.filter((key) => lowest(key, [1, 2]) === 0);
    expect(colliding.length).toBeGreaterThan(40);
    expect(new Set(colliding.map((key) => lowest(key, [1, 3]))).size).toBeGreaterThan(30);
  });

  test('half of the bits change with one of the key', () => {
    let changed = 0;
    const bits = 8 * 12;
    for (let bit = 0; bit < bits; bit += 1) {
      const key = Buffer.from('customer-0017');
      const before = hashedBy(key, [3, 4]);
      key[bit >> 3]! ^= 1 << (bit & 7);
      const after = hashedBy(key, [3, 4]);
      for (const half of [0, 1]) {
        for (let left = before[half]! ^ after[half]!; left !== 0; left &= left - 1) changed += 1;
      }
    }
    expect(changed / (bits * 64)).toBeGreaterThan(0.47);
    expect(changed / (bits * 64)).toBeLessThan(0.53);
  });
});
