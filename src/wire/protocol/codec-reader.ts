/** Reads Kafka's primitive types from a buffer; every read is checked against what is left. */
import type { Int64 } from '../../text/int64.js';
import { MalformedError } from './codec-error.js';

const TWO_POW_32 = 2 ** 32;

export class ByteReader {
  /** Name of the field being read, for error messages. */
  field = '';
  readonly #buffer: Buffer;
  readonly #what: string;
  #offset = 0;
  #end: number;

  /** `what` names the message in errors, e.g. "Metadata v9 response". */
  constructor(buffer: Buffer, what: string) {
    this.#buffer = buffer;
    this.#what = what;
    this.#end = buffer.length;
  }

  get remaining(): number {
    return this.#end - this.#offset;
  }

  malformed(problem: string): MalformedError {
    const where = this.field === '' ? '' : ` in ${this.field}`;
    const at = `byte ${this.#offset} of ${this.#buffer.length}`;
    return new MalformedError(`${this.#what} cannot be read${where} at ${at}: ${problem}`);
  }

  bool(): boolean {
    return this.#buffer[this.#take(1)] !== 0;
  }

  int8(): number {
    return this.#buffer.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#take(2));
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#take(4));
  }

  uint32(): number {
    return this.#buffer.readUInt32BE(this.#take(4));
  }

  int64(): number {
    const value = this.#wide(this.#take(8));
    if (Number.isSafeInteger(value)) return value;
    this.#offset -= 8;
    throw this.malformed(`${this.#buffer.readBigInt64BE(this.#offset)} is beyond 2^53`);
  }

  anyInt64(): Int64 {
    const start = this.#take(8);
    const value = this.#wide(start);
    return Number.isSafeInteger(value) ? value : this.#buffer.readBigInt64BE(start);
  }

  float64(): number {
    return this.#buffer.readDoubleBE(this.#take(8));
  }

  uuid(): string {
    const start = this.#take(16);
    return this.#buffer.toString('base64url', start, start + 16);
  }

  unsignedVarint(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.#buffer[this.#take(1)] ?? 0;
      value += (byte & 0x7f) * shift;
      if (value >= TWO_POW_32 || shift > TWO_POW_32) throw this.malformed('a length is longer than 32 bits');
      if (byte < 0x80) return value;
    }
  }

  string(length: number): string {
    const start = this.#take(length);
    return this.#buffer.toString('utf8', start, start + length);
  }

  /** A view of the buffer, not a copy. */
  bytes(length: number): Buffer {
    const start = this.#take(length);
    return this.#buffer.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** Skips a tagged section. */
  skipTags(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint();
      this.skip(this.unsignedVarint());
    }
  }

  /** Runs `read` on the next `length` bytes alone and insists that it uses them all. */
  within<T>(length: number, read: () => T): T {
    if (length > this.remaining) throw this.#short(length);
    const outerEnd = this.#end;
    this.#end = this.#offset + length;
    const value = read();
    this.finish();
    this.#end = outerEnd;
    return value;
  }

  finish(): void {
    if (this.remaining > 0) throw this.malformed(`${this.remaining} bytes are left over`);
  }

  #wide(at: number): number {
    return this.#buffer.readInt32BE(at) * TWO_POW_32 + this.#buffer.readUInt32BE(at + 4);
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#end) throw this.#short(length);
    this.#offset = start + length;
    return start;
  }

  #short(length: number): MalformedError {
    return this.malformed(`${length} bytes are needed, ${this.remaining} are left`);
  }
}
