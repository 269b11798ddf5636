/** The messages that ProtoJSON writes in a form of their own (protobuf.dev/programming-guides/json, "Representation of each type"). */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { DecodeError } from '../../codec.js';
import { anyWriter } from './any-writer.js';
import { merged } from './merged.js';
import type { FieldPlan, MessagePlan, SpecialWriter } from './plan.js';
import { isWellKnown } from '../source/well-known.js';
import { durationWriter, fieldMaskWriter, timestampWriter } from './time-writers.js';
import { content, readTag, skipValue, varint } from './wire.js';
import { writeMap } from './write-map.js';
import type { Scalar } from './write-values.js';

const [openBracket, closeBracket, comma] = [0x5b, 0x5d, 0x2c];

/** `planOf`: of the message with that full name, for Any. A message that only has the name of such a one is an ordinary one. */
export function specialWriterOf(
  plan: MessagePlan,
  planOf: (fullName: string) => MessagePlan | undefined,
): SpecialWriter | undefined {
  if (!isWellKnown(plan.message)) return undefined;
  const name = plan.message.fullName.replace('google.protobuf.', '');
  if (name === 'Timestamp') return timestampWriter;
  if (name === 'Duration') return durationWriter;
  if (name === 'FieldMask') return fieldMaskWriter;
  if (name === 'Any') return anyWriter(planOf);
  if (name === 'Struct') return structWriter(plan);
  if (name === 'ListValue') return listWriter(plan);
  if (name === 'Value') return valueWriter(plan);
  return name.endsWith('Value') ? wrapperWriter(plan) : undefined;
}

/** A wrapper is what it wraps. With more in it, it is written as any message. */
function wrapperWriter({ fields: [field] }: MessagePlan): SpecialWriter {
  const scalar = field?.scalar as Scalar;
  const wanted = 8 + scalar.wire;
  return (bytes, start, end, out, depth) => {
    let last = -1;
    for (let at = start; at < end;) {
      const from = readTag(bytes, at, end);
      if (varint.low !== wanted) return false;
      last = from;
      at = skipValue(bytes, from, end, wanted, depth);
    }
    if (last === -1) out.text(scalar.zero);
    else scalar.write(bytes, last, end, out, depth);
    return true;
  };
}

/** Starts and ends of the values of field 1; of a Struct and a ListValue nothing else could be shown. */
function contentsOfFirst(bytes: Buffer, start: number, end: number, depth: number, what: string): number[] {
  const found: number[] = [];
  for (let at = start; at < end;) {
    const from = readTag(bytes, at, end);
    const tag = varint.low;
    const behind = skipValue(bytes, from, end, tag, depth);
    if (tag !== 10) throw new DecodeError(`it has a ${what} with a field that it does not have`, at);
    found.push(content.start, content.end);
    at = behind;
  }
  return found;
}

function structWriter({ fields: [field] }: MessagePlan): SpecialWriter {
  return (bytes, start, end, out, depth) => {
    writeMap(field as FieldPlan, bytes, contentsOfFirst(bytes, start, end, depth, 'Struct'), out, depth);
    return true;
  };
}

function listWriter({ fields: [field] }: MessagePlan): SpecialWriter {
  const value = field?.message as MessagePlan;
  return (bytes, start, end, out, depth) => {
    const found = contentsOfFirst(bytes, start, end, depth, 'ListValue');
    out.byte(openBracket);
    for (let index = 0; index < found.length; index += 2) {
      if (index > 0) out.byte(comma);
      value.write(bytes, found[index] as number, found[index + 1] as number, out, depth + 1);
    }
    out.byte(closeBracket);
    return true;
  };
}

/** Null, a number, a text, true or false, a Struct or a ListValue: the last that is there. */
function valueWriter({ small }: MessagePlan): SpecialWriter {
  return (bytes, start, end, out, depth) => {
    let lastTag = 0;
    let parts: number[] = [];
    let from = start;
    for (let at = start; at < end;) {
      const valueAt = readTag(bytes, at, end);
      const tag = varint.low;
      at = skipValue(bytes, valueAt, end, tag, depth);
      if (tag >= small.length || !small[tag])
        throw new DecodeError('it has a Value of an unknown kind', valueAt);
      if (tag !== lastTag) parts = [];
      parts.push(content.start, content.end);
      lastTag = tag;
      from = valueAt;
    }
    const found = small[lastTag];
    if (!found) throw new DecodeError('it has a Value without a value, which JSON has no form for', start);
    if (found.message) {
      const whole = merged(bytes, parts);
      found.message.write(whole.bytes, whole.start, whole.end, out, depth + 1);
    } else {
      if (found.field.type === 'double' && !Number.isFinite(bytes.readDoubleLE(from))) {
        throw new DecodeError('it has a Value that is no finite number, which JSON has no form for', from);
      }
      writeScalar(found, bytes, from, end, out);
    }
    return true;
  };
}

function writeScalar(
  { scalar, field }: FieldPlan,
  bytes: Buffer,
  at: number,
  end: number,
  out: OutputBuffer,
): void {
  if (field.number === 1) out.text('null');
  else scalar?.write(bytes, at, end, out, 0);
}
