/** google.protobuf.Any from its JSON: `any-writer.ts` says what that is. */
import { jsonMembers, stringOf } from '../../../text/source/json-source.js';
import { EncodeError } from '../../codec.js';
import type { ByteWriter } from './byte-writer.js';
import { encodeObject } from './encode-object.js';
import { memberPath, type ContentEncoder, type EncodePlan } from './encode-plan.js';
import { base64Bytes } from './encode-scalars.js';

const [urlTag, valueTag] = [10, 18];

export function encodeAny(
  own: EncodePlan,
  planOf: (fullName: string) => EncodePlan | undefined,
): ContentEncoder {
  return (source, path, to, depth) => {
    if (!source.startsWith('{')) throw new EncodeError(path, 'is not an object with "@type"');
    const members = jsonMembers(source);
    const type = members.find(({ name }) => name === '@type')?.source;
    if (type === undefined) {
      // `{}`, or what an Any without a type was shown as.
      encodeObject(own, source, path, to, depth);
      return;
    }
    const typeAt = memberPath(path, '@type');
    const url = type.startsWith('"') ? stringOf(type) : '';
    const fullName = url.slice(url.lastIndexOf('/') + 1);
    if (fullName === '') throw new EncodeError(typeAt, 'is not a type: "type.googleapis.com/pkg.Message"');
    to.varint(urlTag);
    to.bytes(Buffer.from(url));
    const raw = members.find(({ name }) => name === '#value');
    const plan = planOf(fullName);
    if (raw) {
      to.varint(valueTag);
      to.bytes(base64Bytes(raw.source, memberPath(path, '#value')));
    } else if (plan) writeContent(plan, source, path, to, depth);
    else if (members.length > 1) {
      throw new EncodeError(
        typeAt,
        `is ${fullName}, which the schema does not have: its bytes go into "#value"`,
      );
    }
  };
}

function writeContent(plan: EncodePlan, source: string, path: string, to: ByteWriter, depth: number): void {
  const before = to.length;
  to.varint(valueTag);
  const start = to.length;
  if (plan.isSpecial) {
    const value = jsonMembers(source).find(({ name }) => name === 'value')?.source;
    if (value === undefined) throw new EncodeError(memberPath(path, 'value'), 'is missing');
    plan.encode(value, memberPath(path, 'value'), to, depth + 1);
  } else encodeObject(plan, source, path, to, depth + 1, '@type');
  if (to.length === start) to.rewind(before);
  else to.lengthSince(start);
}
