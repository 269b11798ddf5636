/** The objects that stand for what JSON has no word for: bytes, timestamps, extensions, floats, maps with other keys than texts. */
import { jsonElements, stringOf, type JsonMember } from '../../text/source/json-source.js';

/** The type of the extension that is a timestamp. */
export const timestampType = -1;

/** A map whose members are none of these is no such object. */
export const marks: ReadonlySet<string> = new Set(['base64', 'timestamp', 'float', 'ext', 'map']);

/** Whether an object of these members stands for something else. */
export function isMarked(members: readonly JsonMember[]): boolean {
  return markedValue(members) !== undefined || markedPairs(members) !== undefined;
}

/** The keys and values that `{"map": [[KEY, VALUE], …]}` stands for, as JSON; undefined for any other object. */
export function markedPairs(
  members: readonly JsonMember[],
): readonly (readonly [string, string])[] | undefined {
  const [only] = members;
  if (members.length !== 1 || only?.name !== 'map' || !only.source.startsWith('[')) return undefined;
  const pairs: (readonly [string, string])[] = [];
  for (const element of jsonElements(only.source)) {
    const [key, value, ...others] = element.startsWith('[') ? jsonElements(element) : [];
    if (key === undefined || value === undefined || others.length > 0) return undefined;
    pairs.push([key, value]);
  }
  return pairs;
}

/** The value that `{"base64": …}` and the like stand for; undefined for any other object. */
export function markedValue(members: readonly JsonMember[]): Buffer | undefined {
  if (members.length > 2) return undefined;
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

/** A type with its length: in one byte below `most`, else behind the type for one, two or four bytes; 0 where there is none. */
export function sized(
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

export function double(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xcb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}
