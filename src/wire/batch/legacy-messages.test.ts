import { describe, expect, test } from '@jest/globals';
import { legacyMessage, legacyWrapper } from '../../testing/wire/legacy-messages.js';
import { batchOf, capturedBatches, walk } from '../../testing/wire/record-batches.js';
import { RecordDecoder } from './record-batch-decoder.js';
import { extentOf } from './record-batch.js';

const magics = [0, 1] as const;
const three = [
  { offset: 20, key: 'a', value: 'one', timestamp: 1_400_000_000_000 },
  { offset: 21, key: null, value: null, timestamp: 1_400_000_000_005 },
  // Compaction left a gap.
  { offset: 24, key: '', value: 'x'.repeat(300), timestamp: 1_300_000_000_000 },
];
const shown = (magic: 0 | 1) =>
  three.map(({ offset, key, value, timestamp }) => ({
    offset,
    timestamp: magic === 0 ? -1 : timestamp,
    key,
    value,
    headers: [],
  }));

describe.each(magics)('format v%i', (magic) => {
  test('messages one after the other', () => {
    const log = Buffer.concat(three.map((message) => legacyMessage(magic, message)));
    expect(walk(log, { checkCrcs: true })).toEqual(shown(magic));
    expect(extentOf(log, { topic: 't', partition: 0 })).toEqual({ nextOffset: 25, cutBatchBytes: undefined });
  });

  test.each(['gzip', 'snappy', 'lz4'] as const)(
    'wrapped in one that is compressed with %s',
    (compression) => {
      const log = legacyWrapper(magic, compression, three);
      expect(walk(log, { checkCrcs: true })).toEqual(shown(magic));
      expect(extentOf(log, { topic: 't', partition: 0 })).toEqual({
        nextOffset: 25,
        cutBatchBytes: undefined,
      });
      expect(walk(log, { from: 21, to: 24 })).toEqual(shown(magic).slice(1, 2));
      expect(walk(log, { from: 25 })).toEqual([]);
    },
  );

  test('newer batches behind them are read as before', () => {
    const log = Buffer.concat([
      legacyWrapper(magic, 'gzip', three),
      legacyMessage(magic, { offset: 25, value: 'v25' }),
      batchOf([{ value: 'new' }], { baseOffset: 26 }),
    ]);
    expect(walk(log).map(({ offset, value }) => [offset, value?.slice(0, 3)])).toEqual([
      [20, 'one'],
      [21, undefined],
      [24, 'xxx'],
      [25, 'v25'],
      [26, 'new'],
    ]);
  });

  test('the walk ends before an offset inside a wrapper, and at one before it', () => {
    const cursor = new RecordDecoder();
    cursor.open(legacyWrapper(magic, 'snappy', three), { topic: 't', partition: 0, from: 10, to: 23 });
    while (cursor.next());
    expect([cursor.visited, cursor.nextOffset]).toEqual([2, 23]);
    cursor.open(legacyWrapper(magic, 'snappy', three), { topic: 't', partition: 0, from: 10, to: 20 });
    while (cursor.next());
    expect([cursor.visited, cursor.nextOffset]).toEqual([0, 20]);
  });

  test.each([
    ['a key longer than the message', (log: Buffer) => log.writeInt32BE(9999, magic === 0 ? 18 : 26)],
    ['a negative key length', (log: Buffer) => log.writeInt32BE(-2, magic === 0 ? 18 : 26)],
    ['a length too small', (log: Buffer) => log.writeInt32BE(13, 8)],
    ['a compression that it does not have', (log: Buffer) => log.writeInt8(2, 17)],
    ['zstd bytes that are none', (log: Buffer) => log.writeInt8(4, 17)],
    ['an unknown compression', (log: Buffer) => log.writeInt8(7, 17)],
  ])('%s is damage that names its place', (_, damage) => {
    const log = legacyMessage(magic, { offset: 7, key: 'key', value: 'the value of it' });
    damage(log);
    expect(() => walk(log)).toThrow(/orders\[3\] at offset [07]: /);
  });

  test('a wrong checksum is found if it is asked for', () => {
    const log = legacyMessage(magic, { offset: 7, value: 'value' });
    log[log.length - 1] = 0;
    expect(() => walk(log, { checkCrcs: true })).toThrow('the checksum of a message does not fit its bytes');
  });

  test('nested compression is refused', () => {
    const inner = legacyWrapper(magic, 'gzip', three);
    const log = legacyWrapper(magic, 'gzip', [{ offset: 7, value: inner, attributes: 1 }]);
    expect(() => walk(log)).toThrow('compressed messages are nested');
  });

  test('a wrapper is unpacked up to the same limit as a batch', () => {
    const log = legacyWrapper(magic, 'gzip', [{ offset: 7, value: 'x'.repeat(100_000) }]);
    expect(() => walk(log, { decompressedLimitBytes: 5000 })).toThrow('the batch is too large');
  });
});

test.each(magics)('what a broker keeps in format v%i, of all four codecs', (magic) => {
  const records = walk(capturedBatches(`message-format-v${magic}`), { checkCrcs: true });
  const codecs = ['none', 'gzip', 'snappy', 'lz4'];
  expect(records.map(({ offset, key, value }) => [offset, key, value])).toEqual(
    codecs.flatMap((codec, batch) =>
      Array.from({ length: 40 }, (_, at) => [batch * 40 + at, `k${at + 1}`, `${codec}-${at + 1}`]),
    ),
  );
  for (const { timestamp } of records) expect(timestamp > Date.parse('2026-01-01')).toBe(magic === 1);
});

test('with LogAppendTime the time of a wrapper is that of all in it', () => {
  const log = legacyWrapper(1, 'gzip', three, { timestamp: 1_500_000_000_000, attributes: 8 });
  expect(walk(log).map(({ timestamp }) => timestamp)).toEqual(Array(3).fill(1_500_000_000_000));
});
