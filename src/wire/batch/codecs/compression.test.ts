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

describe('what is measured', () => {
  const library = createRequire(import.meta.url)('@toondepauw/node-zstd') as {
    Encoder: new (level: number) => { encodeSync(bytes: Buffer): Buffer };
  };
  /** One frame whose blocks hold 20 bytes each, as an encoder that is flushed after every record leaves it. */
  const manyBlocks = (count: number): Buffer => {
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
    const blocks = Array.from({ length: count }, (_, index) => {
      const packed = new library.Encoder(3).encodeSync(Buffer.from(`record ${index} `.padEnd(200, 'x')));
      // Magic, descriptor, window or size: the blocks begin behind a header of 5 + 1 to 2 bytes.
      const at = 5 + ((packed[4] as number) & 0x20 ? ((packed[4] as number) >> 6 ? 2 : 1) : 1);
      const header = packed.readUIntLE(at, 3);
      const block = Buffer.from(packed.subarray(at, at + 3 + (header >> 3)));
      block.writeUIntLE(index === count - 1 ? header | 1 : header & ~1, 0, 3);
      return block;
    });
    return Buffer.concat([header, ...blocks]);
  };

  test('zstd: a frame of many small blocks is read up to the limit', () => {
    const frame = manyBlocks(3000);
    // By its block headers alone it might take 393 MB.
    expect(decompress('zstd', frame, limit).length).toBe(600_000);
    expect(() => decompress('zstd', frame, 590_000)).toThrow(DecompressionLimitError);
  });

  test('lz4: so is a frame of many small blocks', () => {
    // The least block: a token with four literals and no match.
    const block = Buffer.from([5, 0, 0, 0, 0x40, 1, 2, 3, 4]);
    const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73]);
    const frame = Buffer.concat([head, ...Array<Buffer>(50_000).fill(block), Buffer.alloc(4)]);
    expect(decompress('lz4', frame, 200_000).length).toBe(200_000);
    expect(() => decompress('lz4', frame, 199_999)).toThrow(DecompressionLimitError);
  });

  test('lz4: matches are counted as the library unpacks them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 300 }), (size, step) => {
        const content = Buffer.from(Array.from({ length: size }, (_, at) => (at % step) * (at % 7)));
        const packed = compress('lz4', content);
        expect(decompress('lz4', packed, size)).toHaveLength(size);
        expect(() => decompress('lz4', packed, size - 1)).toThrow(DecompressionLimitError);
      }),
    );
  });

  test('what cannot be measured is not unpacked: the older formats of lz4 and zstd', () => {
    const legacyLz4 = Buffer.from([0x02, 0x21, 0x4c, 0x18, 5, 0, 0, 0, 0x40, 1, 2, 3, 4]);
    expect(() => decompress('lz4', legacyLz4, limit)).toThrow('not an lz4 frame');
    for (const version of [0x24, 0x25, 0x26, 0x27]) {
      const old = Buffer.concat([Buffer.from([version, 0xb5, 0x2f, 0xfd]), Buffer.alloc(20)]);
      expect(() => decompress('zstd', old, limit)).toThrow('not a zstd frame');
      const behind = Buffer.concat([compress('zstd', Buffer.from('first')), old]);
      expect(() => decompress('zstd', behind, limit)).toThrow('not a zstd frame');
    }
  });
});
