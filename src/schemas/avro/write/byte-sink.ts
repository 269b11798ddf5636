/** Avro's binary encoding of single values. */
import { GrowingBytes } from '../../growing-bytes.js';

const shortText = 48;

export class ByteSink extends GrowingBytes {
  /** Zigzag: exact up to 2^52. */
  int(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    this.reserve(10);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      this.memory[this.size++] = (rest % 0x80) + 0x80;
    }
    this.memory[this.size++] = rest;
  }

  bigInt(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    for (; rest >= 0x80n; rest >>= 7n) this.byte(Number(rest & 0x7fn) + 0x80);
    this.byte(Number(rest));
  }

  /** With its length before. */
  text(text: string): void {
    if (text.length <= shortText && this.#ascii(text)) return;
    const length = Buffer.byteLength(text);
    this.int(length);
    this.reserve(length);
    this.size += this.memory.write(text, this.size);
  }

  /** A character a byte; all of them must be below U+0100. */
  latin1(text: string): void {
    this.reserve(text.length);
    this.size += this.memory.write(text, this.size, 'latin1');
  }

  /** A count before what was written since `start`, which is moved. */
  insertCount(count: number, start: number): void {
    const end = this.size;
    this.int(count);
    this.moveBefore(start, end);
  }

  #ascii(text: string): boolean {
    const start = this.size;
    this.int(text.length);
    this.reserve(text.length);
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 0x80) {
        this.size = start;
        return false;
      }
      this.memory[this.size++] = code;
    }
    return true;
  }
}
