/** The bytes of logical types → what people write for them: `"12.50"`, `"2026-01-15T10:15:30.123Z"`. */
import { toInt64, type Int64 } from '../../../text/int64.js';
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { dayText } from '../../civil-time.js';
import { bigintFromBytes, decimalText } from '../../exact-decimal.js';
import { writeAscii, writeWhole } from '../../json-scalars.js';
import type { AvroType, Logical, TimeUnit } from '../model/types.js';
import { daysPerUnit, unitsPerSecond } from '../model/units.js';
import type { ByteCursor } from './byte-cursor.js';
import type { Read } from './scalars.js';

const [quote, minus, point, colon, letterT, letterZ] = [0x22, 0x2d, 0x2e, 0x3a, 0x54, 0x5a];
const secondsPerDay = 86_400;
/** Converting them takes long; no decimal of any database is as long. */
const mostDecimalBytes = 8192;
const mostScale = 10_000;
const fractionDigits: Readonly<Record<TimeUnit, number>> = { millis: 3, micros: 6, nanos: 9 };

/** `type` is what stands in the bytes. Undefined for what is shown as that. */
export function readLogical(logical: Logical, type: AvroType): Read | undefined {
  const fixedSize = type.kind === 'fixed' ? type.size : undefined;
  switch (logical.kind) {
    case 'decimal':
      return readDecimal(logical.scale, fixedSize);
    case 'big-decimal':
      return readBigDecimal;
    case 'date':
      return (from, out) => writeAscii(`"${dayText(from.int())}"`, out);
    case 'uuid':
      return fixedSize === undefined ? undefined : readUuid;
    case 'duration':
      return readDuration;
    case 'time':
      return readTime(logical.unit);
    case 'timestamp':
      return readTimestamp(logical.unit, true);
    case 'local-timestamp':
      return readTimestamp(logical.unit, false);
  }
}

function takeUnscaled(from: ByteCursor, length: number): bigint {
  if (length === 0 || length > mostDecimalBytes) throw from.wrong(`a decimal has ${length} bytes`);
  const start = from.take(length);
  return bigintFromBytes(from.bytes.subarray(start, from.at));
}

function readDecimal(scale: number, size: number | undefined): Read {
  const isShort = scale > 0 && scale <= 9;
  const one = 10 ** scale;
  return (from, out) => {
    const length = size ?? from.length();
    if (!isShort || length > 6 || length === 0) {
      writeAscii(`"${decimalText({ unscaled: takeUnscaled(from, length), scale })}"`, out);
      return;
    }
    // What is exact as a number needs no bigint.
    const unscaled = signedOf(from.bytes, from.take(length), length);
    const magnitude = Math.abs(unscaled);
    const whole = Math.floor(magnitude / one);
    out.byte(quote);
    if (unscaled < 0) out.byte(minus);
    out.number(whole);
    out.byte(point);
    out.digits(magnitude - whole * one, scale);
    out.byte(quote);
  };
}

/** Two's complement of at most six bytes, the highest first. */
function signedOf(bytes: Buffer, start: number, length: number): number {
  let value = ((bytes[start] as number) << 24) >> 24;
  for (let at = start + 1; at < start + length; at += 1) value = value * 256 + (bytes[at] as number);
  return value;
}

const readBigDecimal: Read = (from, out) => {
  const { at } = from;
  const length = from.length();
  const end = from.take(length) + length;
  from.at -= length;
  const unscaled = takeUnscaled(from, from.length());
  const scale = from.int();
  if (from.at !== end || Math.abs(scale) > mostScale) throw from.wrong('this is not a big-decimal', at);
  writeAscii(`"${decimalText({ unscaled, scale })}"`, out);
};

const readUuid: Read = (from, out) => {
  const start = from.take(16);
  const hex = from.bytes.toString('hex', start, from.at);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  writeAscii(`"${parts.join('-')}"`, out);
};

const readDuration: Read = (from, out) => {
  const start = from.take(12);
  const [months, days, millis] = [0, 4, 8].map((at) => from.bytes.readUInt32LE(start + at)) as [
    number,
    number,
    number,
  ];
  const seconds = `${Math.floor(millis / 1000)}.${String(millis % 1000).padStart(3, '0')}`;
  writeAscii(`"P${months}M${days}DT${seconds}S"`, out);
};

/** What no clock shows is the number itself. */
function readTime(unit: TimeUnit): Read {
  const perSecond = unitsPerSecond[unit];
  const perDay = secondsPerDay * perSecond;
  return (from, out) => {
    const value = unit === 'millis' ? from.int() : from.long();
    if (!isTimeOfDay(value, perDay)) {
      if (typeof value === 'number') writeWhole(value, out);
      else writeAscii(String(value), out);
      return;
    }
    out.byte(quote);
    writeTimeOfDay(Math.floor(value / perSecond), value % perSecond, fractionDigits[unit], out);
    out.byte(quote);
  };
}

function isTimeOfDay(value: Int64, perDay: number): value is number {
  return value >= 0 && value < perDay;
}

function writeTimeOfDay(seconds: number, fraction: number, digits: number, out: OutputBuffer): void {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  out.digits(hours, 2);
  out.byte(colon);
  out.digits(minutes - hours * 60, 2);
  out.byte(colon);
  out.digits(seconds - minutes * 60, 2);
  out.byte(point);
  out.digits(fraction, digits);
}

/** The records of a topic are of few days: the text of the last is kept. */
function readTimestamp(unit: TimeUnit, hasZone: boolean): Read {
  const perSecond = unitsPerSecond[unit];
  const perDay = secondsPerDay * perSecond;
  const exact = daysPerUnit[unit] * perDay;
  const digits = fractionDigits[unit];
  let lastDay = NaN;
  let lastText = '';

  return (from, out) => {
    const value = from.long();
    let days: number;
    let rest: number;
    if (typeof value === 'number' && Math.abs(value) < exact) {
      days = Math.floor(value / perDay);
      rest = value - days * perDay;
    } else {
      const wide = BigInt(value);
      const day = BigInt(perDay);
      const floor = wide / day - (wide % day < 0n ? 1n : 0n);
      days = Number(floor);
      rest = Number(wide - floor * day);
    }
    if (days !== lastDay) {
      lastDay = days;
      lastText = dayText(days);
    }
    const seconds = Math.floor(rest / perSecond);
    out.byte(quote);
    writeAscii(lastText, out);
    out.byte(letterT);
    writeTimeOfDay(seconds, rest - seconds * perSecond, digits, out);
    if (hasZone) out.byte(letterZ);
    out.byte(quote);
  };
}

/** Whether the value at the cursor, which stays, is one that no clock shows: it is a number then. */
export function isBeyondClocks(unit: TimeUnit): (from: ByteCursor) => boolean {
  const perDay = secondsPerDay * unitsPerSecond[unit];
  return (from) => {
    const { at } = from;
    const value = toInt64(BigInt(from.long()));
    from.at = at;
    return !isTimeOfDay(value, perDay);
  };
}
