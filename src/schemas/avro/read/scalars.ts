/** The bytes of numbers, text and bytes → JSON. */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import {
  jsonString,
  writeAscii,
  writeBytes,
  writeDouble,
  writeFloat,
  writeWhole,
} from '../../json-scalars.js';
import { writeJsonString } from '../../json-text.js';
import { quoted } from '../model/names.js';
import type { PrimitiveName } from '../model/types.js';
import type { ByteCursor } from './byte-cursor.js';

/** Appends the JSON of the value at the cursor, which moves behind it. Throws DecodeError. */
export type Read = (from: ByteCursor, out: OutputBuffer) => void;

export function constant(json: string): Read {
  const bytes = Buffer.from(json);
  return (_from, out) => out.copy(bytes, 0, bytes.length);
}

const readLong: Read = (from, out) => {
  const value = from.long();
  if (typeof value === 'number') writeWhole(value, out);
  else writeAscii(String(value), out);
};

const readString: Read = (from, out) => {
  const length = from.length();
  const start = from.take(length);
  writeJsonString(from.bytes, start, from.at, out);
};

const readBytes: Read = (from, out) => {
  const length = from.length();
  const start = from.take(length);
  writeBytes(from.bytes, start, from.at, out);
};

const [yes, no] = [Buffer.from('true'), Buffer.from('false')];

const primitiveReads: Readonly<Record<PrimitiveName, Read>> = {
  null: constant('null'),
  boolean: (from, out) => {
    const byte = from.byte();
    if (byte > 1) throw from.wrong(`${byte} is neither true (1) nor false (0)`, from.at - 1);
    const text = byte === 1 ? yes : no;
    out.copy(text, 0, text.length);
  },
  int: (from, out) => writeWhole(from.int(), out),
  long: readLong,
  float: (from, out) => writeFloat(from.float(), out),
  double: (from, out) => writeDouble(from.double(), out),
  bytes: readBytes,
  string: readString,
};

/** `written` is what stands in the bytes, where a reader's schema makes something else of it; undefined if it cannot. */
export function readPrimitive(written: PrimitiveName, wanted: PrimitiveName): Read | undefined {
  if (written === wanted) return primitiveReads[wanted];
  switch (`${written} ${wanted}`) {
    case 'int long':
      return primitiveReads.int;
    case 'int float':
    case 'long float':
      return (from, out) => writeFloat(Math.fround(Number(from.long())), out);
    case 'int double':
    case 'long double':
      return (from, out) => writeDouble(Number(from.long()), out);
    case 'float double':
      return (from, out) => writeDouble(from.float(), out);
    // Both are a length and so many bytes.
    case 'string bytes':
      return readBytes;
    case 'bytes string':
      return readString;
    default:
      return undefined;
  }
}

export function readFixed(size: number): Read {
  return (from, out) => {
    const start = from.take(size);
    writeBytes(from.bytes, start, from.at, out);
  };
}

/** `targets`: by the index that was written, the symbol to show, or undefined for one that the reader lacks. */
export function readEnum(targets: readonly (string | undefined)[], symbols: readonly string[]): Read {
  // Each made once: a default may stand for many symbols, and be as long as a schema.
  const shown = new Map(
    Array.from(new Set(targets), (symbol) => [symbol, symbol && Buffer.from(jsonString(symbol))]),
  );
  const texts = targets.map((symbol) => shown.get(symbol));
  return (from, out) => {
    const { at } = from;
    const index = from.int();
    const text = texts[index];
    if (text) out.copy(text, 0, text.length);
    else if (index in symbols)
      throw from.wrong(`the reader's schema has no symbol ${quoted(symbols[index] ?? '')}`, at);
    else throw from.wrong(`the enum has no symbol of number ${index}`, at);
  };
}
