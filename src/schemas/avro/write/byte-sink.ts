/** Avro's binary encoding of single values, into a buffer that grows. */
import { EncodeFault } from './encode-fault.js';

/** No broker takes a record as large; a schema's defaults can ask for any size. */
const largestBytes = 256 * 1024 * 1024;
const shortText = 48;

export class ByteSink {
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  rewind(length: number): void {
    this.#length = length;
  }

  /** A copy of what was written since `start`. */
  copyFrom(start: number): Buffer {
    return Buffer.from(this.#bytes.subarray(start, this.#length));
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Zigzag: exact up to 2^52. */
  int(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    this.#reserve(10);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      this.#bytes[this.#length++] = (rest % 0x80) + 0x80;
    }
    this.#bytes[this.#length++] = rest;
  }

  bigInt(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest >= 0x80n; rest >>= 7n) this.byte(Number(rest & 0x7fn) + 0x80);
    this.byte(Number(rest));
  }

  float(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeFloatLE(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** With its length before. */
  text(text: string): void {
    if (text.length <= shortText && this.#ascii(text)) return;
    const length = Buffer.byteLength(text);
    this.int(length);
    this.#reserve(length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** A character a byte; all of them must be below U+0100. */
  latin1(text: string): void {
    this.#reserve(text.length);
    this.#length += this.#bytes.write(text, this.#length, 'latin1');
  }

  /** A count before what was written since `start`, which is moved. */
  insertCount(count: number, start: number): void {
    const end = this.#length;
    this.int(count);
    const width = this.#length - end;
    const written = Buffer.from(this.#bytes.subarray(end, this.#length));
    this.#bytes.copyWithin(start + width, start, end);
    this.#bytes.set(written, start);
  }

  #ascii(text: string): boolean {
    const start = this.#length;
    this.int(text.length);
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 0x80) {
        this.#length = start;
        return false;
      }
      this.#bytes[this.#length++] = code;
    }
    return true;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    if (needed > largestBytes) throw new EncodeFault(0, 'becomes more than 256 MiB');
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
