/** Bytes on their way out, gathered into large chunks: one write call for thousands of records. */

const chunkBytes = 256 * 1024;

export class OutputBuffer {
  #bytes = Buffer.allocUnsafe(chunkBytes);
  #length = 0;

  /** True when it is time to take what is there. */
  get isFull(): boolean {
    return this.#length >= chunkBytes / 2;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  text(text: string): void {
    // A character takes at most three bytes of UTF-8 a UTF-16 unit.
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  copy(source: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    this.#length += source.copy(this.#bytes, this.#length, start, end);
  }

  /** A whole number, in digits. */
  number(value: number): void {
    if (value < 0 || !(value <= 0x7fff_ffff)) {
      if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
        // Two parts that are both small integers are written faster than one that is not.
        const high = Math.floor(value / 1e9);
        this.number(high);
        this.#digits(value - high * 1e9, 9);
      } else this.text(String(value));
      return;
    }
    let digits = 1;
    for (let limit = 10; digits < 10 && value >= limit; limit *= 10) digits += 1;
    this.#digits(value, digits);
  }

  #digits(value: number, count: number): void {
    this.#reserve(count);
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at -= 1) {
      const next = (rest / 10) | 0;
      bytes[at] = 48 + rest - next * 10;
      rest = next;
    }
    this.#length += count;
  }

  /** What was gathered; the buffer goes on with a new chunk, since the taken one may still be on its way. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(chunkBytes);
    this.#length = 0;
    return taken;
  }

  #reserve(moreBytes: number): void {
    const needed = this.#length + moreBytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
