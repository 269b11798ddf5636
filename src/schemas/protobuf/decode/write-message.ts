/**
 * The bytes of a message → its JSON, straight into the output. Serializers write fields in the order of their numbers, each
 * once: then a message is written while it is read. All others are gathered first: `write-gathered.ts`.
 */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { requireBounded } from '../../bounded-decoder.js';
import { forms, isAsIfUnset, type MessagePlan, type TagPlan } from './plan.js';
import { deepest, readLength, readTag, skipValue, tooDeep, varint } from './wire.js';
import { writeGathered } from './write-gathered.js';
import { writeMap } from './write-map.js';

const [openBrace, closeBrace, openBracket, closeBracket, comma] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c];

/** Any message, those with a JSON of their own too. Throws DecodeError. */
export function writeMessage(
  plan: MessagePlan,
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
): void {
  if (depth > deepest) throw tooDeep(start);
  requireBounded(out, start);
  if (plan.special?.(bytes, start, end, out, depth) === true) return;
  out.byte(openBrace);
  writeMembers(plan, bytes, start, end, out, depth);
  out.byte(closeBrace);
}

/** Without braces. */
export function writeMembers(
  plan: MessagePlan,
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
): void {
  const before = out.length;
  // To have begun in vain costs twice the time. Messages inside messages would double that with each level, so that it is
  // looked at first whether they are in order.
  const isTried = depth === 0 || plan.isLeaf || isInOrder(plan, bytes, start, end, depth);
  if (isTried && writeInOrder(plan, bytes, start, end, out, depth)) return;
  out.rewind(before);
  writeGathered(plan, bytes, start, end, out, depth);
}

/** False as soon as a field is unknown, not behind the one before, or is as if it were not there. */
function writeInOrder(
  plan: MessagePlan,
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
): boolean {
  const { small, large } = plan;
  let last = -1;
  let oneofs = 0;
  for (let at = start; at < end;) {
    const tagAt = at;
    let tag = bytes[at++] as number;
    if (tag >= 0x80) {
      at = readTag(bytes, tagAt, end);
      tag = varint.low;
    }
    const found = tag < small.length ? small[tag] : large.get(tag >>> 0);
    if (found === undefined || found.order <= last || (found.oneofBit & oneofs) !== 0) return false;
    if (isAsIfUnset(found, bytes, at, end)) return false;
    const { label } = found;
    out.copy(label, last === -1 ? 1 : 0, label.length);
    last = found.order;
    oneofs |= found.oneofBit;
    if (found.form === forms.single) at = found.write(bytes, at, end, out, depth);
    else if (found.form === forms.packed) at = writePacked(found, bytes, at, end, out, depth);
    else if (found.form === forms.repeated) at = writeRepeated(found, bytes, at, end, out, depth, tag);
    else at = writeEntries(found, bytes, at, end, out, depth, tag);
  }
  return true;
}

/** Whether writeInOrder would be true: without looking into values. */
function isInOrder(plan: MessagePlan, bytes: Buffer, start: number, end: number, depth: number): boolean {
  let last = -1;
  let oneofs = 0;
  let lastTag = 0;
  for (let at = start; at < end;) {
    at = readTag(bytes, at, end);
    const tag = varint.low;
    const found = tag >= 0 && tag < plan.small.length ? plan.small[tag] : plan.large.get(tag >>> 0);
    if (found === undefined || (found.oneofBit & oneofs) !== 0) return false;
    if (isAsIfUnset(found, bytes, at, end)) return false;
    const isMore = tag === lastTag && (found.form === forms.repeated || found.form === forms.map);
    if (found.order <= last && !isMore) return false;
    last = found.order;
    lastTag = tag;
    oneofs |= found.oneofBit;
    at = skipValue(bytes, at, end, tag, depth);
  }
  return true;
}

function writePacked(
  found: TagPlan,
  bytes: Buffer,
  at: number,
  end: number,
  out: OutputBuffer,
  depth: number,
): number {
  out.byte(openBracket);
  const start = readLength(bytes, at, end);
  const behind = start + varint.low;
  for (let from = start; from < behind;) {
    if (from > start) out.byte(comma);
    from = found.write(bytes, from, behind, out, depth);
  }
  out.byte(closeBracket);
  return behind;
}

function writeRepeated(
  found: TagPlan,
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
  tag: number,
): number {
  out.byte(openBracket);
  let at = found.write(bytes, start, end, out, depth);
  for (let next = behindTag(bytes, at, end, tag); next > 0; next = behindTag(bytes, at, end, tag)) {
    out.byte(comma);
    at = found.write(bytes, next, end, out, depth);
  }
  out.byte(closeBracket);
  return at;
}

function writeEntries(
  found: TagPlan,
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
  tag: number,
): number {
  const entries: number[] = [];
  let at = start;
  for (let next = start; next > 0; next = behindTag(bytes, at, end, tag)) {
    const from = readLength(bytes, next, end);
    at = from + varint.low;
    entries.push(from, at);
  }
  writeMap(found, bytes, entries, out, depth);
  return at;
}

/** Where the value begins, if the same tag comes next; -1 if not. */
function behindTag(bytes: Buffer, at: number, end: number, tag: number): number {
  if (at >= end) return -1;
  if (tag < 0x80) return bytes[at] === tag ? at + 1 : -1;
  const behind = readTag(bytes, at, end);
  return varint.low === tag ? behind : -1;
}
