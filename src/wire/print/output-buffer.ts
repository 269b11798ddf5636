/** Bytes on their way out, gathered into large chunks: one write call for thousands of records. */

import { escapeJson, mostEscapedBytes } from './escape-json.js';

const chunkBytes = 256 * 1024;
/** Copying so little takes less than another chunk. */
const copiedBytes = 2048;
/** Below, a loop is done before a call into the engine has begun. */
const loopBytes = 64;
/** So much is escaped at a time: room is needed for the worst. */
const escapeBytes = 4096;

/** More was to be gathered than `mostLength`. */
export class OutputTooLong extends Error {
  override readonly name = 'OutputTooLong';
}

export class OutputBuffer {
  /** The memory does not grow beyond so many bytes: OutputTooLong is thrown instead. */
  mostLength = Infinity;
  #bytes: Buffer = Buffer.allocUnsafeSlow(chunkBytes);
  #view = viewOf(this.#bytes);
  #length = 0;
  #spare: Buffer | undefined;
  /** What may come back. */
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** True when it is time to take what is there. */
  get isFull(): boolean {
    return this.#length >= chunkBytes / 2;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** How much was gathered: a place to come back to. */
  get length(): number {
    return this.#length;
  }

  /** Takes back what was written since. */
  rewind(length: number): void {
    this.#length = length;
  }

  /** Where what was gathered lies, from 0 to `length`: good until more is written. */
  get memory(): Buffer {
    return this.#bytes;
  }

  /** What was written since, as text. */
  textFrom(start: number): string {
    return this.#bytes.toString('utf8', start, this.#length);
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
    if (end - start > loopBytes) {
      this.#length += source.copy(this.#bytes, this.#length, start, end);
      return;
    }
    const bytes = this.#bytes;
    let at = this.#length;
    for (let from = start; from < end; from += 1) bytes[at++] = source[from] as number;
    this.#length = at;
  }

  /** What a JSON string says between its quotes. False, and nothing is written, where `escapeJson` cannot tell. */
  jsonText(source: Buffer, start: number, end: number): boolean {
    const before = this.#length;
    for (let from = start; from < end;) {
      let until = Math.min(from + escapeBytes, end);
      // Not inside a character.
      if (until < end) while (until > from + 1 && ((source[until] as number) & 0xc0) === 0x80) until -= 1;
      this.#reserve((until - from) * mostEscapedBytes + 1);
      const at = escapeJson(source, from, until, this.#view, this.#length);
      if (at < 0) {
        this.#length = before;
        return false;
      }
      this.#length = at;
      from = until;
    }
    return true;
  }

  /** A whole number, in digits. */
  number(value: number): void {
    if (value < 0 || !(value <= 0x7fff_ffff)) {
      if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
        // Two parts that are both small integers are written faster than one that is not.
        const high = Math.floor(value / 1e9);
        this.number(high);
        this.digits(value - high * 1e9, 9);
      } else this.text(String(value));
      return;
    }
    let digits = 1;
    for (let limit = 10; digits < 10 && value >= limit; limit *= 10) digits += 1;
    this.digits(value, digits);
  }

  /** So many digits, at most nine, with zeros in front. */
  digits(value: number, count: number): void {
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

  /** What was gathered; the buffer goes on with another chunk, since the taken one may still be on its way. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    if (taken.length <= copiedBytes) {
      this.#length = 0;
      return Buffer.from(taken);
    }
    if (this.#bytes.buffer.byteLength === chunkBytes) this.#lent.add(this.#bytes.buffer);
    this.#use(this.#spare ?? Buffer.allocUnsafeSlow(chunkBytes));
    this.#spare = undefined;
    this.#length = 0;
    return taken;
  }

  /**
   * Nothing refers any more to what was taken, and its memory may be used again: fresh memory costs a page fault for every
   * 4 kB. Other memory, and what came back before, is ignored.
   */
  giveBack({ buffer }: Buffer): void {
    if (this.#lent.delete(buffer)) this.#spare = Buffer.from(buffer);
  }

  #reserve(moreBytes: number): void {
    const needed = this.#length + moreBytes;
    if (needed <= this.#bytes.length) return;
    if (needed > this.mostLength) throw new OutputTooLong();
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#use(larger);
  }

  #use(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
