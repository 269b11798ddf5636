/** JSON text → MessagePack, each value in the fewest bytes. */
import { jsonElements, jsonMembers, stringOf } from '../../text/source/json-source.js';
import { EncodeError } from '../codec.js';
import { deepest, timestampType } from './message-pack-reader.js';

/** Throws EncodeError for numbers of more than 64 bits and too deep nesting. */
export function encodeMessagePack(source: string): Buffer {
  const parts: Buffer[] = [];
  write(source.trim(), '', 0, parts);
  return Buffer.concat(parts);
}

function write(source: string, path: string, depth: number, parts: Buffer[]): void {
  if (depth > deepest) throw new EncodeError(path, `is nested more than ${deepest} deep`);
  switch (source.charAt(0)) {
    case 'n':
      parts.push(Buffer.from([0xc0]));
      return;
    case 'f':
      parts.push(Buffer.from([0xc2]));
      return;
    case 't':
      parts.push(Buffer.from([0xc3]));
      return;
    case '"':
      writeText(stringOf(source), path, parts);
      return;
    case '[': {
      const elements = jsonElements(source);
      parts.push(sized(elements.length, 0x90, 16, [0, 0xdc, 0xdd]));
      elements.forEach((each, index) => write(each, `${path}[${index}]`, depth + 1, parts));
      return;
    }
    case '{': {
      const members = jsonMembers(source);
      const special = members.length <= 2 ? specialValue(members) : undefined;
      if (special) {
        parts.push(special);
        return;
      }
      parts.push(sized(members.length, 0x80, 16, [0, 0xde, 0xdf]));
      for (const { name, source: value } of members) {
        writeText(name, path, parts);
        write(value, path === '' ? name : `${path}.${name}`, depth + 1, parts);
      }
      return;
    }
    default:
      parts.push(number(source, path));
  }
}

function writeText(text: string, path: string, parts: Buffer[]): void {
  if (/\p{Surrogate}/u.test(text)) {
    throw new EncodeError(path, 'has half of a surrogate pair, which UTF-8 cannot express');
  }
  const bytes = Buffer.from(text);
  parts.push(sized(bytes.length, 0xa0, 32, [0xd9, 0xda, 0xdb]), bytes);
}

/** A type with its length: in one byte below `most`, else behind the type for one, two or four bytes; 0 where there is none. */
function sized(
  length: number,
  short: number,
  most: number,
  types: readonly [number, number, number],
): Buffer {
  if (length < most) return Buffer.from([short | length]);
  const index = length < 0x100 && types[0] !== 0 ? 0 : length < 0x1_0000 ? 1 : 2;
  const bytes = Buffer.alloc(1 + (1 << index), types[index]);
  bytes.writeUIntBE(length, 1, 1 << index);
  return bytes;
}

/** `{"base64": …}` and the like; undefined for any other object. */
function specialValue(members: readonly { name: string; source: string }[]): Buffer | undefined {
  const of = new Map(members.map(({ name, source }) => [name, source]));
  if (of.size !== members.length) return undefined;
  const textOf = (name: string) => {
    const source = of.get(name);
    return source?.startsWith('"') ? stringOf(source) : undefined;
  };
  const [base64, timestamp, float] = ['base64', 'timestamp', 'float'].map(textOf);
  const bytes = base64 === undefined ? undefined : bytesOf(base64);
  const ext = of.get('ext');
  if (bytes && ext !== undefined && /^-?\d{1,3}$/.test(ext) && Number(ext) === (Number(ext) << 24) >> 24) {
    return extension(Number(ext), bytes);
  }
  if (of.size !== 1) return undefined;
  if (bytes) return Buffer.concat([sized(bytes.length, 0, 0, [0xc4, 0xc5, 0xc6]), bytes]);
  if (timestamp !== undefined) return timestampOf(timestamp);
  return float !== undefined && ['NaN', 'Infinity', '-Infinity'].includes(float)
    ? double(Number(float))
    : undefined;
}

function bytesOf(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

function extension(type: number, bytes: Buffer): Buffer {
  const fixed = [1, 2, 4, 8, 16].indexOf(bytes.length);
  const head = fixed >= 0 ? Buffer.from([0xd4 + fixed]) : sized(bytes.length, 0, 0, [0xc7, 0xc8, 0xc9]);
  return Buffer.concat([head, Buffer.from([type & 0xff]), bytes]);
}

/** `2026-01-15T10:00:00.123456789Z`, in the shortest of the three forms. */
function timestampOf(text: string): Buffer | undefined {
  const [, moment, fraction = ''] =
    /^([+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text) ?? [];
  const milliseconds = moment === undefined ? NaN : Date.parse(`${moment}Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const seconds = BigInt(milliseconds) / 1000n;
  const nanoseconds = Number(fraction.padEnd(9, '0'));
  if (seconds < 0n || seconds >= 2n ** 34n) {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(nanoseconds);
    bytes.writeBigInt64BE(seconds, 4);
    return extension(timestampType, bytes);
  }
  const isShort = nanoseconds === 0 && seconds < 2n ** 32n;
  const bytes = Buffer.alloc(isShort ? 4 : 8);
  if (isShort) bytes.writeUInt32BE(Number(seconds));
  else bytes.writeBigUInt64BE((BigInt(nanoseconds) << 34n) | seconds);
  return extension(timestampType, bytes);
}

function number(source: string, path: string): Buffer {
  if (/[.eE]/.test(source)) {
    const value = Number(source);
    if (!Number.isFinite(value)) throw new EncodeError(path, 'is too large for a double');
    return double(value);
  }
  const value = BigInt(source);
  if (value < -(2n ** 63n) || value >= 2n ** 64n) throw new EncodeError(path, 'has more than 64 bits');
  if (value >= -32n && value < 128n) return Buffer.from([Number(value) & 0xff]);
  const isNegative = value < 0n;
  const index = [8n, 16n, 32n, 64n].findIndex((bits) =>
    isNegative ? value >= -(2n ** (bits - 1n)) : value < 2n ** bits,
  );
  const size = 1 << index;
  const bytes = Buffer.alloc(9);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), 1);
  bytes[8 - size] = (isNegative ? 0xd0 : 0xcc) + index;
  return bytes.subarray(8 - size);
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xcb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}
