/** The entries of a map → an object. Of entries with the same key the last counts. */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { DecodeError } from '../../codec.js';
import type { FieldPlan, MessagePlan } from './plan.js';
import { merged } from './merged.js';
import { content, readTag, skipValue, varint, wires } from './wire.js';
import type { Scalar } from './write-values.js';

const [openBrace, closeBrace, quote, colon, comma] = [0x7b, 0x7d, 0x22, 0x3a, 0x2c];

interface Entry {
  /** Where the key's value begins and ends; -1 if there is none, which is zero. */
  keyStart: number;
  keyEnd: number;
  /** Starts and ends: of messages all, of scalars the last. */
  readonly values: number[];
}

/** `entries`: starts and ends of the messages that they are. */
export function writeMap(
  map: FieldPlan,
  bytes: Buffer,
  entries: readonly number[],
  out: OutputBuffer,
  depth: number,
): void {
  const plan = map.message as MessagePlan;
  const [key, value] = plan.fields as [FieldPlan, FieldPlan];
  const found = new Map<string, Entry>();
  for (let index = 0; index < entries.length; index += 2) {
    const entry = readEntry(key, value, bytes, entries[index] as number, entries[index + 1] as number, depth);
    // Of one entry it need not be known.
    found.set(entries.length === 2 ? '' : keyOf(key.scalar as Scalar, bytes, entry), entry);
  }
  out.byte(openBrace);
  let isFirst = true;
  for (const entry of found.values()) {
    if (!isFirst) out.byte(comma);
    isFirst = false;
    writeKey(key.scalar as Scalar, bytes, entry, out);
    out.byte(colon);
    writeValue(value, bytes, entry, out, depth + 1);
  }
  out.byte(closeBrace);
}

function readEntry(
  key: FieldPlan,
  value: FieldPlan,
  bytes: Buffer,
  start: number,
  end: number,
  depth: number,
): Entry {
  const keyTag = 8 + (key.scalar as Scalar).wire;
  const valueTag = 16 + (value.scalar?.wire ?? wires.length);
  const entry: Entry = { keyStart: -1, keyEnd: -1, values: [] };
  for (let at = start; at < end;) {
    const from = readTag(bytes, at, end);
    const tag = varint.low;
    const behind = skipValue(bytes, from, end, tag, depth);
    if (tag === keyTag) {
      entry.keyStart = from;
      entry.keyEnd = behind;
    } else if (tag === valueTag) {
      if (value.message) entry.values.push(content.start, content.end);
      else {
        entry.values[0] = from;
        entry.values[1] = behind;
      }
    } else throw new DecodeError(`it has more than a key and a value in an entry of ${mapName(key)}`, at);
    at = behind;
  }
  return entry;
}

function mapName({ field }: FieldPlan): string {
  return field.fullName.replace(/\.key$/, '');
}

/** The same for keys that are the same. */
function keyOf(scalar: Scalar, bytes: Buffer, { keyStart, keyEnd }: Entry): string {
  if (keyStart === -1) return scalar.identity(undefined, 0, 0);
  return scalar.identity(bytes, keyStart, keyEnd);
}

function writeKey(scalar: Scalar, bytes: Buffer, { keyStart, keyEnd }: Entry, out: OutputBuffer): void {
  const isQuoted = scalar.zero.startsWith('"');
  if (!isQuoted) out.byte(quote);
  if (keyStart === -1) out.text(scalar.zero);
  else scalar.write(bytes, keyStart, keyEnd, out, 0);
  if (!isQuoted) out.byte(quote);
}

function writeValue(
  { scalar, message }: FieldPlan,
  bytes: Buffer,
  { values }: Entry,
  out: OutputBuffer,
  depth: number,
): void {
  const [start = -1, end = -1] = values;
  if (message) {
    const whole = merged(bytes, values);
    message.write(whole.bytes, whole.start, whole.end, out, depth);
  } else if (start === -1) out.text((scalar as Scalar).zero);
  else (scalar as Scalar).write(bytes, start, end, out, depth);
}
