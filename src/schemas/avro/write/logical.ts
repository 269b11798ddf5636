/** JSON → the bytes of logical types; a plain number is taken for what Avro keeps. */
import { bytesFromBigint, parseDecimal, rescaled } from '../../exact-decimal.js';
import type { WriteRules } from '../../codec.js';
import { parseDay, parseInstant, parseTimeOfDay } from '../../civil-time.js';
import type { JsonReader } from '../../json-reader.js';
import type { AvroType, Logical, TimeUnit } from '../model/types.js';
import { daysPerUnit, unitsPerSecond } from '../model/units.js';
import { EncodeFault } from './encode-fault.js';
import { readInt, readText, readWhole, writeWhole, type Write } from './scalars.js';

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** As an exponent of ten; more would make text of any length. */
const mostBigScale = 10_000;

/** `type` is what the logical type stands on. */
export function writeLogical(logical: Logical, type: AvroType, rules: WriteRules): Write {
  switch (logical.kind) {
    case 'decimal':
      return writeDecimal(logical, type.kind === 'fixed' ? type.size : undefined, rules);
    case 'big-decimal':
      return writeBigDecimal;
    case 'date':
      return (from, to) => to.int(from.kind() === 'number' ? readInt(from) : readDay(from));
    case 'uuid':
      if (type.kind === 'fixed')
        return (from, to) => to.raw(Buffer.from(readUuid(from).replaceAll('-', ''), 'hex'));
      return rules === 'strict'
        ? (from, to) => to.text(readUuid(from))
        : (from, to) => to.text(readText(from, 'a text'));
    case 'duration':
      return writeDuration;
    case 'time':
      return (from, to) => {
        if (from.kind() !== 'number') to.int(readTime(from, logical.unit));
        else writeWhole(logical.unit === 'millis' ? readInt(from) : readWhole(from), to);
      };
    case 'timestamp':
    case 'local-timestamp':
      return (from, to) => {
        if (from.kind() === 'number') writeWhole(readWhole(from), to);
        else writeWhole(readTimestamp(from, logical.unit, logical.kind === 'timestamp'), to);
      };
  }
}

function readDecimal(from: JsonReader) {
  const start = from.at;
  const kind = from.kind();
  if (kind !== 'number' && kind !== 'string') throw new EncodeFault(start, 'is not a decimal: "12.50"');
  const decimal = parseDecimal(kind === 'number' ? from.source() : from.string());
  if (decimal === undefined) throw new EncodeFault(start, 'is not a decimal: "12.50"');
  return decimal;
}

function writeDecimal(
  { precision, scale }: Extract<Logical, { kind: 'decimal' }>,
  size: number | undefined,
  rules: WriteRules,
): Write {
  const limit = 10n ** BigInt(precision);
  return (from, to) => {
    const start = from.at;
    const unscaled = rescaled(readDecimal(from), scale);
    if (unscaled === undefined) {
      throw new EncodeFault(start, `has more than ${scale} digits behind the point`);
    }
    const bytes = bytesFromBigint(unscaled, size);
    const isTooLong = rules === 'strict' && (unscaled >= limit || unscaled <= -limit);
    if (isTooLong || bytes === undefined) {
      throw new EncodeFault(
        start,
        `has more digits than the ${precision} of its type (${scale} behind the point)`,
      );
    }
    if (size === undefined) to.int(bytes.length);
    to.raw(bytes);
  };
}

/** Its bytes hold bytes, the unscaled number, and its scale. */
const writeBigDecimal: Write = (from, to) => {
  const start = from.at;
  const { unscaled, scale } = readDecimal(from);
  const bytes = bytesFromBigint(unscaled);
  if (bytes === undefined || Math.abs(scale) > mostBigScale) {
    throw new EncodeFault(start, `has an exponent beyond ${mostBigScale}`);
  }
  const inside = to.length;
  to.int(bytes.length);
  to.raw(bytes);
  to.int(scale);
  to.insertCount(to.length - inside, inside);
};

function readDay(from: JsonReader): number {
  const start = from.at;
  const days = parseDay(readText(from, 'a date: "2026-01-15"'));
  if (days === undefined || (days | 0) !== days) {
    throw new EncodeFault(start, 'is not a date: "2026-01-15"');
  }
  return days;
}

function readTime(from: JsonReader, unit: TimeUnit): number {
  const start = from.at;
  const time = parseTimeOfDay(readText(from, 'a time: "10:15:30.123"'));
  if (time === undefined) throw new EncodeFault(start, 'is not a time: "10:15:30.123"');
  return time.seconds * unitsPerSecond[unit] + fraction(time.nanos, unit, start);
}

/** Of a second, in units. */
function fraction(nanos: number, unit: TimeUnit, start: number): number {
  const value = nanos / (1e9 / unitsPerSecond[unit]);
  if (Number.isInteger(value)) return value;
  throw new EncodeFault(start, `has more digits than its type, which counts ${unit}`);
}

function readTimestamp(from: JsonReader, unit: TimeUnit, hasZone: boolean): number | bigint {
  const example = `"2026-01-15T10:15:30.123${hasZone ? 'Z' : ''}"`;
  const start = from.at;
  const instant = parseInstant(readText(from, `a timestamp: ${example}`));
  if (instant === undefined) throw new EncodeFault(start, `is not a timestamp: ${example}`);
  if (instant.hasZone !== hasZone) {
    const why = hasZone
      ? 'has no time zone: let it end with Z or +01:00'
      : 'has a time zone, which a local time has not';
    throw new EncodeFault(start, why);
  }
  const units = fraction(instant.nanos, unit, start);
  if (Math.abs(instant.days) < daysPerUnit[unit]) {
    return (instant.days * 86_400 + instant.seconds) * unitsPerSecond[unit] + units;
  }
  const seconds = BigInt(instant.days) * 86_400n + BigInt(instant.seconds);
  const value = seconds * BigInt(unitsPerSecond[unit]) + BigInt(units);
  if (BigInt.asIntN(64, value) === value) return value;
  throw new EncodeFault(start, `lies beyond what 64 bits of ${unit} can count`);
}

function readUuid(from: JsonReader): string {
  const start = from.at;
  const text = readText(from, 'a UUID');
  if (!uuidPattern.test(text)) throw new EncodeFault(start, 'is not a UUID');
  return text;
}

const durationPattern =
  /^P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,10})M)?(?:(\d{1,9})W)?(?:(\d{1,10})D)?(?:T(?=.)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,10})(?:\.(\d{1,3}))?S)?)?$/;
const largestPart = 2 ** 32 - 1;

/** Months, days and milliseconds, four bytes each, the lowest first. */
const writeDuration: Write = (from, to) => {
  const start = from.at;
  const example = 'a duration: "P1M2DT3.004S"';
  const found = durationPattern.exec(readText(from, example));
  if (found === null) throw new EncodeFault(start, `is not ${example}`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1, 8)
    .map((part) => Number((part as string | undefined) ?? 0));
  const millis = Number((found[8] ?? '').padEnd(3, '0'));
  const parts = [
    years * 12 + months,
    weeks * 7 + days,
    hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + millis,
  ];
  const bytes = Buffer.alloc(12);
  for (const [index, part] of parts.entries()) {
    if (part > largestPart) throw new EncodeFault(start, 'has a part that does not fit into 32 bits');
    bytes.writeUInt32LE(part, index * 4);
  }
  to.raw(bytes);
};
