/** MessagePack's bytes → JSON text. */
import type { OutputBuffer } from '../../wire/print/output-buffer.js';
import { DecodeError } from '../codec.js';
import { writeJsonString } from '../json-text.js';
import { jsonMembers } from '../../text/source/json-source.js';
import { isMarked, marks, timestampType } from './message-pack-marked.js';

/** Deeper nesting would exhaust the stack. */
export const deepest = 100;

const [comma, colon, openBrace, closeBrace, openBracket, closeBracket] = [0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

export class MessagePackReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #out: OutputBuffer;
  #at: number;
  #depth = 0;

  constructor(bytes: Buffer, start: number, end: number, out: OutputBuffer) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#out = out;
  }

  /** Throws DecodeError, also if bytes are left. */
  readWhole(): void {
    this.#value();
    if (this.#at < this.#end) throw this.#wrong(`bytes are left behind the value: ${this.#end - this.#at}`);
  }

  #value(): void {
    const out = this.#out;
    const type = this.#uint(1);
    if (type < 0x80) out.number(type);
    else if (type >= 0xe0) out.text(String(type - 0x100));
    else if (type < 0x90) this.#map(type & 0x0f);
    else if (type < 0xa0) this.#array(type & 0x0f);
    else if (type < 0xc0) this.#string(type & 0x1f);
    else this.#typed(type);
  }

  #typed(type: number): void {
    const out = this.#out;
    switch (type) {
      case 0xc0: {
        out.text('null');
        return;
      }
      case 0xc2: {
        out.text('false');
        return;
      }
      case 0xc3: {
        out.text('true');
        return;
      }
      case 0xc4:
      case 0xc5:
      case 0xc6: {
        this.#binary('{', this.#uint(1 << (type - 0xc4)));
        return;
      }
      case 0xc7:
      case 0xc8:
      case 0xc9: {
        this.#extension(this.#uint(1 << (type - 0xc7)));
        return;
      }
      case 0xca: {
        this.#float(this.#bytes.readFloatBE(this.#take(4)));
        return;
      }
      case 0xcb: {
        this.#float(this.#bytes.readDoubleBE(this.#take(8)));
        return;
      }
      case 0xcc:
      case 0xcd:
      case 0xce: {
        out.number(this.#uint(1 << (type - 0xcc)));
        return;
      }
      case 0xcf: {
        out.text(String(this.#bytes.readBigUInt64BE(this.#take(8))));
        return;
      }
      case 0xd0:
      case 0xd1:
      case 0xd2: {
        const size = 1 << (type - 0xd0);
        out.text(String(this.#bytes.readIntBE(this.#take(size), size)));
        return;
      }
      case 0xd3: {
        out.text(String(this.#bytes.readBigInt64BE(this.#take(8))));
        return;
      }
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8: {
        this.#extension(1 << (type - 0xd4));
        return;
      }
      case 0xd9:
      case 0xda:
      case 0xdb: {
        this.#string(this.#uint(1 << (type - 0xd9)));
        return;
      }
      case 0xdc:
      case 0xdd: {
        this.#array(this.#uint(2 << (type - 0xdc)));
        return;
      }
      case 0xde:
      case 0xdf: {
        this.#map(this.#uint(2 << (type - 0xde)));
        return;
      }
      default:
        throw this.#wrong('0xc1 is not used by MessagePack');
    }
  }

  #array(count: number): void {
    this.#enter(count);
    this.#out.byte(openBracket);
    for (let index = 0; index < count; index += 1) {
      if (index > 0) this.#out.byte(comma);
      this.#value();
    }
    this.#out.byte(closeBracket);
    this.#depth -= 1;
  }

  /** An object, unless a key is not a text, or the object would stand for something else. */
  #map(count: number): void {
    this.#enter(count * 2);
    const out = this.#out;
    const start = out.length;
    /** Where each key and each value begins. */
    const places: number[] = [];
    let isObject = true;
    out.byte(openBrace);
    for (let index = 0; index < count; index += 1) {
      if (index > 0) out.byte(comma);
      places.push(out.length);
      const type = this.#bytes[this.#at] ?? 0;
      isObject &&= (type >= 0xa0 && type < 0xc0) || (type >= 0xd9 && type <= 0xdb);
      this.#value();
      out.byte(colon);
      places.push(out.length);
      this.#value();
    }
    out.byte(closeBrace);
    if (!isObject || (count <= 2 && this.#looksMarked(start, places))) this.#asPairs(start, places);
    this.#depth -= 1;
  }

  #looksMarked(start: number, places: readonly number[]): boolean {
    const [name = 0, value = 0] = places;
    const { memory } = this.#out;
    const [opening, end] = [name + 1, value - 2];
    if (end - opening > 9 || !marks.has(memory.toString('latin1', opening, end))) return false;
    return isMarked(jsonMembers(this.#out.textFrom(start)));
  }

  /** What was written as an object since `start` becomes `{"map":[[KEY,VALUE],…]}`. */
  #asPairs(start: number, places: readonly number[]): void {
    const out = this.#out;
    const written = Buffer.from(out.memory.subarray(start, out.length));
    const copy = (from: number, to: number) => out.copy(written, from - start, to - start);
    const end = out.length;
    out.rewind(start);
    out.text('{"map":[');
    for (let index = 0; index < places.length; index += 2) {
      const [key = 0, value = 0, next = end] = places.slice(index, index + 3);
      out.text(index > 0 ? ',[' : '[');
      copy(key, value - 1);
      out.byte(comma);
      copy(value, next - 1);
      out.byte(closeBracket);
    }
    out.text(']}');
  }

  /** Each takes a byte at least: a count that was made up costs nothing. */
  #enter(count: number): void {
    if (count > this.#end - this.#at) throw this.#wrong('it ends too early');
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#wrong(`it is nested more than ${deepest} deep`);
  }

  #string(length: number): void {
    const start = this.#take(length);
    writeJsonString(this.#bytes, start, this.#at, this.#out);
  }

  #binary(opening: string, length: number): void {
    const start = this.#take(length);
    this.#out.text(`${opening}"base64":"${this.#bytes.toString('base64', start, this.#at)}"}`);
  }

  #extension(length: number): void {
    const type = this.#bytes.readInt8(this.#take(1));
    const time = type === timestampType ? this.#timestamp(length) : undefined;
    if (time === undefined) this.#binary(`{"ext":${type},`, length);
    else this.#out.text(`{"timestamp":"${time}"}`);
  }

  /** With its nanoseconds; undefined beyond what a date can say, or if it is not written as a timestamp. */
  #timestamp(length: number): string | undefined {
    const bytes = this.#bytes;
    const start = this.#at;
    if (start + length > this.#end) throw this.#wrong('it ends too early');
    let seconds: bigint;
    let nanoseconds = 0;
    if (length === 4) seconds = BigInt(bytes.readUInt32BE(start));
    else if (length === 8) {
      const both = bytes.readBigUInt64BE(start);
      seconds = both & 0x3_ffff_ffffn;
      nanoseconds = Number(both >> 34n);
    } else if (length === 12) {
      nanoseconds = bytes.readUInt32BE(start);
      seconds = bytes.readBigInt64BE(start + 4);
    } else return undefined;
    const date = new Date(Number(seconds) * 1000);
    if (nanoseconds > 999_999_999 || Number.isNaN(date.getTime())) return undefined;
    this.#at += length;
    const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0')}`;
    return date.toISOString().replace(/\.000Z$/, `${fraction}Z`);
  }

  #float(value: number): void {
    if (!Number.isFinite(value)) {
      this.#out.text(`{"float":"${value}"}`);
      return;
    }
    const text = Object.is(value, -0) ? '-0' : String(value);
    this.#out.text(/[.e]/.test(text) ? text : `${text}.0`);
  }

  #uint(size: number): number {
    return this.#bytes.readUIntBE(this.#take(size), size);
  }

  /** Moves behind so many bytes; returns where they begin. */
  #take(length: number): number {
    const start = this.#at;
    if (length > this.#end - start) throw this.#wrong('it ends too early');
    this.#at += length;
    return start;
  }

  #wrong(what: string): DecodeError {
    return new DecodeError(what, this.#at);
  }
}
