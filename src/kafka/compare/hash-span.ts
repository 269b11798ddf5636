/** 64 bits that stand for some bytes: as two numbers, without an object or a copy per record. */
import { randomInt } from 'node:crypto';

/**
 * Two hashes of 32 bits side by side (the steps are those of MurmurHash3's x86_32, with other numbers in each). They begin at
 * random numbers, so that nobody can write records which only look the same.
 */
export class SpanHash {
  low = 0;
  high = 0;
  readonly #lowSeed = randomInt(2 ** 32);
  readonly #highSeed = randomInt(2 ** 32);

  /** `salt`: the same bytes in another meaning are other bits. */
  begin(salt: number): this {
    this.low = this.#lowSeed ^ salt;
    this.high = this.#highSeed ^ Math.imul(salt, 0x9e3779b1);
    return this;
  }

  /** Takes in `bytes[start, end)` and how many they are; an end below 0 is null, which is not empty. */
  take(bytes: Uint8Array, start: number, end: number): this {
    if (end < 0) return this.takeNumber(-1);
    let { low, high } = this;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      low = mixLow(low, word);
      high = mixHigh(high, word);
    }
    let rest = 0;
    for (let shift = 0; at < end; at++, shift += 8) rest |= (bytes[at] as number) << shift;
    this.low = mixLow(mixLow(low, rest), end - start);
    this.high = mixHigh(mixHigh(high, rest), end - start);
    return this;
  }

  /** A whole number below 2^53. */
  takeNumber(number: number): this {
    const upper = Math.floor(number / 2 ** 32);
    this.low = mixLow(mixLow(this.low, number | 0), upper);
    this.high = mixHigh(mixHigh(this.high, number | 0), upper);
    return this;
  }

  end(): this {
    this.low = spread(this.low);
    this.high = spread(this.high);
    return this;
  }
}

export function mixLow(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = (mixed << 15) | (mixed >>> 17);
  mixed = hash ^ Math.imul(mixed, 0x1b873593);
  mixed = (mixed << 13) | (mixed >>> 19);
  return (Math.imul(mixed, 5) + 0xe6546b64) | 0;
}

export function mixHigh(hash: number, word: number): number {
  let mixed = Math.imul(word, 0x239b961b);
  mixed = (mixed << 16) | (mixed >>> 16);
  mixed = hash ^ Math.imul(mixed, 0xab0e9789);
  mixed = (mixed << 17) | (mixed >>> 15);
  return (Math.imul(mixed, 5) + 0x561ccd1b) | 0;
}

/** Every bit of the sum depends on every bit of what was taken in. */
function spread(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
