/** Snappy as Kafka's clients write it: in xerial's framing (Java) or as one raw block (librdkafka). */
import { createRequire } from 'node:module';
import { codecLibrary } from './codec-library.js';

interface Snappy {
  compressSync(bytes: Buffer): Buffer;
  uncompressSync(bytes: Buffer, options: { asBuffer: true }): Buffer;
}

const require = createRequire(import.meta.url);
const library = codecLibrary('snappy', 'snappy', () => require('snappy') as Snappy);

/** Eight magic bytes, then version 1, compatible since version 1: what xerial's SnappyOutputStream begins with. */
const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
const xerialMagicBytes = 8;
const xerialBlockBytes = 32 * 1024;

export function compressXerial(bytes: Buffer): Buffer {
  const parts: Buffer[] = [xerialHeader];
  for (let at = 0; at < bytes.length; at += xerialBlockBytes) {
    const block = library().compressSync(bytes.subarray(at, at + xerialBlockBytes));
    const length = Buffer.allocUnsafe(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

/** `acceptSize` throws when it finds the announced size too large; it is asked before anything is unpacked. */
export function decompressSnappy(bytes: Buffer, acceptSize: (sizeBytes: number) => void): Buffer {
  const framed = bytes.length >= xerialHeader.length && bytes.subarray(0, xerialMagicBytes).equals(magic);
  const blocks = framed ? xerialBlocks(bytes) : [bytes];
  acceptSize(blocks.reduce((total, block) => total + announcedSize(block), 0));
  const parts = blocks.map((block) => library().uncompressSync(block, { asBuffer: true }));
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

const magic = xerialHeader.subarray(0, xerialMagicBytes);

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  let at = xerialHeader.length;
  while (at < bytes.length) {
    const length = at + 4 <= bytes.length ? bytes.readInt32BE(at) : -1;
    if (length < 0 || length > bytes.length - at - 4) throw new Error('a snappy block does not fit');
    blocks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return blocks;
}

/** A raw snappy block begins with the size of its content, as an unsigned varint. */
function announcedSize(block: Buffer): number {
  let size = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index];
    if (byte === undefined) break;
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return size;
  }
  throw new Error('a snappy block has no size');
}
