/** The JSON of one scalar → its bytes (protobuf.dev/programming-guides/json). */
import { nearestNames } from '../../../text/nearest-names.js';
import { stringOf } from '../../../text/source/json-source.js';
import { EncodeError } from '../../codec.js';
import type { ByteWriter } from './byte-writer.js';
import { realNumber, wholeNumber, wordOf } from './json-numbers.js';
import type { ProtoEnum, ScalarType } from '../source/model.js';

/** Writes the value, without a tag. `path` is where it stands. Throws EncodeError. */
export type ValueEncoder = (source: string, path: string, to: ByteWriter, depth: number) => void;

const int32s = [-(2n ** 31n), 2n ** 31n - 1n] as const;
const uint32s = [0n, 2n ** 32n - 1n] as const;
const int64s = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const uint64s = [0n, 2n ** 64n - 1n] as const;

const encoders: Readonly<Record<ScalarType, ValueEncoder>> = {
  int32: whole('int32', int32s, (value, to) => to.varint64(value)),
  int64: whole('int64', int64s, (value, to) => to.varint64(value)),
  uint32: whole('uint32', uint32s, (value, to) => to.varint64(value)),
  uint64: whole('uint64', uint64s, (value, to) => to.varint64(value)),
  sint32: whole('sint32', int32s, (value, to) => to.varint64((value << 1n) ^ (value >> 63n))),
  sint64: whole('sint64', int64s, (value, to) => to.varint64((value << 1n) ^ (value >> 63n))),
  fixed32: whole('fixed32', uint32s, (value, to) => to.fixed32(Number(value))),
  sfixed32: whole('sfixed32', int32s, (value, to) => to.fixed32(Number(value))),
  fixed64: whole('fixed64', uint64s, (value, to) => to.fixed64(value)),
  sfixed64: whole('sfixed64', int64s, (value, to) => to.fixed64(value)),
  float: (source, path, to) => to.float(realNumber(source, path, 'float')),
  double: (source, path, to) => to.double(realNumber(source, path, 'double')),
  bool: (source, path, to) => {
    if (source !== 'true' && source !== 'false') throw new EncodeError(path, 'is neither true nor false');
    to.varint(source === 'true' ? 1 : 0);
  },
  string: (source, path, to) => to.bytes(textBytes(source, path)),
  bytes: (source, path, to) => to.bytes(base64Bytes(source, path)),
};

export function scalarEncoder(type: ScalarType): ValueEncoder {
  return encoders[type];
}

function whole(
  type: ScalarType,
  [least, most]: readonly [bigint, bigint],
  write: (value: bigint, to: ByteWriter) => void,
): ValueEncoder {
  return (source, path, to) => write(wholeNumber(source, path, least, most, type), to);
}

/** Half of a character, which JSON can escape, is not UTF-8. */
export function textBytes(source: string, path: string): Buffer {
  if (!source.startsWith('"')) throw new EncodeError(path, 'is not a text in quotes');
  const text = stringOf(source);
  if (/\p{Surrogate}/u.test(text))
    throw new EncodeError(path, 'has half of a character (a lone surrogate), which is not UTF-8');
  return Buffer.from(text);
}

/** Base64 of either alphabet, with or without padding. */
export function base64Bytes(source: string, path: string): Buffer {
  const text = source.startsWith('"') ? stringOf(source) : '';
  const isBase64 = /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
  if (!source.startsWith('"') || !isBase64)
    throw new EncodeError(path, 'is not base64 in quotes, which bytes are written as');
  return Buffer.from(text, 'base64');
}

/** By name or by number; of an open enum and of a closed one any number of 32 bits. */
export function enumEncoder(type: ProtoEnum): ValueEncoder {
  const numbers = new Map(type.values.map(({ name, number }) => [name, number]));
  const names = [...numbers.keys()];
  return (source, path, to) => {
    if (!source.startsWith('"')) {
      if (source === 'null' && type.fullName === 'google.protobuf.NullValue') to.varint(0);
      else to.varint64(wholeNumber(source, path, ...int32s, type.name));
      return;
    }
    const name = wordOf(source);
    const number = numbers.get(name);
    if (number === undefined) {
      const near = nearestNames(name, names);
      const choice = near.length > 0 ? `: is it ${near.join(' or ')}?` : `: ${names.slice(0, 8).join(', ')}`;
      throw new EncodeError(path, `is not a value of ${type.fullName}${choice}`);
    }
    to.varint64(BigInt(number));
  };
}
