/** Protobuf's wire format (protobuf.dev/programming-guides/encoding), read in place. */
import { DecodeError } from '../../codec.js';

export const wires = { varint: 0, eightBytes: 1, length: 2, group: 3, groupEnd: 4, fourBytes: 5 } as const;

/** Messages may be nested so deep: as in all implementations, about. */
export const deepest = 100;

/** What readVarint read: 64 bits in two halves of 32, signed or not as they come. */
export const varint = { low: 0, high: 0 };

/** Returns where it ends. Throws DecodeError. */
export function readVarint(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let byte = at < end ? (bytes[at++] as number) : cutOff(at);
  let low = byte & 0x7f;
  let high = 0;
  for (let shift = 7; byte >= 0x80; shift += 7) {
    byte = at < end ? (bytes[at++] as number) : cutOff(at);
    if (shift < 28) low |= (byte & 0x7f) << shift;
    else if (shift === 28) {
      low |= (byte & 0x0f) << 28;
      high = (byte & 0x7f) >>> 4;
    } else if (shift <= 63) high |= (byte & 0x7f) << (shift - 32);
    else throw new DecodeError('it has a number of more than ten bytes', start);
  }
  varint.low = low;
  varint.high = high;
  return at;
}

function cutOff(at: number): never {
  throw new DecodeError('it ends within a number', at);
}

/** A length, and what is that long must be there. Leaves it in `varint.low`. Returns where that begins. */
export function readLength(bytes: Uint8Array, start: number, end: number): number {
  const at = readVarint(bytes, start, end);
  if (varint.high !== 0 || varint.low < 0 || varint.low > end - at) {
    throw new DecodeError('it ends within a text or a message', start);
  }
  return at;
}

/** A field's number and wire type: `varint.low`, as `number * 8 + wire` without a sign. */
export function readTag(bytes: Uint8Array, start: number, end: number): number {
  const at = readVarint(bytes, start, end);
  if (varint.high !== 0 || varint.low >>> 3 === 0)
    throw new DecodeError('it has no field where one should begin', start);
  return at;
}

/** What a value is made of, without its length or the end of its group. */
export const content = { start: 0, end: 0 };

/** To behind the value of the field `tag`, which begins at `start`. Throws DecodeError. */
export function skipValue(bytes: Uint8Array, start: number, end: number, tag: number, depth: number): number {
  const wire = tag & 7;
  let behind: number;
  if (wire === wires.varint) behind = readVarint(bytes, start, end);
  else if (wire === wires.eightBytes) behind = start + 8;
  else if (wire === wires.fourBytes) behind = start + 4;
  else if (wire === wires.length) {
    const from = readLength(bytes, start, end);
    content.start = from;
    return (content.end = from + varint.low);
  } else if (wire === wires.group) return skipGroup(bytes, start, end, tag, depth);
  else
    throw new DecodeError(
      wire === wires.groupEnd ? 'it ends a group that did not begin' : `it has a wire type ${wire}`,
      start,
    );
  if (behind > end) throw new DecodeError('it ends within a number', start);
  content.start = start;
  content.end = behind;
  return behind;
}

function skipGroup(bytes: Uint8Array, start: number, end: number, tag: number, depth: number): number {
  if (depth > deepest) throw tooDeep(start);
  const endTag = (tag >>> 0) + 1;
  for (let at = start; at < end;) {
    const behind = readTag(bytes, at, end);
    const inner = varint.low;
    if (inner >>> 0 === endTag) {
      content.start = start;
      content.end = at;
      return behind;
    }
    at = skipValue(bytes, behind, end, inner, depth + 1);
  }
  throw new DecodeError('it ends within a group', start);
}

export function tooDeep(at: number): DecodeError {
  return new DecodeError(`it is nested more than ${deepest} deep`, at);
}
