/**
 * Messages whose fields do not come in order, each once: repeated ones are put together, of others the last counts, messages
 * are merged (protobuf.dev/programming-guides/encoding, "Last one wins"), and what the schema does not know is shown.
 */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { merged } from './merged.js';
import { forms, isAsIfUnset, type MessagePlan, type TagPlan } from './plan.js';
import { content, readLength, readTag, skipValue, varint } from './wire.js';
import { writeMap } from './write-map.js';
import { writeUnknown } from './write-unknown.js';

const [openBracket, closeBracket, comma] = [0x5b, 0x5d, 0x2c];

/** Where values of one field are: of each its tag, where it begins and where it ends. Of a message its content: without a tag. */
interface Found {
  plan: TagPlan;
  spans: number[];
}

/** Without braces. Throws DecodeError. */
export function writeGathered(
  plan: MessagePlan,
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
): void {
  const found = new Map<number, Found>();
  const unknown = new Map<number, number[]>();
  const inOneof = new Map<number, number>();
  for (let at = start; at < end;) {
    const from = readTag(bytes, at, end);
    const tag = varint.low >>> 0;
    const known = tag < plan.small.length ? plan.small[tag] : plan.large.get(tag);
    at = skipValue(bytes, from, end, tag, depth);
    if (known === undefined) append(unknown, tag >>> 3, tag, from, at);
    else {
      const { oneof } = known.field;
      if (oneof !== undefined) {
        const before = inOneof.get(oneof) ?? known.order;
        if (before !== known.order) found.delete(before);
        inOneof.set(oneof, known.order);
      }
      // The last one counts: also one that takes back what came before.
      if (!isAsIfUnset(known, bytes, from, at)) keep(found, known, tag, from, at);
      else if (known.form === forms.single) found.delete(known.order);
    }
  }
  let isFirst = true;
  for (const { order, label } of plan.fields) {
    const each = found.get(order);
    if (!each) continue;
    out.copy(label, isFirst ? 1 : 0, label.length);
    isFirst = false;
    writeFound(each, bytes, end, out, depth);
  }
  for (const number of [...unknown.keys()].sort((one, other) => one - other)) {
    out.text(`${isFirst ? '' : ','}"#${number}":`);
    isFirst = false;
    writeUnknown(bytes, unknown.get(number) ?? [], out, depth);
  }
}

function append(all: Map<number, number[]>, key: number, ...span: number[]): void {
  const spans = all.get(key);
  if (spans) spans.push(...span);
  else all.set(key, span);
}

/** Called behind skipValue. */
function keep(found: Map<number, Found>, known: TagPlan, tag: number, from: number, behind: number): void {
  const before = found.get(known.order);
  const isMerged = known.message !== undefined && (known.form === forms.single || known.form === forms.map);
  const span = isMerged ? [content.start, content.end] : [tag, from, behind];
  if (!before) found.set(known.order, { plan: known, spans: span });
  else if (known.form === forms.single && !isMerged) before.spans = span;
  else before.spans.push(...span);
}

function writeFound(
  { plan, spans }: Found,
  bytes: Buffer,
  end: number,
  out: OutputBuffer,
  depth: number,
): void {
  if (plan.form === forms.map) {
    writeMap(plan, bytes, spans, out, depth);
    return;
  }
  if (plan.form === forms.single) {
    if (plan.message) {
      const whole = merged(bytes, spans);
      plan.message.write(whole.bytes, whole.start, whole.end, out, depth + 1);
    } else plan.write(bytes, spans[1] as number, end, out, depth);
    return;
  }
  out.byte(openBracket);
  let isFirst = true;
  const { scalar } = plan;
  for (let index = 0; index < spans.length; index += 3) {
    const wire = (spans[index] as number) & 7;
    const from = spans[index + 1] as number;
    const isPacked = scalar !== undefined && wire !== scalar.wire;
    const first = isPacked ? readLength(bytes, from, end) : from;
    const behind = isPacked ? first + varint.low : (spans[index + 2] as number);
    for (let at = first; at < behind;) {
      if (!isFirst) out.byte(comma);
      isFirst = false;
      at = plan.write(bytes, at, behind, out, depth);
    }
  }
  out.byte(closeBracket);
}
