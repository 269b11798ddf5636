import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchOf } from '../testing/wire/record-batches.js';
import { compressions } from '../wire/batch/codecs/compression.js';
import { RecordDecoder } from '../wire/batch/record-batch-decoder.js';
import { Pattern } from '../text/pattern/pattern.js';
import { grepKey, parseGrep, type Grep } from './grep.js';
import { RecordSearch } from './record-search.js';

interface Spoken {
  readonly key: string | null;
  readonly value: string | null;
}

test('a pattern that takes too long names the record', () => {
  const batches = batchOf(
    ['b', 'a'.repeat(60) + '!'].map((value) => ({ key: null, value, timestamp: 0 })),
    { baseOffset: 7 },
  );
  const cursor = new RecordDecoder();
  cursor.open(batches, { topic: 'orders', partition: 3, from: 0, to: null });
  const pattern = new Pattern('^(a+)+$|b', { option: '--grep', longestMs: 50 });
  const search = new RecordSearch(undefined, [
    ({ buffer, valueStart, valueEnd }) => pattern.test(buffer.toString('utf8', valueStart, valueEnd)),
  ]);
  expect(search.next(cursor)).toBe(true);
  expect(() => search.next(cursor)).toThrow(
    'orders[3] offset 8: --grep: the pattern needs more than 0.05 s for one text of 61 characters.',
  );
});

test('a batch that cannot be read names its place once', () => {
  const batch = batchOf([{ key: null, value: 'text' }], { baseOffset: 7, compression: 'gzip' });
  batch[batch.length - 9] = (batch[batch.length - 9] as number) ^ 1;
  expect(() => search(batch, { from: 0, to: null }, parseGrep('text'))).toThrow(/^orders\[0\] at offset 7: /);
});

/** Few letters, so that they meet, also across the borders of records. */
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
const record = fc.record({
  key: fc.option(letters),
  value: fc.option(letters),
  headers: fc.constantFrom([], [['abc', 'abc']] as [string, string][]),
});
const log = fc.array(
  fc.record({
    records: fc.array(record, { minLength: 1, maxLength: 8 }),
    compression: fc.constantFrom(...compressions.slice(0, 2)),
  }),
  { maxLength: 5 },
);

function search(batches: Buffer, range: { from: number; to: number | null }, grep: Grep) {
  const cursor = new RecordDecoder();
  cursor.open(batches, { topic: 'orders', partition: 0, ...range });
  const found: number[] = [];
  const records = new RecordSearch(grep.needle, [grep.test]);
  while (records.next(cursor)) found.push(cursor.offset);
  return { found, scanned: records.scanned, visited: cursor.visited, next: cursor.nextOffset };
}

test('what it finds and counts is what looking at each record finds and counts', () => {
  const needles = letters.filter((text) => text !== '');
  fc.assert(
    fc.property(log, needles, fc.nat({ max: 20 }), fc.nat({ max: 40 }), (batches, needle, from, to) => {
      const all: (Spoken & { offset: number })[] = [];
      const bytes = Buffer.concat(
        batches.map(({ records, compression }) => {
          const batch = batchOf(records, { baseOffset: all.length, compression });
          for (const each of records) all.push({ ...each, offset: all.length });
          return batch;
        }),
      );
      const within = all.filter(({ offset }) => offset >= from && offset < to);
      const offsets = (test: (record: Spoken) => boolean) => within.filter(test).map(({ offset }) => offset);
      const contains = ({ key, value }: Spoken) =>
        (key?.includes(needle) ?? false) || (value?.includes(needle) ?? false);

      const plain = search(bytes, { from, to }, parseGrep(needle));
      expect(plain.found).toEqual(offsets(contains));
      expect([plain.scanned, plain.visited]).toEqual([within.length, within.length]);
      const byRegex = search(bytes, { from, to }, parseGrep(`/${needle}/`));
      expect(byRegex).toEqual(plain);
      const byKey = search(bytes, { from, to }, grepKey(Buffer.from(needle)));
      expect(byKey.found).toEqual(offsets(({ key }) => key === needle));
      expect(search(bytes, { from, to }, grepKey(Buffer.alloc(0))).found).toEqual(
        offsets(({ key }) => key === ''),
      );
    }),
  );
});

test('an invalid pattern is refused', () => {
  expect(() => parseGrep('')).toThrow('there is nothing to look for');
  expect(() => parseGrep('/(/')).toThrow(/--grep: Invalid regular expression/);
  expect(() => parseGrep('/a/z')).toThrow('--grep: "z" in /…/z is not a flag');
  expect(() => parseGrep('/x/gg')).toThrow('--grep: "g" in /…/gg is there twice.');
  expect(parseGrep('/var/log').needle?.toString()).toBe('/var/log');
  expect(parseGrep('/only/half').needle?.toString()).toBe('/only/half');
});
