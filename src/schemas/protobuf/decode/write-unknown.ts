/**
 * Fields without a schema, in a form that says how they were written, so that they can be written back. A varint is a number,
 * without a sign. Four and eight bytes are `{"fixed32": …}` and `{"fixed64": …}`, a group `{"group": {…}}`. What has a length
 * is a text, a message `{"#1": …}` or `{"base64": "…"}`: a text if it is UTF-8 without control characters; else a message if
 * its bytes are exactly what would be written for one; else a text if it is UTF-8. Several of one number are an array.
 */
import { isUtf8 } from 'node:buffer';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { writeJsonString } from '../../json-text.js';
import { content, deepest, readTag, readVarint, skipValue, tooDeep, varint, wires } from './wire.js';
import { writeDigits, writeDigitsAt } from './write-values.js';

const [openBrace, closeBrace, openBracket, closeBracket, comma] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c];
const mostNumber = 2 ** 29 - 1;

/** `spans`: of each value its tag, where it begins and where it ends. */
export function writeUnknown(
  bytes: Buffer,
  spans: readonly number[],
  out: OutputBuffer,
  depth: number,
): void {
  const isList = spans.length > 3;
  if (isList) out.byte(openBracket);
  for (let index = 0; index < spans.length; index += 3) {
    if (index > 0) out.byte(comma);
    writeOne(
      bytes,
      spans[index] as number,
      spans[index + 1] as number,
      spans[index + 2] as number,
      out,
      depth,
    );
  }
  if (isList) out.byte(closeBracket);
}

/** A message of which nothing is known, with braces. Throws DecodeError. */
export function writeRaw(bytes: Buffer, start: number, end: number, out: OutputBuffer, depth: number): void {
  if (depth > deepest) throw tooDeep(start);
  const found = new Map<number, number[]>();
  for (let at = start; at < end;) {
    const from = readTag(bytes, at, end);
    const tag = varint.low >>> 0;
    at = skipValue(bytes, from, end, tag, depth);
    const spans = found.get(tag >>> 3);
    if (spans) spans.push(tag, from, at);
    else found.set(tag >>> 3, [tag, from, at]);
  }
  out.byte(openBrace);
  let isFirst = true;
  for (const [number, spans] of found) {
    out.text(`${isFirst ? '' : ','}"#${number}":`);
    isFirst = false;
    writeUnknown(bytes, spans, out, depth);
  }
  out.byte(closeBrace);
}

function writeOne(
  bytes: Buffer,
  tag: number,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
): void {
  const wire = tag & 7;
  if (wire === wires.varint) {
    readVarint(bytes, start, end);
    writeDigits(varint.high, varint.low, out);
  } else if (wire === wires.fourBytes) out.text(`{"fixed32":${bytes.readUInt32LE(start)}}`);
  else if (wire === wires.eightBytes) {
    out.text('{"fixed64":');
    writeDigitsAt(bytes, start, out);
    out.byte(closeBrace);
  } else {
    skipValue(bytes, start, end, tag, depth);
    const from = content.start;
    const until = content.end;
    if (wire === wires.group) {
      out.text('{"group":');
      writeRaw(bytes, from, until, out, depth + 1);
      out.byte(closeBrace);
    } else writeGuess(bytes, from, until, out, depth);
  }
}

function writeGuess(bytes: Buffer, start: number, end: number, out: OutputBuffer, depth: number): void {
  const isText = isUtf8(bytes.subarray(start, end));
  if (isText && !hasControls(bytes, start, end)) writeJsonString(bytes, start, end, out);
  else if (depth < deepest && isMessage(bytes, start, end)) writeRaw(bytes, start, end, out, depth + 1);
  else if (isText) writeJsonString(bytes, start, end, out);
  else out.text(`{"base64":"${bytes.toString('base64', start, end)}"}`);
}

function hasControls(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] as number) < 0x20) return true;
  return false;
}

/** Whether the JSON of these bytes as a message, written again, would be the same bytes. */
function isMessage(bytes: Buffer, start: number, end: number): boolean {
  let last = 0;
  for (let at = start; at < end;) {
    const from = shortInt32(bytes, at, end);
    if (from < 0) return false;
    const tag = varint.low >>> 0;
    const number = tag >>> 3;
    const wire = tag & 7;
    if (number === 0 || number > mostNumber || number < last) return false;
    last = number;
    if (wire === wires.varint) at = shortVarint(bytes, from, end);
    else if (wire === wires.eightBytes) at = from + 8;
    else if (wire === wires.fourBytes) at = from + 4;
    else if (wire === wires.length) {
      const inside = shortInt32(bytes, from, end);
      if (inside < 0) return false;
      at = inside + (varint.low >>> 0);
    } else return false;
    if (at < 0 || at > end) return false;
  }
  return true;
}

/** As shortVarint; -1 also if it has more than 32 bits. */
function shortInt32(bytes: Buffer, start: number, end: number): number {
  const behind = shortVarint(bytes, start, end);
  return behind > 0 && varint.high !== 0 ? -1 : behind;
}

/** Where it ends; -1 if it has no end or is longer than it need be. */
function shortVarint(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end && at < start + 10; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= 0x80) continue;
    if ((byte === 0 && at > start) || (at === start + 9 && byte > 1)) return -1;
    return readVarint(bytes, start, end);
  }
  return -1;
}
