/** JSON of single values, into a buffer: numbers exact, text escaped as everywhere in this program. */
import { printableJson } from '../text/printable.js';
import type { OutputBuffer } from '../wire/print/output-buffer.js';

const quote = 0x22;
const minus = 0x2d;
const bytesAtOnce = 4096;

/** Of characters below U+0080; quicker than `text` for few of them. */
export function writeAscii(text: string, out: OutputBuffer): void {
  for (let at = 0; at < text.length; at += 1) out.byte(text.charCodeAt(at));
}

export function jsonString(text: string): string {
  return printableJson(JSON.stringify(text));
}

/** A whole number below 2^53 in size. */
export function writeWhole(value: number, out: OutputBuffer): void {
  if (value >= 0) out.number(value);
  else {
    out.byte(minus);
    out.number(-value);
  }
}

/** The shortest digits that mean this very number; what JSON has no number for is a string: "NaN", "Infinity". */
export function writeDouble(value: number, out: OutputBuffer): void {
  writeAscii(doubleText(value), out);
}

function doubleText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** The same for a number of 32 bits. */
export function writeFloat(value: number, out: OutputBuffer): void {
  writeAscii(
    Number.isInteger(value) && Math.abs(value) < 2 ** 24 ? doubleText(value) : floatText(value),
    out,
  );
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return doubleText(value);
  return String(shortestFloat(value, 6));
}

/** The number with the fewest digits, `least` or more, that is this float again: nine are always enough. */
export function shortestFloat(value: number, least: number): number {
  for (let digits = least; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return Number(value.toPrecision(9));
}

/** By byte, as Avro's JSON has them: the character of that number, escaped beyond ASCII. */
const characters = Array.from({ length: 256 }, (_, byte) =>
  byte < 0x7f
    ? JSON.stringify(String.fromCharCode(byte)).slice(1, -1)
    : `\\u${byte.toString(16).padStart(4, '0')}`,
);

/** Bytes → a string in quotes, a character a byte. */
export function writeBytes(bytes: Uint8Array, start: number, end: number, out: OutputBuffer): void {
  out.byte(quote);
  for (let from = start; from < end; from += bytesAtOnce) {
    let text = '';
    const until = Math.min(from + bytesAtOnce, end);
    for (let at = from; at < until; at += 1) text += characters[bytes[at] as number] as string;
    out.text(text);
  }
  out.byte(quote);
}
