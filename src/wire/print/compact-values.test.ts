import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchOf } from '../../testing/wire/record-batches.js';
import { ValueCompactor } from './compact-values.js';
import { compressions } from '../batch/codecs/compression.js';
import { OutputBuffer } from './output-buffer.js';
import { RecordDecoder } from '../batch/record-batch-decoder.js';
import { plainFormat } from './record-format.js';

const none = {
  topics: false,
  partitions: false,
  offsets: false,
  timestamps: false,
  keys: false,
  headers: false,
};
/** Strings become the bytes of these characters: some are UTF-8, some are not. */
const value = fc.option(
  fc.string({ unit: fc.constantFrom('a', '\n', '\xc3', '\xbc', '\xff'), maxLength: 5 }),
);
const log = fc.array(
  fc.record({
    values: fc.array(value, { minLength: 1, maxLength: 6 }),
    compression: fc.constantFrom(...compressions.slice(0, 2)),
  }),
  { maxLength: 6 },
);

function opened(bytes: Buffer, from: number): RecordDecoder {
  const cursor = new RecordDecoder();
  cursor.open(Buffer.from(bytes), { topic: 'orders', partition: 0, from, to: null });
  return cursor;
}

test('the same bytes as record by record, for any batches, beginnings and limits', () => {
  fc.assert(
    fc.property(
      log,
      fc.nat({ max: 9 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      (batches, from, limit, raw) => {
        let baseOffset = 0;
        const bytes = Buffer.concat(
          batches.map(({ values, compression }) => {
            const batch = batchOf(
              values.map((each) => ({ value: each })),
              { baseOffset, compression },
            );
            baseOffset += values.length;
            return batch;
          }),
        );
        const slow = new OutputBuffer();
        const format = plainFormat(none, raw ? 'raw' : 'text');
        const cursor = opened(bytes, from);
        for (let printed = 0; printed < limit && cursor.next(); printed += 1) format.write(cursor, slow);

        const compactor = new ValueCompactor(raw);
        const source = opened(bytes, from);
        // Kept until the end: a chunk must not change after it was taken.
        const chunks: Buffer[] = [];
        let records = 0;
        // In two steps, so that a chunk also goes on inside a batch.
        for (const most of [Math.ceil(limit / 2), limit]) {
          while (records < most) {
            const chunk = compactor.take(source, most - records);
            if (!chunk) break;
            chunks.push(chunk);
            records += compactor.records;
          }
        }
        expect(Buffer.concat(chunks)).toEqual(slow.take());
        expect(source.nextOffset).toBe(cursor.nextOffset);
      },
    ),
  );
});

test('large values, with small ones and nulls around them, and each where it arrived', () => {
  const large = (letter: string) => letter.repeat(300_000);
  const values = ['a', null, large('b'), large('c'), null, null, 'd', large('e'), 'f'];
  const bytes = Buffer.concat([
    batchOf(values.slice(0, 3).map((each) => ({ value: each }))),
    ...values.slice(3).map((each, index) => batchOf([{ value: each }], { baseOffset: 3 + index })),
  ]);
  const cursor = opened(bytes, 0);
  const compactor = new ValueCompactor(false);
  const chunks: Buffer[] = [];
  for (let chunk; (chunk = compactor.take(cursor, 100)) !== undefined;) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe(values.map((each) => `${each}\n`).join(''));
  const alone = chunks.find((chunk) => chunk.toString('latin1', 0, 1) === 'c');
  expect(alone?.byteOffset).toBe(cursor.buffer.byteOffset + bytes.indexOf(large('c')));
});
