/** Text as bytes → what a JSON string has between its quotes, in one pass from buffer to buffer. */
import { mayBeUnseen } from '../../text/printable.js';

/** What a byte may become: `\\u001b`. */
export const mostEscapedBytes = 6;

const backslash = 0x5c;
const asItIs = 0;
const asUnicode = 1;
const beyondAscii = 2;
/** By byte: one of the above, or the letter behind the backslash. */
const escapeOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return beyondAscii;
  const escaped = JSON.stringify(String.fromCharCode(byte)).slice(1, -1);
  if (escaped.length > 2 || byte === 0x7f) return asUnicode;
  return escaped.length === 1 ? asItIs : escaped.charCodeAt(1);
});
const unicode = Buffer.from('\\u00');
const hexDigits = Buffer.from('0123456789abcdef');

/**
 * Writes `source[start, end)` to `target` from `at` on, where there must be room for the worst, and returns where the next
 * byte goes. The bytes are those of `printableJson(JSON.stringify(text))`. Returns -1 for what needs another look: bytes that
 * are not UTF-8, and characters that might not be seen.
 */
export function escapeJson(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  for (let from = start; from < end; from += 1) {
    const byte = source[from] as number;
    const escape = escapeOf[byte] as number;
    if (escape === asItIs) {
      target[at++] = byte;
    } else if (escape > beyondAscii) {
      target[at++] = backslash;
      target[at++] = escape;
    } else if (escape === asUnicode) {
      for (let digit = 0; digit < unicode.length; digit += 1) target[at++] = unicode[digit] as number;
      target[at++] = hexDigits[byte >>> 4] as number;
      target[at++] = hexDigits[byte & 15] as number;
    } else {
      const length = visibleLength(source, from, end);
      if (length === 0) return -1;
      for (const behind = from + length; from < behind; from += 1) target[at++] = source[from] as number;
      from -= 1;
    }
  }
  return at;
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
