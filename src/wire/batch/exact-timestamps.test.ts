/** Timestamps that clients may have written: any number of 64 bits, also nanoseconds in the place of milliseconds. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordSearch } from '../../finding/record-search.js';
import { describeCoverage } from '../../finding/search-report.js';
import { parseJsonRecord } from '../../kafka/records/input/produce-json.js';
import { toInt64, type Int64 } from '../../text/int64.js';
import { appendPlain, batchOf, walk } from '../../testing/wire/record-batches.js';
import { jsonFormat, plainFormat, tableFormat, type RecordFormat } from '../print/record-format.js';
import { stringFormat } from '../print/format-string.js';
import { OutputBuffer } from '../print/output-buffer.js';
import { regroup, sealedBatch } from '../writer/batch.js';
import { LineNumbers } from '../writer/lines.js';
import type { compressions } from './codecs/compression.js';
import { RecordBatchEncoder } from './record-batch-encoder.js';
import { RecordDecoder } from './record-batch-decoder.js';

const anyTime = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 53n - 5n, max: 2n ** 53n + 5n }),
  fc.bigInt({ min: 1764398433123456789n - 10n, max: 1764398433123456789n + 10n }),
  fc.bigInt({ min: -10n, max: 10n }),
);
const times = fc.array(anyTime.map(toInt64), { minLength: 1, maxLength: 12 });

/** As a writer does it: a batch that does not take a record is finished first. */
function batchesOf(all: readonly Int64[], compression: (typeof compressions)[number]): Buffer[] {
  const encoder = new RecordBatchEncoder({ limitBytes: 2 ** 20, compression });
  const batches: Buffer[] = [];
  for (const timestamp of all) {
    if (appendPlain(encoder, { timestamp, value: 'v' })) continue;
    batches.push(encoder.finish());
    expect(appendPlain(encoder, { timestamp, value: 'v' })).toBe(true);
  }
  return [...batches, encoder.finish()];
}

test('whatever is written is read, to the digit, also after a batch was split', () => {
  fc.assert(
    fc.property(times, fc.constantFrom('none' as const, 'gzip' as const), (all, compression) => {
      const batches = batchesOf(all, compression);
      const read = batches.flatMap((batch) => walk(batch).map(({ timestamp }) => timestamp));
      expect(read).toEqual(all);
      const split = batches.flatMap((bytes) =>
        regroup(sealedBatch(bytes, new LineNumbers(), undefined, 0), (index) => (index === 0 ? 0 : 1)),
      );
      expect(split.flatMap(({ bytes }) => walk(bytes).map(({ timestamp }) => timestamp))).toEqual(all);
    }),
  );
});

test('nanoseconds close to each other share a batch', () => {
  const all = Array.from({ length: 100 }, (_, index) => 1764398433123456789n + BigInt(index * 1_000_000));
  expect(batchesOf(all, 'none')).toHaveLength(1);
});

function printed(format: RecordFormat, timestamp: Int64): string {
  const cursor = new RecordDecoder();
  const batch = batchOf([{ timestamp: 5, value: 'a' }]);
  const far = batchOf([{ timestamp, value: 'v' }], { baseOffset: 1 });
  cursor.open(Buffer.concat([batch, far]), { topic: 't', partition: 0, from: 1, to: null });
  const out = new OutputBuffer();
  while (cursor.next()) format.write(cursor, out);
  return out.take().toString();
}

const columns = {
  topics: false,
  partitions: false,
  offsets: false,
  timestamps: true,
  keys: false,
  headers: false,
};

test.each<[Int64, string, string]>([
  [1764398433123456789n, '"1764398433123456789"', '1764398433123456789'],
  [9007199254740993n, '"9007199254740993"', '9007199254740993'],
  [2n ** 63n - 1n, '"9223372036854775807"', '9223372036854775807'],
  [8.64e15 + 1, '8640000000000001', '8640000000000001'],
  [-4852116231934, '-4852116231934', '1816-03-30T05:56:08.066Z'],
  [-1, '-1', '-'],
])('%s in every format, and produce --json takes it back', (timestamp, json, text) => {
  const line = printed(jsonFormat('jsonl'), timestamp);
  expect(line).toContain(`,"timestamp":${json},`);
  expect(printed(jsonFormat('json'), timestamp)).toContain(`"timestamp":${json},`);
  expect(printed(jsonFormat('yaml'), timestamp)).toContain(`"timestamp":${json},`);
  expect(printed(stringFormat('%T', 'text'), timestamp)).toBe(String(timestamp));
  expect(printed(plainFormat(columns, 'text'), timestamp)).toBe(`${text}\tv\n`);
  expect(printed(tableFormat(columns), timestamp)).toContain(` ${text} `);
  expect(parseJsonRecord(line).timestamp).toBe(timestamp === -1 ? undefined : timestamp);
});

test.each<[Int64, Int64, string]>([
  [1764398433123456789n, 1764398433123456790n, ', written 1764398433123456789 to 1764398433123456790'],
  [-4852116231934, 8.64e15 + 1, ', written 1816-03-30T05:56:08.066Z to 8640000000000001'],
  [-1, -1, ''],
])('a search of records dated %s and %s tells when they were written', (one, other, written) => {
  const search = new RecordSearch(undefined, []);
  const cursor = new RecordDecoder();
  for (const [index, timestamp] of [one, other].entries()) {
    const batch = batchOf([{ timestamp, value: 'v' }], { baseOffset: index });
    cursor.open(batch, { topic: 't', partition: 0, from: index, to: null });
    while (search.next(cursor));
  }
  const { earliestMs, latestMs } = search;
  const report = describeCoverage({
    ...{ partitions: [], scanned: 2, matched: 2, goOn: [] },
    times: latestMs === -Infinity ? null : { earliestMs, latestMs },
  });
  expect(report[0]).toContain(`in what was asked for${written}: 2 scanned`);
});
