/** A hash of keys that whoever writes the keys cannot foresee: HalfSipHash-1-3 (Aumasson and Bernstein), as Linux has it for its tables. */

/** `of` leaves 64 bits, in two halves. */
export class KeyHash {
  low = 0;
  high = 0;
  readonly #first: number;
  readonly #second: number;

  /** A secret of 64 bits; another one each time, so that no topic can be made to slow a table down. */
  constructor(first: number, second: number) {
    this.#first = first | 0;
    this.#second = second | 0;
  }

  /** Of a key in words as `KeyRows` keeps it: four bytes each, the lowest first; the last has what is left, and on top the length. */
  of(words: Int32Array, start: number, end: number): void {
    let v0 = this.#first;
    let v1 = this.#second;
    let v2 = 0x6c796765 ^ this.#first;
    let v3 = 0x74656462 ^ this.#second;
    // Three rounds more than words; a word of 0 changes nothing in them.
    for (let at = start; at < end + 3; at += 1) {
      const word = at < end ? (words[at] as number) : 0;
      if (at === end) v2 ^= 0xff;
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    this.low = v1 ^ v3;
    this.high = v0 ^ v2;
  }
}
