/** JSON text → MessagePack, each value in the fewest bytes. */
import { jsonElements, jsonMembers, stringOf } from '../../text/source/json-source.js';
import { EncodeError } from '../codec.js';
import { double, markedPairs, markedValue, sized } from './message-pack-marked.js';
import { deepest } from './message-pack-reader.js';

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
      const marked = markedValue(members);
      if (marked) {
        parts.push(marked);
        return;
      }
      const pairs = markedPairs(members);
      if (pairs) {
        writePairs(pairs, path, depth, parts);
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

function writePairs(
  pairs: readonly (readonly [string, string])[],
  path: string,
  depth: number,
  parts: Buffer[],
): void {
  parts.push(sized(pairs.length, 0x80, 16, [0, 0xde, 0xdf]));
  pairs.forEach((pair, index) => {
    pair.forEach((each, side) =>
      write(each, `${path === '' ? '' : `${path}.`}map[${index}][${side}]`, depth + 1, parts),
    );
  });
}

function writeText(text: string, path: string, parts: Buffer[]): void {
  if (/\p{Surrogate}/u.test(text)) {
    throw new EncodeError(path, 'has half of a surrogate pair, which UTF-8 cannot express');
  }
  const bytes = Buffer.from(text);
  parts.push(sized(bytes.length, 0xa0, 32, [0xd9, 0xda, 0xdb]), bytes);
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
