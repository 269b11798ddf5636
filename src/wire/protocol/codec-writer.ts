/** Writes Kafka's primitive types into a buffer that grows; values a type cannot hold are refused by name. */
import { LabError } from '../../text/errors.js';

const TWO_POW_32 = 2 ** 32;
/** Values from this size on are kept by reference: copying them is most of what sending records would cost. */
const REFERENCED_BYTES = 16 * 1024;

export class ByteWriter {
  /** Name of the field being written, for error messages. */
  field = '';
  readonly what: string;
  #buffer: Buffer;
  #offset = 0;
  /** What stands before `#buffer`. */
  readonly #pieces: Buffer[] = [];

  /** `what` names the message in errors, e.g. "Metadata v9 request". */
  constructor(what: string, sizeBytes = 256) {
    this.what = what;
    this.#buffer = Buffer.allocUnsafe(sizeBytes);
  }

  /** What was written so far, as a view unless there are large values, which are copied. */
  written(): Buffer {
    const last = this.#buffer.subarray(0, this.#offset);
    return this.#pieces.length === 0 ? last : Buffer.concat([...this.#pieces, last]);
  }

  /** What was written so far: views of this writer's memory and, between them, the large values themselves. */
  pieces(): readonly Buffer[] {
    const last = this.#buffer.subarray(0, this.#offset);
    return this.#pieces.length === 0 ? [last] : [...this.#pieces, last].filter(({ length }) => length > 0);
  }

  unfit(problem: string): LabError {
    return new LabError('failed', `${this.what} cannot be written: ${this.field} ${problem}`);
  }

  bool(value: unknown): void {
    if (typeof value !== 'boolean') throw this.unfit('must be true or false');
    const at = this.#reserve(1);
    this.#buffer.writeInt8(value ? 1 : 0, at);
  }

  int8(value: unknown): void {
    const at = this.#reserve(1);
    this.#buffer.writeInt8(this.#whole(value, -0x80, 0x7f), at);
  }

  int16(value: unknown): void {
    const at = this.#reserve(2);
    this.#buffer.writeInt16BE(this.#whole(value, -0x8000, 0x7fff), at);
  }

  uint16(value: unknown): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(this.#whole(value, 0, 0xffff), at);
  }

  int32(value: unknown): void {
    const at = this.#reserve(4);
    this.#buffer.writeInt32BE(this.#whole(value, -0x80000000, 0x7fffffff), at);
  }

  uint32(value: unknown): void {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(this.#whole(value, 0, 0xffffffff), at);
  }

  int64(value: unknown): void {
    const whole = this.#whole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const high = Math.floor(whole / TWO_POW_32);
    this.#wide(high, whole - high * TWO_POW_32);
  }

  anyInt64(value: unknown): void {
    if (typeof value !== 'bigint') this.int64(value);
    else if (BigInt.asIntN(64, value) !== value) throw this.unfit(`must fit into 64 bits, not ${value}`);
    else {
      const at = this.#reserve(8);
      this.#buffer.writeBigInt64BE(value, at);
    }
  }

  float64(value: unknown): void {
    if (typeof value !== 'number') throw this.unfit('must be a number');
    const at = this.#reserve(8);
    this.#buffer.writeDoubleBE(value, at);
  }

  uuid(value: unknown): void {
    const raw = typeof value === 'string' ? Buffer.from(value, 'base64url') : undefined;
    if (raw?.length !== 16) throw this.unfit('must be a uuid: 22 characters of base64url');
    this.raw(raw);
  }

  unsignedVarint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte((rest % 0x80) + 0x80);
    this.#byte(rest);
  }

  raw(value: Buffer): void {
    if (value.length >= REFERENCED_BYTES) {
      this.#pieces.push(this.#buffer.subarray(0, this.#offset), value);
      this.#buffer = this.#buffer.subarray(this.#offset);
      this.#offset = 0;
      return;
    }
    const at = this.#reserve(value.length);
    value.copy(this.#buffer, at);
  }

  #byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  #wide(high: number, low: number): void {
    const at = this.#reserve(8);
    this.#buffer.writeInt32BE(high, at);
    this.#buffer.writeUInt32BE(low, at + 4);
  }

  #whole(value: unknown, lowest: number, highest: number): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest)
      return value;
    throw this.unfit(`must be a whole number from ${lowest} to ${highest}, not ${String(value)}`);
  }

  /** May move the buffer, so it has to run before `#buffer` is looked at. */
  #reserve(length: number): number {
    const start = this.#offset;
    const needed = start + length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, start);
      this.#buffer = larger;
    }
    this.#offset = needed;
    return start;
  }
}
