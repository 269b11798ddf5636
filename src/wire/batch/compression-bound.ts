/** How large lz4 and zstd frames can become, from their block headers alone: the guard against decompression bombs. */

/**
 * Upper bounds, in bytes. Frames that are malformed give a bound for the part understood and are left
 * to the library, which refuses them. The walk costs a few reads for every block of 64 to 128 kB.
 */
export const decompressedBytesOf = { lz4: lz4Bound, zstd: zstdBound };

const lz4Magic = 0x184d2204;
const lz4ExpansionLimit = 255;

function lz4Bound(bytes: Buffer): number {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== lz4Magic) return 0;
  const flags = bytes[4] as number;
  const blockLimit = 2 ** (8 + 2 * (((bytes[5] as number) >> 4) & 7));
  const blockChecksumBytes = flags & 0x10 ? 4 : 0;
  let at = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  let bound = 0;
  while (at + 4 <= bytes.length) {
    const word = bytes.readUInt32LE(at);
    const size = word & 0x7fffffff;
    if (size === 0) break;
    const stored = word >= 0x80000000;
    bound += stored ? size : Math.min(blockLimit, size * lz4ExpansionLimit);
    at += 4 + size + blockChecksumBytes;
  }
  return bound;
}

const zstdMagic = 0xfd2fb528;
const zstdSkippableMagic = 0x184d2a50;
const zstdBlockLimit = 128 * 1024;
const zstdContentSizeBytes = [0, 2, 4, 8] as const;
const zstdDictionaryIdBytes = [0, 1, 2, 4] as const;

function zstdBound(bytes: Buffer): number {
  let at = 0;
  let bound = 0;
  while (at + 8 <= bytes.length) {
    const magic = bytes.readUInt32LE(at);
    if ((magic & 0xfffffff0) >>> 0 === zstdSkippableMagic) {
      at += 8 + bytes.readUInt32LE(at + 4);
    } else if (magic === zstdMagic) {
      const frame = zstdFrame(bytes, at);
      bound += frame.bound;
      at = frame.end;
    } else break;
  }
  return bound;
}

function zstdFrame(bytes: Buffer, start: number): { bound: number; end: number } {
  const descriptor = bytes[start + 4] as number;
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSizeFlag = (descriptor >> 6) as 0 | 1 | 2 | 3;
  const contentSizeBytes = contentSizeFlag === 0 && singleSegment ? 1 : zstdContentSizeBytes[contentSizeFlag];
  const dictionaryIdBytes = zstdDictionaryIdBytes[(descriptor & 3) as 0 | 1 | 2 | 3];
  let at = start + 5 + (singleSegment ? 0 : 1) + dictionaryIdBytes + contentSizeBytes;
  let bound = 0;
  while (at + 3 <= bytes.length) {
    const header = bytes.readUIntLE(at, 3);
    const type = (header >> 1) & 3;
    const size = header >> 3;
    bound += type === 2 ? zstdBlockLimit : size;
    at += 3 + (type === 1 ? 1 : size);
    if (header & 1) break;
  }
  return { bound, end: at + (descriptor & 0x04 ? 4 : 0) };
}
