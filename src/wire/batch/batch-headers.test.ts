import { describe, expect, test } from '@jest/globals';
import { capturedBatches, plainRecord, walk, type PlainRecord } from '../../testing/wire/record-batches.js';
import { RecordDecoder, type WalkOptions } from './record-batch-decoder.js';

interface Seen {
  readonly base: number;
  readonly records: number;
  readonly compression: number;
  readonly hidden: string | undefined;
}

function headersOf(log: Buffer, options: Partial<WalkOptions> = {}): Seen[] {
  const cursor = new RecordDecoder();
  cursor.open(log, { topic: 'orders', partition: 3, from: 0, to: null, checkCrcs: true, ...options });
  const found: Seen[] = [];
  while (cursor.nextHeader()) {
    const { baseOffset, recordCount, compression } = cursor.header;
    found.push({ base: baseOffset, records: recordCount, compression, hidden: cursor.hidden });
  }
  return found;
}

/** Header by header, each batch unpacked. */
function unpacked(log: Buffer, options: Partial<WalkOptions> = {}): PlainRecord[] {
  const cursor = new RecordDecoder();
  cursor.open(log, { topic: 'orders', partition: 3, from: 0, to: null, checkCrcs: true, ...options });
  const found: PlainRecord[] = [];
  while (cursor.nextHeader()) {
    if (cursor.hidden !== undefined) continue;
    cursor.unpack();
    while (cursor.nextInBatch()) found.push(plainRecord(cursor));
  }
  return found;
}

const aborted = [
  { producerId: 8, firstOffset: 1 },
  { producerId: 7, firstOffset: 9 },
];

describe('header by header', () => {
  test.each([
    ['java-gzip', 1],
    ['java-lz4', 3],
  ])('%s', (name, compression) => {
    expect(headersOf(capturedBatches(name))).toEqual([
      { base: 0, records: 20, compression, hidden: undefined },
      { base: 20, records: 5, compression, hidden: undefined },
    ]);
  });

  test('nothing is unpacked: what lies behind a header may be anything, if its checksum is not asked for', () => {
    const log = capturedBatches('java-zstd');
    log.fill(0xff, 61, 90);
    expect(headersOf(log, { checkCrcs: false }).map(({ records }) => records)).toEqual([20, 5]);
    expect(() => unpacked(log, { checkCrcs: false })).toThrow(/cannot be read/);
  });

  test('transactions: control batches are told, aborted ones if the broker has named them', () => {
    const log = capturedBatches('java-transactions');
    const hiddenIn = (options: Partial<WalkOptions>) =>
      headersOf(log, options).map(({ base, hidden }) => `${base} ${hidden ?? 'shown'}`);
    expect(hiddenIn({})).toEqual([
      ...['0 shown', '1 shown', '2 shown', '3 shown', '4 shown', '5 control', '6 control'],
      ...['7 shown', '8 control', '9 shown', '10 control'],
    ]);
    expect(hiddenIn({ abortedTransactions: aborted }).filter((each) => each.endsWith('aborted'))).toEqual([
      ...['1 aborted', '4 aborted', '9 aborted'],
    ]);
    expect(hiddenIn({ showsControl: true }).filter((each) => each.endsWith('control'))).toEqual([]);
  });

  test('a compacted log: a batch without records', () => {
    expect(headersOf(capturedBatches('java-compacted'))).toMatchObject([
      { base: 23, records: 0, hidden: 'empty' },
      { base: 24, records: 5 },
      { base: 32, records: 1 },
    ]);
  });

  test.each(['message-format-v0', 'message-format-v1'])('%s has none, and is unpacked', (name) => {
    const log = capturedBatches(name);
    const seen = headersOf(log);
    expect(seen.reduce((sum, { records }) => sum + records, 0)).toBe(160);
    expect(new Set(seen.map(({ compression }) => compression))).toEqual(new Set([0, 1, 2, 3]));
    expect(unpacked(log)).toEqual(walk(log));
  });

  test.each(['java-none', 'java-zstd', 'java-transactions', 'java-compacted', 'java-append-time'])(
    '%s, unpacked, has the records that are read without headers',
    (name) => {
      const log = capturedBatches(name);
      for (const [from, to] of [
        [0, null],
        [3, 22],
        [7, 9],
        [26, 33],
      ] as const) {
        const options = { from, to, abortedTransactions: aborted };
        expect(unpacked(log, options)).toEqual(walk(log, options));
      }
    },
  );

  test('it ends at the range, and begins with the batch that holds its first offset', () => {
    const log = capturedBatches('java-none');
    expect(headersOf(log, { from: 7, to: 20 }).map(({ base }) => base)).toEqual([0]);
    expect(headersOf(log, { from: 20 }).map(({ base }) => base)).toEqual([20]);
    expect(headersOf(log, { from: 7, to: 21 }).map(({ base }) => base)).toEqual([0, 20]);
  });
});
