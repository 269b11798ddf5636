/** How large an lz4 frame becomes: an upper bound from its block headers, or exactly, from the lengths in its blocks. */

const magic = 0x184d2204;
/** A byte of a block stands for this many at most. */
const expansionLimit = 255;
const headerBytes = 7;

interface Block {
  readonly start: number;
  readonly end: number;
  readonly isStored: boolean;
}

/** Throws for any other format: the library also reads an older one, whose blocks cannot be measured. */
export function lz4Bound(bytes: Buffer): number {
  const blockLimit = 2 ** (8 + 2 * (((bytes[5] ?? 0) >> 4) & 7));
  let bound = 0;
  for (const { start, end, isStored } of blocksOf(bytes)) {
    bound += isStored ? end - start : Math.min(blockLimit, (end - start) * expansionLimit);
  }
  return bound;
}

/** For frames whose bound is too large: many small blocks, each far from full. Stops counting above `limitBytes`. */
export function lz4Size(bytes: Buffer, limitBytes: number): number {
  let size = 0;
  for (const { start, end, isStored } of blocksOf(bytes)) {
    size += isStored ? end - start : blockSize(bytes, start, Math.min(end, bytes.length));
    if (size > limitBytes) break;
  }
  return size;
}

function* blocksOf(bytes: Buffer): Generator<Block> {
  if (bytes.length < headerBytes || bytes.readUInt32LE(0) !== magic) throw new Error('not an lz4 frame');
  const flags = bytes[4] as number;
  const checksumBytes = flags & 0x10 ? 4 : 0;
  let at = headerBytes + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  while (at + 4 <= bytes.length) {
    const word = bytes.readUInt32LE(at);
    const size = word & 0x7fffffff;
    if (size === 0) break;
    yield { start: at + 4, end: at + 4 + size, isStored: word >= 0x80000000 };
    at += 4 + size + checksumBytes;
  }
}

/** A block is a row of sequences: a token, literals, and a match with what came before; the last has no match. */
function blockSize(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const length = (nibble: number): number => {
    let total = nibble;
    if (nibble < 15) return total;
    for (let byte = 255; byte === 255 && at < end;) total += byte = bytes[at++] as number;
    return total;
  };
  let size = 0;
  while (at < end) {
    const token = bytes[at++] as number;
    const literals = length(token >> 4);
    size += literals;
    at += literals + 2;
    if (at <= end) size += length(token & 15) + 4;
  }
  return size;
}
