/** Text as bytes → what a JSON string has between its quotes, in one pass from buffer to buffer. */
import { mayBeUnseen } from '../../text/printable.js';

/** What a byte may become: `\\u001b`. */
export const mostEscapedBytes = 6;

const backslash = 0x5c;
const unlikeOthers = -1;
const lengthShift = 16;
/**
 * By byte: one or two bytes to write, lowest first, and above them how many. Both are always stored, without a branch: where
 * quotes come every few bytes, wrong guesses at branches would take most of the time. Negative: what needs more.
 */
const writtenOf = Int32Array.from({ length: 256 }, (_, byte) => {
  const escaped = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  if (byte >= 0x7f || escaped.length > 2) return unlikeOthers;
  return Buffer.from(escaped).readUIntLE(0, escaped.length) | (escaped.length << lengthShift);
});
const unicode = Buffer.from('u00');
const hexDigits = Buffer.from('0123456789abcdef');

/**
 * Writes `source[start, end)` to `target` from `at` on, where there must be room for the worst and one byte more, and returns where the next
 * byte goes. The bytes are those of `printableJson(JSON.stringify(text))`. Returns -1 for what needs another look: bytes that
 * are not UTF-8, and characters that might not be seen.
 */
export function escapeJson(
  source: Uint8Array,
  start: number,
  end: number,
  target: DataView,
  at: number,
): number {
  let from = start;
  while (from < end) {
    while (from + 4 <= end) {
      const first = writtenOf[source[from] as number] as number;
      const second = writtenOf[source[from + 1] as number] as number;
      const third = writtenOf[source[from + 2] as number] as number;
      const fourth = writtenOf[source[from + 3] as number] as number;
      if ((first | second | third | fourth) < 0) break;
      target.setUint16(at, first, true);
      at += first >>> lengthShift;
      target.setUint16(at, second, true);
      at += second >>> lengthShift;
      target.setUint16(at, third, true);
      at += third >>> lengthShift;
      target.setUint16(at, fourth, true);
      at += fourth >>> lengthShift;
      from += 4;
    }
    if (from === end) break;
    const byte = source[from] as number;
    const written = writtenOf[byte] as number;
    if (written >= 0) {
      target.setUint16(at, written, true);
      at += written >>> lengthShift;
      from += 1;
    } else if (byte < 0x80) {
      at = writeUnicode(byte, target, at);
      from += 1;
    } else {
      const length = visibleLength(source, from, end);
      if (length === 0) return -1;
      for (const behind = from + length; from < behind; from += 1)
        target.setUint8(at++, source[from] as number);
    }
  }
  return at;
}

function writeUnicode(byte: number, target: DataView, at: number): number {
  target.setUint8(at, backslash);
  for (let digit = 0; digit < unicode.length; digit += 1)
    target.setUint8(at + 1 + digit, unicode[digit] as number);
  target.setUint8(at + 4, hexDigits[byte >>> 4] as number);
  target.setUint8(at + 5, hexDigits[byte & 15] as number);
  return at + mostEscapedBytes;
}

/** How many bytes the character at `at` has, which is none of ASCII; 0 if it is not UTF-8 or might not be seen. */
function visibleLength(source: Uint8Array, at: number, end: number): number {
  const first = source[at] as number;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4 || at + length > end) return 0;
  let codePoint = first & (0x7f >>> length);
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = source[next] as number;
    if ((byte & 0xc0) !== 0x80) return 0;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  // Longer than needed, a surrogate, or beyond Unicode.
  if (length === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint <= 0xdfff))) return 0;
  if (length === 4 && (codePoint < 0x1_0000 || codePoint > 0x10_ffff)) return 0;
  return mayBeUnseen(codePoint) ? 0 : length;
}
