/** JSON → the bytes of numbers, text and bytes. */
import { toInt64, type Int64 } from '../../../text/int64.js';
import { parseDecimal, rescaled } from '../../exact-decimal.js';
import type { JsonReader } from '../../json-reader.js';
import type { EnumType, FixedType, PrimitiveType } from '../model/types.js';
import type { ByteSink } from './byte-sink.js';
import { quoted } from '../model/names.js';
import { nearestNames } from '../../../text/nearest-names.js';
import { EncodeFault } from './encode-fault.js';

/** Writes the value that begins at the reader's place, which moves behind it. Throws EncodeFault. */
export type Write = (from: JsonReader, to: ByteSink) => void;

const plainWhole = /^-?\d{1,15}$/;
const [leastInt, largestInt] = [-(2 ** 31), 2 ** 31 - 1];
const unlike: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

/** Passes on what is of the wrong kind as a fault. */
export function expectKind(from: JsonReader, kind: ReturnType<JsonReader['kind']>, what: string): void {
  if (from.kind() !== kind) throw new EncodeFault(from.at, `is not ${what}`);
}

/** A whole number of 64 bits, whatever way it is written: 1e3 and 5.0 are two. */
export function readWhole(from: JsonReader): Int64 {
  const start = from.at;
  expectKind(from, 'number', 'a whole number');
  const source = from.source();
  if (plainWhole.test(source)) return Number(source);
  const decimal = parseDecimal(source);
  const value = decimal && rescaled(decimal, 0);
  if (value === undefined) throw new EncodeFault(start, 'is not a whole number');
  if (BigInt.asIntN(64, value) !== value) throw new EncodeFault(start, 'does not fit into 64 bits');
  return toInt64(value);
}

export function readInt(from: JsonReader): number {
  const start = from.at;
  const value = readWhole(from);
  if (value >= leastInt && value <= largestInt) return Number(value);
  throw new EncodeFault(start, 'does not fit into an int of 32 bits');
}

export function writeWhole(value: Int64, to: ByteSink): void {
  // Twice as much has to be exact, too.
  if (typeof value === 'number' && Math.abs(value) < 2 ** 52) to.int(value);
  else to.bigInt(BigInt(value));
}

/** Text; half a character, which JSON can name, is refused. */
export function readText(from: JsonReader, what: string): string {
  const start = from.at;
  expectKind(from, 'string', what);
  const text = from.string();
  if (/\p{Surrogate}/u.test(text)) throw new EncodeFault(start, 'has half of a character in it');
  return text;
}

/** Bytes as Avro's JSON has them, a character each. */
function readBytes(from: JsonReader): string {
  const start = from.at;
  expectKind(from, 'string', 'a string, which bytes are in JSON');
  const text = from.string();
  if (/[^\0-\xff]/.test(text)) {
    throw new EncodeFault(start, 'has a character beyond \\u00ff: each stands for one byte');
  }
  return text;
}

export function writePrimitive(type: PrimitiveType): Write {
  switch (type.kind) {
    case 'null':
      return (from) => {
        expectKind(from, 'null', 'null');
        from.skip();
      };
    case 'boolean':
      return (from, to) => {
        expectKind(from, 'boolean', 'true or false');
        to.byte(from.source() === 'true' ? 1 : 0);
      };
    case 'int':
      return (from, to) => to.int(readInt(from));
    case 'long':
      return (from, to) => writeWhole(readWhole(from), to);
    case 'float':
      return (from, to) => to.float(readFloating(from, Math.fround, 'a float'));
    case 'double':
      return (from, to) => to.double(readFloating(from, Number, 'a double'));
    case 'bytes':
      return (from, to) => {
        const bytes = readBytes(from);
        to.int(bytes.length);
        to.latin1(bytes);
      };
    case 'string':
      return (from, to) => to.text(readText(from, 'a string'));
  }
}

/** The nearest number that the type has, which is what a decimal fraction means there; not beyond its range. */
function readFloating(from: JsonReader, nearest: (value: number) => number, what: string): number {
  const start = from.at;
  if (from.kind() === 'string') {
    const text = from.string();
    const value = Object.hasOwn(unlike, text) ? unlike[text] : undefined;
    if (value !== undefined) return value;
    throw new EncodeFault(start, 'is not a number, "NaN", "Infinity" or "-Infinity"');
  }
  expectKind(from, 'number', 'a number');
  const value = nearest(Number(from.source()));
  if (Number.isFinite(value)) return value;
  throw new EncodeFault(start, `is beyond the range of ${what}`);
}

export function writeEnum({ name, symbols }: EnumType): Write {
  const indexes = new Map(symbols.map((symbol, index) => [symbol, index]));
  return (from, to) => {
    const start = from.at;
    const text = readText(from, `a symbol of ${quoted(name)}`);
    const index = indexes.get(text);
    if (index === undefined)
      throw new EncodeFault(start, unknownOf(text, `a symbol of ${quoted(name)}`, symbols));
    to.int(index);
  };
}

/** `is not a symbol of Colour: "redd"; nearest: red` */
function unknownOf(text: string, what: string, known: readonly string[]): string {
  return `is not ${what}: ${quoted(text)}${nearOf(text, known)}`;
}

/** Nothing, or what to say of names that are near. */
export function nearOf(text: string, known: readonly string[]): string {
  const near = nearestNames(text.slice(0, 200), known.slice(0, 1000)).map(quoted);
  return near.length > 0 ? `; the nearest: ${near.join(', ')}` : '';
}

export function writeFixed({ size }: FixedType): Write {
  return (from, to) => {
    const start = from.at;
    const bytes = readBytes(from);
    if (bytes.length !== size) {
      throw new EncodeFault(start, `has ${bytes.length} bytes, one a character, instead of ${size}`);
    }
    to.latin1(bytes);
  };
}
