/** google.protobuf.Any: the message inside it, if its type is known; if not, its bytes. */
import { isUtf8 } from 'node:buffer';
import type { MessagePlan, SpecialWriter } from './plan.js';
import { content, readTag, skipValue, varint } from './wire.js';
import { writeMembers } from './write-message.js';
import { jsonString } from '../../json-scalars.js';

const [closeBrace, comma] = [0x7d, 0x2c];
const [urlTag, valueTag] = [10, 18];

/**
 * `{"@type": "type.googleapis.com/pkg.Order", …its fields}`; messages that have a JSON of their own are `"value"`. Bytes of
 * an unknown type are `"#value"` in base64.
 */
export function anyWriter(planOf: (fullName: string) => MessagePlan | undefined): SpecialWriter {
  return (bytes, start, end, out, depth) => {
    let [urlStart, urlEnd, valueStart, valueEnd] = [0, 0, 0, 0];
    for (let at = start; at < end;) {
      const from = readTag(bytes, at, end);
      const tag = varint.low;
      at = skipValue(bytes, from, end, tag, depth);
      if (tag === urlTag) [urlStart, urlEnd] = [content.start, content.end];
      else if (tag === valueTag) [valueStart, valueEnd] = [content.start, content.end];
      else return false;
    }
    if (!isUtf8(bytes.subarray(urlStart, urlEnd))) return false;
    const url = bytes.toString('utf8', urlStart, urlEnd);
    if (url === '') {
      // Bytes without a type are written as any message.
      if (valueEnd > valueStart) return false;
      out.text('{}');
      return true;
    }
    const plan = planOf(url.slice(url.lastIndexOf('/') + 1));
    out.text(`{"@type":${jsonString(url)}`);
    if (!plan) {
      if (valueEnd > valueStart) out.text(`,"#value":"${bytes.toString('base64', valueStart, valueEnd)}"`);
    } else if (plan.special) {
      out.text(',"value":');
      plan.write(bytes, valueStart, valueEnd, out, depth + 1);
    } else if (valueEnd > valueStart) {
      out.byte(comma);
      writeMembers(plan, bytes, valueStart, valueEnd, out, depth + 1);
    }
    out.byte(closeBrace);
    return true;
  };
}
