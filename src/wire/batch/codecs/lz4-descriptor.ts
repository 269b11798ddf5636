/**
 * Kafka's first lz4 frames (messages of magic 0) have a wrong checksum of their descriptor: it covers the magic bytes
 * too (KAFKA-3160). Java ignores it there; libraries refuse the frame, so it gets the right one.
 */

const descriptorStart = 4;

export function withItsChecksum(frame: Buffer): Buffer {
  const flags = frame[descriptorStart] ?? 0;
  const checksumAt = descriptorStart + 2 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  if (frame.length <= checksumAt) return frame;
  const mended = Buffer.from(frame);
  mended[checksumAt] = (xxHash32(frame.subarray(descriptorStart, checksumAt)) >>> 8) & 0xff;
  return mended;
}

const primes = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1] as const;

/** xxHash32 with seed 0, for fewer than 16 bytes: the part of the algorithm that a descriptor needs. */
function xxHash32(bytes: Buffer): number {
  let hash = (primes[4] + bytes.length) | 0;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    hash = Math.imul(rotated(hash + Math.imul(bytes.readInt32LE(at), primes[2]), 17), primes[3]);
  }
  for (; at < bytes.length; at++) {
    hash = Math.imul(rotated(hash + Math.imul(bytes[at] as number, primes[4]), 11), primes[0]);
  }
  hash = Math.imul(hash ^ (hash >>> 15), primes[1]);
  hash = Math.imul(hash ^ (hash >>> 13), primes[2]);
  return hash ^ (hash >>> 16);
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
