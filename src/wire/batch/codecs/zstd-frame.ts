/** How large zstd frames become: an upper bound from their block headers, or exactly, by unpacking them a part at a time. */

const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const blockLimit = 128 * 1024;
const contentSizeBytes = [0, 2, 4, 8] as const;
const dictionaryIdBytes = [0, 1, 2, 4] as const;
const lastBlock = 1;
/** How often the limit may be unpacked to measure a frame. */
const mostWork = 8;
/** The largest that the decoder takes; only what a frame refers back to is kept. */
const widestWindow = (27 - 10) << 3;

interface Frame {
  readonly start: number;
  /** Where its blocks begin. */
  readonly blocks: number;
  /** Behind its blocks. */
  readonly checksumBytes: number;
  /** Null for the size of the content, which then is the window. */
  readonly window: number | null;
}

interface Block {
  readonly bound: number;
  readonly end: number;
  readonly isLast: boolean;
}

/** Throws for other formats: the library also reads those from before version 0.8, which cannot be measured. */
export function zstdBound(bytes: Buffer): number {
  let bound = 0;
  walk(bytes, (frame) => {
    let end = frame.blocks;
    for (const block of blocksOf(bytes, frame)) {
      bound += block.bound;
      end = block.end;
    }
    return end;
  });
  return bound;
}

/**
 * For frames whose bound is too large: many blocks, each far from full. What is known to fit is unpacked, and then as
 * many blocks more as certainly fit. Infinity as soon as it is more than `limitBytes`, or takes too long to find out.
 */
export function zstdSize(bytes: Buffer, limitBytes: number, unpack: (frame: Buffer) => Buffer): number {
  let before = 0;
  let work = 0;
  walk(bytes, (frame) => {
    let end = frame.blocks;
    let known = 0;
    let unknown = 0;
    for (const block of blocksOf(bytes, frame)) {
      unknown += block.bound;
      end = block.end;
      if (before + known + unknown <= limitBytes) continue;
      known = unpack(beginning(bytes, frame, block)).length;
      unknown = 0;
      work += known;
      if (before + known > limitBytes || work > mostWork * limitBytes) {
        before = Infinity;
        return null;
      }
    }
    before += known + unknown;
    return end;
  });
  return before;
}

/** Each frame with content by itself. Throws unless they are whole and there is nothing else. */
export function zstdFrames(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  const end = walk(bytes, (frame) => {
    let last: Block | undefined;
    for (const block of blocksOf(bytes, frame)) last = block;
    if (!last?.isLast) throw new Error('a zstd frame is cut off');
    frames.push(bytes.subarray(frame.start, last.end + frame.checksumBytes));
    return last.end;
  });
  if (end !== bytes.length || frames.length === 0) throw new Error('a zstd frame is cut off');
  return frames;
}

/**
 * Calls `visit` for each frame with content; it returns where the blocks of the frame end, or null to stop. Returns where the
 * frames end, which may be beyond the end.
 */
function walk(bytes: Buffer, visit: (frame: Frame) => number | null): number {
  let at = 0;
  // What is shorter holds no frame.
  while (at + 8 <= bytes.length) {
    const found = bytes.readUInt32LE(at);
    if ((found & 0xfffffff0) >>> 0 === skippableMagic) {
      at += 8 + bytes.readUInt32LE(at + 4);
    } else if (found === magic) {
      const frame = frameAt(bytes, at);
      const end = visit(frame);
      if (end === null) return at;
      at = end + frame.checksumBytes;
    } else throw new Error('not a zstd frame');
  }
  return at;
}

function frameAt(bytes: Buffer, start: number): Frame {
  const descriptor = bytes[start + 4] as number;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const flag = (descriptor >> 6) as 0 | 1 | 2 | 3;
  const sizeBytes = flag === 0 && isSingleSegment ? 1 : contentSizeBytes[flag];
  const idBytes = dictionaryIdBytes[(descriptor & 3) as 0 | 1 | 2 | 3];
  return {
    start,
    checksumBytes: descriptor & 0x04 ? 4 : 0,
    blocks: start + 5 + (isSingleSegment ? 0 : 1) + idBytes + sizeBytes,
    window: isSingleSegment ? null : (bytes[start + 5] ?? 0),
  };
}

function* blocksOf(bytes: Buffer, { blocks }: Frame): Generator<Block> {
  for (let at = blocks; at + 3 <= bytes.length;) {
    const header = bytes.readUIntLE(at, 3);
    const type = (header >> 1) & 3;
    const size = header >> 3;
    at += 3 + (type === 1 ? 1 : size);
    const isLast = (header & lastBlock) !== 0;
    yield { bound: type === 2 ? blockLimit : size, end: at, isLast };
    if (isLast) return;
  }
}

/** The blocks up to this one as a frame of their own, without a size and a checksum. */
function beginning(bytes: Buffer, frame: Frame, { end, isLast }: Block): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt32LE(magic);
  header[5] = frame.window ?? widestWindow;
  // A last block that is empty ends it.
  const ending = Buffer.from(isLast ? [] : [lastBlock, 0, 0]);
  return Buffer.concat([header, bytes.subarray(frame.blocks, end), ending]);
}
