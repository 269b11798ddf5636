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

  of(bytes: Uint8Array, start: number, end: number): void {
    let v0 = this.#first;
    let v1 = this.#second;
    let v2 = 0x6c796765 ^ this.#first;
    let v3 = 0x74656462 ^ this.#second;
    const whole = end - ((end - start) & 3);
    let word = 0;
    let rounds = ((end - start) >>> 2) + 1;
    let at = start;
    // The words, the rest with the length, and three rounds more.
    for (; rounds > -3; rounds -= 1) {
      if (rounds > 0) {
        if (at < whole) {
          word =
            (bytes[at] as number) |
            ((bytes[at + 1] as number) << 8) |
            ((bytes[at + 2] as number) << 16) |
            ((bytes[at + 3] as number) << 24);
          at += 4;
        } else {
          word = (end - start) << 24;
          for (let shift = 0; at < end; at += 1, shift += 8) word |= (bytes[at] as number) << shift;
        }
        v3 ^= word;
      }
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
      if (rounds > 0) v0 ^= word;
      if (rounds === 1) v2 ^= 0xff;
    }
    this.low = v1 ^ v3;
    this.high = v0 ^ v2;
  }
}
