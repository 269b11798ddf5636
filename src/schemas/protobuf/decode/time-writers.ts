/** google.protobuf.Timestamp, Duration and FieldMask as texts; what such a text cannot say is written as any message. */
import { isUtf8 } from 'node:buffer';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import type { SpecialWriter } from './plan.js';
import { readLength, readTag, readVarint, varint } from './wire.js';

const [secondsTag, nanosTag, pathTag] = [8, 16, 10];
/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
export const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_799];
/** Ten thousand years, about. */
export const mostSeconds = 315_576_000_000;
const mostNanos = 999_999_999;

const found = { seconds: 0, nanos: 0 };

/** False if there is more in it than seconds and nanos, or more seconds than a number holds. */
function readTimes(bytes: Buffer, start: number, end: number): boolean {
  found.seconds = 0;
  found.nanos = 0;
  for (let at = start; at < end;) {
    const from = readTag(bytes, at, end);
    const tag = varint.low;
    if (tag !== secondsTag && tag !== nanosTag) return false;
    at = readVarint(bytes, from, end);
    if (tag === nanosTag) found.nanos = varint.low | 0;
    else found.seconds = (varint.high | 0) * 2 ** 32 + (varint.low >>> 0);
  }
  return Number.isSafeInteger(found.seconds);
}

export const timestampWriter: SpecialWriter = (bytes, start, end, out) => {
  if (!readTimes(bytes, start, end)) return false;
  const { seconds, nanos } = found;
  if (seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos > mostNanos) return false;
  // 2026-01-15T10:00:00.000Z
  out.text(`"${new Date(seconds * 1000).toISOString().slice(0, 19)}`);
  writeFraction(nanos, out);
  out.text('Z"');
  return true;
};

export const durationWriter: SpecialWriter = (bytes, start, end, out) => {
  if (!readTimes(bytes, start, end)) return false;
  const { seconds, nanos } = found;
  if (Math.abs(seconds) > mostSeconds || Math.abs(nanos) > mostNanos || seconds * nanos < 0) return false;
  out.text(`"${seconds < 0 || nanos < 0 ? '-' : ''}${Math.abs(seconds)}`);
  writeFraction(Math.abs(nanos), out);
  out.text('s"');
  return true;
};

/** None, three, six or nine digits. */
function writeFraction(nanos: number, out: OutputBuffer): void {
  if (nanos === 0) return;
  const digits = String(nanos).padStart(9, '0');
  const length = nanos % 1_000_000 === 0 ? 3 : nanos % 1000 === 0 ? 6 : 9;
  out.text(`.${digits.slice(0, length)}`);
}

/** `user_name` → `userName`, for those that are the same again on the way back. */
export const fieldMaskWriter: SpecialWriter = (bytes, start, end, out) => {
  const paths: string[] = [];
  for (let at = start; at < end;) {
    const from = readTag(bytes, at, end);
    if (varint.low !== pathTag) return false;
    const textAt = readLength(bytes, from, end);
    at = textAt + varint.low;
    if (!isUtf8(bytes.subarray(textAt, at))) return false;
    const path = bytes.toString('utf8', textAt, at);
    if (!/^[a-z0-9]+(?:_[a-z][a-z0-9]*|\.[a-z0-9]+)*$/.test(path)) return false;
    paths.push(path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  }
  out.text(`"${paths.join(',')}"`);
  return true;
};
