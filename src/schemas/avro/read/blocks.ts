/** Arrays and maps: blocks of elements, each with its count before. */
import { requireBounded } from '../../bounded-decoder.js';
import type { Read } from './scalars.js';
import { writeJsonString } from '../../json-text.js';
import type { ByteCursor } from './byte-cursor.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';

const [comma, colon] = [0x2c, 0x3a];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** `least`: of bytes in an element. */
export function readArray(read: Read, least: number): Read {
  return readBlocks(openBracket, closeBracket, least, read);
}

/** Names that come twice stay, since they were written. */
export function readMap(read: Read, least: number): Read {
  return readBlocks(openBrace, closeBrace, least + 1, (from, out) => {
    const length = from.length();
    const start = from.take(length);
    writeJsonString(from.bytes, start, from.at, out);
    out.byte(colon);
    read(from, out);
  });
}

function readBlocks(open: number, close: number, least: number, read: Read) {
  return (from: ByteCursor, out: OutputBuffer): void => {
    from.enter(out);
    out.byte(open);
    let isFirst = true;
    for (let count = from.blockCount(least); count > 0; count = from.blockCount(least)) {
      for (; count > 0; count -= 1) {
        if (!isFirst) out.byte(comma);
        isFirst = false;
        read(from, out);
        requireBounded(out, from.at);
      }
    }
    out.byte(close);
    from.leave();
  };
}
