import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { compress, compressions, decompress, DecompressionLimitError } from './compression.js';

const limit = 10_000_000;
const compressing = compressions.filter((compression) => compression !== 'none');

describe.each(compressing)('%s', (compression) => {
  test('gives back what it was given', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 20_000 }))
        .map(([part, times]) => Buffer.alloc(part.length * times, part)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const packed = compress(compression, Buffer.from(given));
        expect(decompress(compression, packed, limit).equals(given)).toBe(true);
      }),
    );
  });

  test('refuses a bomb before it is unpacked', () => {
    const bomb = compress(compression, Buffer.alloc(3_000_000));
    expect(() => decompress(compression, bomb, 1_000_000)).toThrow(DecompressionLimitError);
    expect(decompress(compression, bomb, limit).length).toBe(3_000_000);
  });

  test('throws on bytes that are something else', () => {
    const text = Buffer.from('\u0001neither a frame nor a block of any kind'.repeat(3));
    expect(() => decompress(compression, text, limit)).toThrow();
    expect(() => decompress(compression, text.subarray(0, 3), limit)).toThrow();
  });

  test('damage and truncation throw an Error or go unnoticed, and never more', () => {
    const packed = compress(
      compression,
      Buffer.from('some text, some text, more text and so on. '.repeat(50)),
    );
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(255), fc.nat(packed.length), (at, byte, length) => {
        const damaged = Buffer.from(packed);
        damaged[at] = byte;
        for (const bytes of [damaged, packed.subarray(0, length)]) {
          try {
            decompress(compression, bytes, limit);
          } catch (error) {
            expect(error).toHaveProperty('message');
          }
        }
      }),
    );
  });
});

test('snappy without a frame is one raw block, as librdkafka writes it', () => {
  const { compressSync } = createRequire(import.meta.url)('snappy') as {
    compressSync(bytes: Buffer): Buffer;
  };
  const bytes = Buffer.alloc(100_000, 'raw ');
  expect(decompress('snappy', compressSync(bytes), limit).equals(bytes)).toBe(true);
  expect(() => decompress('snappy', compressSync(bytes), 1000)).toThrow(DecompressionLimitError);
});

test('a zstd frame that announces its size is measured by its blocks', () => {
  // Several frames in a row, as a stream writer leaves them: the bound adds up.
  const frame = compress('zstd', Buffer.alloc(600_000, 'ab'));
  expect(() => decompress('zstd', Buffer.concat([frame, frame]), 1_000_000)).toThrow(DecompressionLimitError);
  expect(decompress('zstd', frame, 1_000_000).length).toBe(600_000);
});
