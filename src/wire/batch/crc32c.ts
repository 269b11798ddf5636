/** The Castagnoli checksum of record batches: the native one where the platform has it, else eight bytes a step. */
import { createRequire } from 'node:module';

/** The checksum of `bytes[start, end)` as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  implementation ??= native() ?? crc32cInJavaScript;
  return implementation(bytes, start, end);
}

type Checksum = (bytes: Uint8Array, start: number, end: number) => number;
let implementation: Checksum | undefined;

function native(): Checksum | undefined {
  try {
    const require = createRequire(import.meta.url);
    const library = require('@node-rs/crc32') as { crc32c(bytes: Uint8Array): number };
    return (bytes, start, end) => library.crc32c(bytes.subarray(start, end));
  } catch {
    return undefined; // No prebuilt binary for this platform.
  }
}

const reversedPolynomial = 0x82f63b78;
let tables: Int32Array | undefined;

/** Table k tells what a byte does to the checksum once k more bytes have followed it. */
function buildTables(): Int32Array {
  const built = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ reversedPolynomial : crc >>> 1;
    built[byte] = crc;
  }
  for (let index = 256; index < built.length; index++) {
    const shorter = built[index - 256] as number;
    built[index] = (shorter >>> 8) ^ (built[shorter & 0xff] as number);
  }
  return built;
}

/** Slicing-by-8. Every index is masked into its table, so the reads are never `undefined`. */
export function crc32cInJavaScript(bytes: Uint8Array, start: number, end: number): number {
  const t = (tables ??= buildTables());
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let crc = ~0;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      (t[0x700 | (low & 0xff)] as number) ^
      (t[0x600 | ((low >>> 8) & 0xff)] as number) ^
      (t[0x500 | ((low >>> 16) & 0xff)] as number) ^
      (t[0x400 | (low >>> 24)] as number) ^
      (t[0x300 | (high & 0xff)] as number) ^
      (t[0x200 | ((high >>> 8) & 0xff)] as number) ^
      (t[0x100 | ((high >>> 16) & 0xff)] as number) ^
      (t[high >>> 24] as number);
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ (t[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
