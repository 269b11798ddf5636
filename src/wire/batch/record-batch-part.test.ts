import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchOf, capturedBatches, walk } from '../../testing/wire/record-batches.js';
import { compressions } from './codecs/compression.js';
import { RecordDecoder, type WalkOptions } from './record-batch-decoder.js';
import { joinParts, type BatchPart } from './record-batch-part.js';
import { extentOf } from './record-batch.js';

const orders = { topic: 'orders', partition: 0 };

/** What is to be seen of `[from, to)`, in windows of so many offsets from the end back. */
function partsOf(
  log: Buffer,
  window: number,
  { from, to, ...rest }: Partial<WalkOptions> & { from: number; to: number },
): BatchPart[] {
  const parts: BatchPart[] = [];
  for (let end = to; end > from; end -= window) {
    const found: BatchPart[] = [];
    const cursor = new RecordDecoder();
    cursor.open(Buffer.from(log), { ...orders, ...rest, from: Math.max(from, end - window), to: end });
    while (cursor.nextBatch()) {
      if (!cursor.nextInBatch()) continue;
      const start = cursor.recordStart;
      let [behind, count] = [cursor.headersEnd, 1];
      for (; cursor.nextInBatch(); count += 1) behind = cursor.headersEnd;
      found.push(cursor.copyRecords(start, behind, count));
    }
    parts.unshift(...found);
  }
  return parts;
}

test.each([
  ['java-none', []],
  ['java-gzip', []],
  ['java-append-time', []],
  ['java-compacted', []],
  [
    'java-transactions',
    [
      { producerId: 8, firstOffset: 1 },
      { producerId: 7, firstOffset: 9 },
    ],
  ],
  ['message-format-v0', []],
  ['message-format-v1', []],
])('%s: the same records, however few were copied at a time', (name, abortedTransactions) => {
  const log = capturedBatches(name);
  const end = extentOf(log, orders).nextOffset!;
  const all = walk(log, { abortedTransactions });
  expect(all.length).toBeGreaterThan(0);
  for (const { offset: from } of [all[0]!, all[Math.floor(all.length / 2)]!, all.at(-1)!]) {
    for (const window of [1, 2, 3, 100]) {
      const joined = joinParts(partsOf(log, window, { from, to: end, abortedTransactions }), end)!;
      expect(walk(joined, { from, checkCrcs: true })).toEqual(walk(log, { from, abortedTransactions }));
      expect(extentOf(joined, orders).nextOffset).toBe(end);
    }
  }
});

test('the same for any batches, windows and ends', () => {
  const batch = fc.record({
    values: fc.array(fc.option(fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 6 }),
    compression: fc.constantFrom(...compressions.slice(0, 2)),
    gap: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(batch, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat({ max: 12 }),
      fc.nat({ max: 3 }),
      (batches, window, from, more) => {
        let baseOffset = 0;
        const log = Buffer.concat(
          batches.map(({ values, compression, gap }) => {
            const bytes = batchOf(
              values.map((value, index) => ({ value, timestamp: index - 2 })),
              { baseOffset, compression },
            );
            baseOffset += values.length + gap;
            return bytes;
          }),
        );
        const end = baseOffset + more;
        const joined = joinParts(partsOf(log, window, { from, to: end }), end);
        const expected = walk(log, { from });
        expect(joined ? walk(joined, { from, checkCrcs: true }) : []).toEqual(expected);
        if (joined) expect(extentOf(joined, orders).nextOffset).toBe(end);
      },
    ),
  );
});

test('nothing, if there is nothing, or if the end is farther than a batch can reach', () => {
  expect(joinParts([], 10)).toBeUndefined();
  const parts = partsOf(batchOf([{ value: 'x' }], { baseOffset: 5 }), 10, { from: 0, to: 6 });
  const farthest = 5 + 2 ** 31;
  expect(extentOf(joinParts(parts, farthest)!, orders).nextOffset).toBe(farthest);
  expect(joinParts(parts, farthest + 1)).toBeUndefined();
});
