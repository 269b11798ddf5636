/** Avro's binary encoding of single values, read from a place in a buffer; never beyond its end. */
import { countedAre } from '../../../view/counted.js';
import { toInt64, type Int64 } from '../../../text/int64.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { requireBounded } from '../../bounded-decoder.js';
import { DecodeError } from '../../codec.js';

/** Deeper recursion could exhaust the stack. */
const deepest = 500;
/** Elements without any bytes cost nothing to send. */
const mostEmpty = 65_536;

export class ByteCursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  #depth = 0;
  #empty = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));

  begin(bytes: Buffer, start: number, end: number): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.at = start;
    this.end = end;
    this.#depth = 0;
    this.#empty = 0;
  }

  wrong(message: string, at = this.at): DecodeError {
    return new DecodeError(message, at);
  }

  /** Returns where they begin, and moves behind them. */
  take(length: number): number {
    const { at } = this;
    if (length > this.end - at) {
      const left = this.end - at;
      throw this.wrong(
        `${countedAre(length, 'byte')} needed here, and ${left} ${left === 1 ? 'is' : 'are'} left`,
      );
    }
    this.at = at + length;
    return at;
  }

  byte(): number {
    return this.bytes[this.take(1)] as number;
  }

  /** A length in bytes, which must be there. */
  length(): number {
    const { at } = this;
    const length = this.long();
    if (typeof length === 'number' && length >= 0) return length;
    throw this.wrong(`a length is ${length}`, at);
  }

  int(): number {
    const { at } = this;
    const value = this.long();
    if (typeof value === 'number' && (value | 0) === value) return value;
    throw this.wrong(`${value} is not an int of 32 bits`, at);
  }

  long(): Int64 {
    const { bytes, end, at: start } = this;
    let at = start;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = at < end ? (bytes[at] as number) : -1;
      if (byte < 0) throw this.wrong('the bytes end inside of a number', start);
      at += 1;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.at = at;
        return (low >>> 1) ^ -(low & 1);
      }
    }
    return this.#longer(low, at, start);
  }

  /** Beyond 28 bits: 21 more are exact as a double; after those comes what needs a bigint. */
  #longer(low: number, from: number, start: number): Int64 {
    const { bytes, end } = this;
    let at = from;
    let high = 0;
    for (let shift = 0; shift < 42; shift += 7) {
      const byte = at < end ? (bytes[at] as number) : -1;
      if (byte < 0) throw this.wrong('the bytes end inside of a number', start);
      at += 1;
      high += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (at - start === 10 && byte > 1) break;
        this.at = at;
        if (high < 2 ** 21) {
          const zigzag = high * 2 ** 28 + low;
          return low & 1 ? -(zigzag + 1) / 2 : zigzag / 2;
        }
        const wide = BigInt(high) * 0x1000_0000n + BigInt(low);
        return toInt64((wide >> 1n) ^ -(wide & 1n));
      }
    }
    throw this.wrong('a number is longer than 64 bits', start);
  }

  float(): number {
    return this.#view.getFloat32(this.take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.take(8), true);
  }

  /**
   * How many elements follow in this block of an array or a map; 0 at its end. `least` bytes are in each: what cannot be there
   * is refused before any work is done for it.
   */
  blockCount(least: number): number {
    const { at } = this;
    let count = this.long();
    if (count < 0) {
      count = toInt64(-BigInt(count));
      const size = this.length();
      if (size > this.end - this.at) throw this.wrong(`a block of ${size} bytes does not end`, at);
    }
    if (count > (least > 0 ? (this.end - this.at) / least : mostEmpty - this.#empty)) {
      throw this.wrong(`a block of ${count} elements does not fit into the bytes`, at);
    }
    if (least === 0) this.#empty += Number(count);
    return Number(count);
  }

  /** Before what is nested; `leave` is not called where something was thrown. */
  enter(out: OutputBuffer): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.wrong(`it is nested more than ${deepest} deep`);
    requireBounded(out, this.at);
  }

  leave(): void {
    this.#depth -= 1;
  }
}
