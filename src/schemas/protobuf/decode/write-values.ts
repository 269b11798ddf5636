/** The bytes of one scalar → ProtoJSON (protobuf.dev/programming-guides/json). */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { DecodeError } from '../../codec.js';
import { writeJsonString } from '../../json-text.js';
import type { ProtoEnum, ScalarType } from '../source/model.js';
import { readLength, readVarint, varint, wires } from './wire.js';
import { shortestFloat } from '../../json-scalars.js';

/** Writes the value that begins at `at`, and returns where it ends: at or before `end`. Throws DecodeError. */
export type ValueWriter = (
  bytes: Buffer,
  at: number,
  end: number,
  out: OutputBuffer,
  depth: number,
) => number;

export interface Scalar {
  readonly wire: number;
  readonly write: ValueWriter;
  /** What stands for zero. */
  readonly zero: string;
  /** The same text for bytes that mean the same; `bytes` undefined: for zero. For keys of maps. */
  identity(bytes: Buffer | undefined, start: number, end: number): string;
}

const quote = 0x22;
const minus = 0x2d;
/** Above, the number that two halves make is not exact. */
const mostHigh = 0x20_0000;
const isTrue = Buffer.from('true');
const isFalse = Buffer.from('false');

const scalars: Readonly<Record<ScalarType, Scalar>> = {
  int32: varintScalar((out) => out.number(varint.low | 0)),
  sint32: varintScalar((out) => out.number((varint.low >>> 1) ^ -(varint.low & 1))),
  uint32: varintScalar((out) => out.number(varint.low >>> 0)),
  int64: varintScalar((out) => writeSigned(varint.high, varint.low, out), '"0"'),
  uint64: varintScalar((out) => writeUnsigned(varint.high, varint.low, out), '"0"'),
  sint64: varintScalar(writeZigzag, '"0"'),
  bool: varintScalar((out) => {
    const bytes = (varint.low | varint.high) === 0 ? isFalse : isTrue;
    out.copy(bytes, 0, bytes.length);
  }, 'false'),
  fixed32: fixed(4, (bytes, at, out) => out.number(int32At(bytes, at) >>> 0)),
  sfixed32: fixed(4, (bytes, at, out) => out.number(int32At(bytes, at))),
  fixed64: fixed(
    8,
    (bytes, at, out) => writeUnsigned(int32At(bytes, at + 4), int32At(bytes, at), out),
    '"0"',
  ),
  sfixed64: fixed(8, (bytes, at, out) => writeSigned(int32At(bytes, at + 4), int32At(bytes, at), out), '"0"'),
  float: fixed(4, (bytes, at, out) => writeFloat(bytes.readFloatLE(at), out)),
  double: fixed(8, (bytes, at, out) => writeDouble(bytes.readDoubleLE(at), out)),
  // UTF-8 in all versions of the language; what is not cannot be shown as text.
  string: lengthScalar(writeJsonString),
  bytes: lengthScalar((bytes, start, end, out) => out.text(`"${bytes.toString('base64', start, end)}"`)),
};

export function scalarOf(type: ScalarType): Scalar {
  return scalars[type];
}

function varintScalar(write: (out: OutputBuffer) => void, zero = '0'): Scalar {
  return {
    wire: wires.varint,
    write: (bytes, at, end, out) => {
      const behind = readVarint(bytes, at, end);
      write(out);
      return behind;
    },
    zero,
    identity: (bytes, start, end) => {
      if (!bytes) return '0:0';
      readVarint(bytes, start, end);
      if (zero === 'false') return (varint.low | varint.high) === 0 ? '0:0' : '1';
      return `${zero === '0' ? 0 : varint.high}:${varint.low}`;
    },
  };
}

function fixed(
  size: 4 | 8,
  write: (bytes: Buffer, at: number, out: OutputBuffer) => void,
  zero = '0',
): Scalar {
  return {
    wire: size === 4 ? wires.fourBytes : wires.eightBytes,
    write: (bytes, at, end, out) => {
      if (at + size > end) throw new DecodeError('it ends within a number', at);
      write(bytes, at, out);
      return at + size;
    },
    zero,
    identity: (bytes, start, end) => bytes?.toString('latin1', start, end) ?? '\0'.repeat(size),
  };
}

function lengthScalar(write: (bytes: Buffer, start: number, end: number, out: OutputBuffer) => void): Scalar {
  return {
    wire: wires.length,
    write: (bytes, at, end, out) => {
      const start = readLength(bytes, at, end);
      const behind = start + varint.low;
      write(bytes, start, behind, out);
      return behind;
    },
    zero: '""',
    identity: (bytes, start, end) => {
      if (!bytes) return '';
      return bytes.toString('latin1', readLength(bytes, start, end), end);
    },
  };
}

function int32At(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** In quotes, as ProtoJSON has 64 bits. */
function writeUnsigned(high: number, low: number, out: OutputBuffer): void {
  out.byte(quote);
  writeDigits(high, low, out);
  out.byte(quote);
}

function writeSigned(high: number, low: number, out: OutputBuffer): void {
  out.byte(quote);
  if (high < 0) {
    out.byte(minus);
    writeDigits(low === 0 ? -high : ~high, -low, out);
  } else writeDigits(high, low, out);
  out.byte(quote);
}

function writeZigzag(out: OutputBuffer): void {
  const { low, high } = varint;
  const sign = -(low & 1);
  writeSigned((high >>> 1) ^ sign, ((low >>> 1) | (high << 31)) ^ sign, out);
}

/** Of an unsigned number in two halves. */
export function writeDigits(high: number, low: number, out: OutputBuffer): void {
  const upper = high >>> 0;
  if (upper < mostHigh) out.number(upper * 2 ** 32 + (low >>> 0));
  else out.text(String((BigInt(upper) << 32n) | BigInt(low >>> 0)));
}

/** Of eight bytes. */
export function writeDigitsAt(bytes: Buffer, at: number, out: OutputBuffer): void {
  writeDigits(int32At(bytes, at + 4), int32At(bytes, at), out);
}

function writeDouble(value: number, out: OutputBuffer): void {
  out.text(doubleJson(value));
}

function writeFloat(value: number, out: OutputBuffer): void {
  writeDouble(shortest(value), out);
}

/** The least float with all its bits. */
const leastNormal = 2 ** -126;

function shortest(value: number): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 2 ** 24)) return value;
  // Those next to zero have fewer than six.
  return shortestFloat(value, Math.abs(value) < leastNormal ? 1 : 6);
}

function doubleJson(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return `"${value}"`;
}

/** By name; a number that has none as the number. */
export function enumScalar(type: ProtoEnum): Scalar {
  const isNull = type.fullName === 'google.protobuf.NullValue';
  const names = new Map<number, Buffer>();
  for (const { name, number } of type.values) {
    if (!names.has(number)) names.set(number, Buffer.from(isNull ? 'null' : JSON.stringify(name)));
  }
  const common = Array.from({ length: 64 }, (_, number) => names.get(number));
  const writeName = (out: OutputBuffer): void => {
    const number = varint.low | 0;
    const name = number >= 0 && number < 64 ? common[number] : names.get(number);
    if (name) out.copy(name, 0, name.length);
    else out.number(number);
  };
  const zero = names.get(type.values[0]?.number ?? 0)?.toString() ?? '0';
  return varintScalar(writeName, zero);
}
