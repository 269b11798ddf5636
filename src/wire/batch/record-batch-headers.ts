/** The headers of a record: key-value pairs after its value, read when someone asks for them, encoded once for many. */
import { isUtf8 } from 'node:buffer';
import { readVarint, varintSize, writeVarint } from './record-batch-varint.js';

/** Names may repeat and keep their order; a value may be null; `bytes` are the name's own if it is not UTF-8. */
export type RecordHeader = readonly [name: string, value: Buffer | null, bytes?: Buffer];

/** Reads `count` headers from `start`; they must end at `end` exactly. The values are views, not copies. */
export function readRecordHeaders(bytes: Buffer, start: number, end: number, count: number): RecordHeader[] {
  const headers: RecordHeader[] = [];
  const position = { at: start };
  for (let index = 0; index < count; index++) {
    const name = readSlice(bytes, position, end);
    if (name === null) throw new RangeError('a record header has no name');
    headers.push(recordHeader(name, readSlice(bytes, position, end)));
  }
  if (position.at !== end) throw new RangeError('the record headers do not fill their place');
  return headers;
}

export function recordHeader(name: Buffer, value: Buffer | null): RecordHeader {
  const text = name.toString('utf8');
  return text.includes('\ufffd') && !isUtf8(name) ? [text, value, name] : [text, value];
}

function readSlice(bytes: Buffer, position: { at: number }, end: number): Buffer | null {
  const length = readVarint(bytes, position, end);
  if (length === -1) return null;
  if (length < 0 || length > end - position.at) throw new RangeError('a record header does not fit');
  position.at += length;
  return bytes.subarray(position.at - length, position.at);
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
