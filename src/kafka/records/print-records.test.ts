import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegisteredSchema, Registry } from '../../registry/registry.js';
import { parseGrep } from '../../finding/grep.js';
import { RecordSearch } from '../../finding/record-search.js';
import { idFrame } from '../../schemas/frames.js';
import { batchOf } from '../../testing/wire/record-batches.js';
import { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import { plainFormat, type RecordFormat } from '../../wire/print/record-format.js';
import { Decoding } from './decoding/decoding.js';
import { RecordPrinter } from './print-records.js';

const schema = { id: 1, type: 'AVRO', text: '"long"', references: [], subject: 's' };
const registry = {
  url: 'http://registry',
  longIds: false,
  byId: (id: number) => Promise.resolve(id === 1 ? schema : undefined),
  sourceOf: ({ text }: RegisteredSchema) => Promise.resolve({ text, references: new Map() }),
} as unknown as Registry;

const bare = plainFormat(
  { topics: false, partitions: false, offsets: false, timestamps: false, keys: false, headers: false },
  'text',
);
/** Goes the way of those that need a look at each record. */
const slow: RecordFormat = { begin: '', end: '', write: (record, out) => bare.write(record, out) };

function newDecoding(): Decoding {
  return new Decoding({
    formatOf: () => undefined,
    registry: () => Promise.resolve(registry),
    protoPaths: [],
    signal: new AbortController().signal,
    note: () => undefined,
    follows: false,
  });
}

async function printed(
  format: RecordFormat,
  batches: readonly Buffer[],
  limit: number,
  search?: RecordSearch,
): Promise<{ text: string; undecoded: readonly string[]; printed: number }> {
  const chunks: string[] = [];
  const sink = {
    open: true,
    lend(chunk: Buffer, giveBack: () => void) {
      chunks.push(chunk.toString('latin1'));
      giveBack();
    },
  };
  const decoding = newDecoding();
  await decoding.prepare(['t']);
  const printer = new RecordPrinter(format, sink as never, limit, decoding);
  for (const [partition, batch] of batches.entries()) {
    const cursor = new RecordDecoder();
    cursor.open(Buffer.from(batch), { topic: 't', partition, from: 0, to: null });
    while (!cursor.done && !printer.isDone)
      await printer.printAll(cursor, { hold: () => () => undefined }, search);
  }
  await printer.finish();
  return { text: chunks.join(''), undecoded: decoding.undecoded.describe(), printed: printer.printed };
}

const framed = (id: number, ...bytes: number[]) =>
  Buffer.concat([idFrame(id), Buffer.from(bytes)]).toString('latin1');
const record = fc.record({
  key: fc.constantFrom(null, 'k', framed(1, 2)),
  value: fc.oneof(
    { arbitrary: fc.constantFrom('text', '', '\xff', 'x'.repeat(70_000)), weight: 4 },
    fc.constantFrom(null, framed(1, 84), framed(1), framed(2, 1), framed(0, 1), '\0a', '\x01'),
  ),
  headers: fc.constantFrom([], [['h', 'x']] as const, [['__value_schema_id', framed(1)]] as const),
});

test('bare values, framed and not, are the same lines as record by record, and counted alike', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(record, { minLength: 1, maxLength: 8 }), { maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      async (logs, limit) => {
        const batches = logs.map((records) => batchOf(records as never));
        const [fast, each] = [await printed(bare, batches, limit), await printed(slow, batches, limit)];
        expect(fast.text).toBe(each.text);
        expect(fast.printed).toBe(each.printed);
        const ofValues = (lines: readonly string[]) => lines.filter((line) => !line.includes(' key'));
        expect(ofValues(fast.undecoded)).toEqual(ofValues(each.undecoded));
      },
    ),
    { numRuns: 200 },
  );
});

test.each(['k', '42', 'te', '/^(42|text)$/', '/\\x01/', 'nowhere'])(
  'a search for %s finds in records, framed and not, what it finds if each of them is opened',
  async (text) => {
    const { needle, test: matches } = parseGrep(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(record, { minLength: 1, maxLength: 8 }), { maxLength: 4 }),
        async (logs) => {
          const batches = logs.map((records) => batchOf(records as never));
          const search = new RecordSearch(needle, [matches]);
          const found = await printed(bare, batches, Infinity, search);
          const decoding = newDecoding();
          const lines = new OutputBuffer();
          for (const [partition, batch] of batches.entries()) {
            const cursor = new RecordDecoder();
            cursor.open(batch, { topic: 't', partition, from: 0, to: null });
            while (cursor.next()) {
              await decoding.open(cursor);
              if (matches(decoding.record)) bare.write(decoding.record, lines);
            }
          }
          expect(found.text).toBe(lines.take().toString('latin1'));
          expect(search.scanned).toBe(logs.flat().length);
          const undecodable = (all: readonly string[]) =>
            all.filter((line) => !line.includes('no schema and'));
          expect(undecodable(found.undecoded)).toEqual(undecodable(decoding.undecoded.describe()));
        },
      ),
      { numRuns: 100 },
    );
  },
);
