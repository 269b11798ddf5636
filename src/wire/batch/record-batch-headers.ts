/** The headers of a record: key-value pairs after its value, read when someone asks for them, encoded once for many. */
import { isUtf8 } from 'node:buffer';
import { readVarint, varintSize, writeVarint } from './record-batch-varint.js';

/** Names may repeat and keep their order; a value may be null; `bytes` are the name's own if it is not UTF-8. */
export type RecordHeader = readonly [name: string, value: Buffer | null, bytes?: Buffer];

/** Numbers a header has in `readHeaderSpans`: where its name begins and ends, and its value. */
export const spanNumbers = 4;

/**
 * Where `count` headers lie, which begin at `start` and must end at `end` exactly; a value that is null ends at -1. `spans` is
 * used again if it has room. Throws RangeError if they do not fit.
 */
export function readHeaderSpans(
  bytes: Buffer,
  start: number,
  end: number,
  count: number,
  spans: Int32Array,
): Int32Array {
  // Each takes two bytes at least: a count that was made up costs no memory.
  if (count * 2 > end - start) throw new RangeError('a record header does not fit');
  const read =
    spans.length >= count * spanNumbers ? spans : new Int32Array(Math.max(64, count * 2) * spanNumbers);
  const position = { at: start };
  for (let at = 0; at < count * spanNumbers; at += spanNumbers) {
    const nameLength = readLength(bytes, position, end);
    if (nameLength < 0) throw new RangeError('a record header has no name');
    read[at] = position.at;
    read[at + 1] = position.at += nameLength;
    const valueLength = readLength(bytes, position, end);
    read[at + 2] = position.at;
    if (valueLength > 0) position.at += valueLength;
    read[at + 3] = valueLength < 0 ? -1 : position.at;
  }
  if (position.at !== end) throw new RangeError('the record headers do not fill their place');
  return read;
}

/** The same as objects. The values are views, not copies. */
export function readRecordHeaders(bytes: Buffer, start: number, end: number, count: number): RecordHeader[] {
  const spans = readHeaderSpans(bytes, start, end, count, new Int32Array(count * spanNumbers));
  return Array.from({ length: count }, (_, index) => {
    const [nameStart, nameEnd, valueStart, valueEnd] = spans.subarray(index * spanNumbers) as unknown as Span;
    return recordHeader(
      bytes.subarray(nameStart, nameEnd),
      valueEnd < 0 ? null : bytes.subarray(valueStart, valueEnd),
    );
  });
}

type Span = readonly [nameStart: number, nameEnd: number, valueStart: number, valueEnd: number];

export function recordHeader(name: Buffer, value: Buffer | null): RecordHeader {
  const text = name.toString('utf8');
  return text.includes('\ufffd') && !isUtf8(name) ? [text, value, name] : [text, value];
}

/** -1 for null. Most take one byte. */
function readLength(bytes: Buffer, position: { at: number }, end: number): number {
  const first = bytes[position.at] as number;
  let length;
  if (first < 0x80 && position.at < end) {
    position.at += 1;
    length = (first >>> 1) ^ -(first & 1);
  } else {
    length = readVarint(bytes, position, end);
  }
  if (length < -1 || length > end - position.at) throw new RangeError('a record header does not fit');
  return length;
}

/** What the encoder takes: the count, then each header. */
export function encodeRecordHeaders(headers: readonly RecordHeader[]): Buffer {
  const named = headers.map(([name, value, bytes]) => [bytes ?? Buffer.from(name, 'utf8'), value] as const);
  let size = varintSize(headers.length);
  for (const [name, value] of named) {
    size += varintSize(name.length) + name.length + varintSize(value?.length ?? -1) + (value?.length ?? 0);
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = writeVarint(bytes, 0, headers.length);
  for (const [name, value] of named) {
    at = writeVarint(bytes, at, name.length);
    at += name.copy(bytes, at);
    at = writeVarint(bytes, at, value?.length ?? -1);
    if (value) at += value.copy(bytes, at);
  }
  return bytes;
}

export const noRecordHeaders = encodeRecordHeaders([]);
