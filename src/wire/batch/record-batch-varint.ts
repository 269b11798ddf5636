/** Zigzag varints of up to ten bytes, as records use them for lengths and deltas, on doubles instead of BigInt. */

/** Exact for magnitudes up to 2^52; what is larger comes out rounded, never as another small number. */
export function readVarint(bytes: Uint8Array, position: { at: number }, end: number): number {
  // The sign is in the first byte; a double as large as ten bytes can make has lost its own lowest bit.
  const negative = ((bytes[position.at] ?? 0) & 1) === 1;
  let factor = 1;
  let raw = 0;
  for (let count = 0; count < 10; count++) {
    if (position.at >= end) throw new RangeError('a varint is cut off');
    const byte = bytes[position.at++] as number;
    raw += (byte & 0x7f) * factor;
    if (byte < 0x80) return negative ? -(raw + 1) / 2 : raw / 2;
    factor *= 128;
  }
  throw new RangeError('a varint is longer than ten bytes');
}

/** The same, exact whatever its size; it was read once already. */
export function readLargeVarint(bytes: Uint8Array, start: number): bigint {
  let raw = 0n;
  for (let at = start, shift = 0n; shift < 70n; at += 1, shift += 7n) {
    const byte = bytes[at] as number;
    raw |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return raw & 1n ? -((raw + 1n) / 2n) : raw / 2n;
}

const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);

export function varintSize(value: number): number {
  // Nearly all of them: the general way works on doubles.
  if (value >= -64 && value < 64) return 1;
  if (value >= 0 && value < 8192) return 2;
  let size = 1;
  for (let raw = zigzag(value); raw >= 128; raw /= 128) size++;
  return size;
}

/** Writes at `at` and returns where the next byte goes. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 0 && value < 64) {
    bytes[at] = value << 1;
    return at + 1;
  }
  if (value >= 0 && value < 8192) {
    bytes[at] = ((value << 1) & 0x7f) | 0x80;
    bytes[at + 1] = value >> 6;
    return at + 2;
  }
  let raw = zigzag(value);
  while (raw >= 0x8000_0000) {
    bytes[at++] = (raw % 128) | 0x80;
    raw = Math.floor(raw / 128);
  }
  while (raw >= 128) {
    bytes[at++] = (raw & 0x7f) | 0x80;
    raw >>>= 7;
  }
  bytes[at++] = raw;
  return at;
}
