/** The members of a JSON object → the fields of a message, in the order of their numbers, as all serializers write them. */
import { nearestNames } from '../../../text/nearest-names.js';
import { jsonElements, jsonMembers } from '../../../text/source/json-source.js';
import { EncodeError } from '../../codec.js';
import type { ByteWriter } from './byte-writer.js';
import { memberPath, type EncodePlan, type FieldEncoder } from './encode-plan.js';
import { encodeUnknown, unknownNumber } from './encode-unknown.js';
import { deepest, wires } from '../decode/wire.js';

/** Throws EncodeError. `skipped`: a member that is not a field: the `@type` of an Any. */
export function encodeObject(
  plan: EncodePlan,
  source: string,
  path: string,
  to: ByteWriter,
  depth: number,
  skipped?: string,
): void {
  if (depth > deepest) throw new EncodeError(path, `is nested more than ${deepest} deep`);
  if (!source.startsWith('{'))
    throw new EncodeError(path, `is not an object: ${plan.message.fullName} is one`);
  const given = new Map<FieldEncoder, { name: string; source: string }>();
  const unknown = new Map<number, { name: string; source: string }>();
  for (const member of jsonMembers(source)) {
    if (member.name === skipped) continue;
    const field = plan.byName.get(member.name);
    const number = field ? undefined : unknownNumber(member.name);
    const known = field ? given.has(field) : number !== undefined && unknown.has(number);
    if (known) throw new EncodeError(memberPath(path, member.name), 'is there twice');
    if (field) given.set(field, member);
    else if (number !== undefined) unknown.set(number, member);
    else throw noField(plan, member.name, path);
  }
  const oneofs = new Map<number, string>();
  for (const field of plan.fields) {
    const member = given.get(field);
    if (!member || (member.source === 'null' && !field.takesNull)) {
      if (field.field.isRequired && !plan.mayLack)
        throw new EncodeError(memberPath(path, field.field.name), 'is missing: it is required');
      continue;
    }
    const memberAt = memberPath(path, member.name);
    const { oneof } = field.field;
    if (oneof !== undefined) {
      const other = oneofs.get(oneof);
      const which = plan.message.oneofs[oneof]?.name ?? '';
      if (other !== undefined)
        throw new EncodeError(memberAt, `and ${other} exclude each other (oneof ${which})`);
      oneofs.set(oneof, member.name);
    }
    encodeField(field, member.source, memberAt, to, depth);
  }
  for (const [number, member] of [...unknown].sort(([one], [other]) => one - other)) {
    encodeUnknown(number, member.source, memberPath(path, member.name), to, depth);
  }
}

function noField({ message, byName }: EncodePlan, name: string, path: string): EncodeError {
  const near = nearestNames(name, [...byName.keys()]);
  const names = [...new Set(message.fields.map((field) => field.name))];
  const choice =
    near.length > 0
      ? `: is it ${near.join(' or ')}?`
      : names.length > 0
        ? `: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`
        : ', which has none';
  return new EncodeError(memberPath(path, name), `is not a field of ${message.fullName}${choice}`);
}

function encodeField(field: FieldEncoder, source: string, path: string, to: ByteWriter, depth: number): void {
  const { isRepeated, isPacked, hasPresence } = field.field;
  if (field.message?.message.isMapEntry === true) encodeMap(field, source, path, to, depth);
  else if (isRepeated) {
    if (!source.startsWith('[')) throw new EncodeError(path, 'is not a list');
    const elements = jsonElements(source);
    if (isPacked && field.scalar) {
      if (elements.length === 0) return;
      to.varint(field.field.number * 8 + wires.length);
      const start = to.length;
      for (const [index, element] of elements.entries())
        field.scalar(element, `${path}[${index}]`, to, depth);
      to.lengthSince(start);
    } else {
      for (const [index, element] of elements.entries()) {
        const elementAt = `${path}[${index}]`;
        if (element === 'null' && !field.takesNull)
          throw new EncodeError(elementAt, 'is null, which no list has');
        encodeValue(field, element, elementAt, to, depth);
      }
    }
  } else {
    const before = to.length;
    const valueAt = encodeValue(field, source, path, to, depth);
    if (!hasPresence && to.isZeroSince(valueAt)) to.rewind(before);
  }
}

/** Returns where the value begins, behind its tag. */
function encodeValue(
  { field, tag, scalar, message }: FieldEncoder,
  source: string,
  path: string,
  to: ByteWriter,
  depth: number,
): number {
  to.varint(tag);
  const start = to.length;
  if (scalar) scalar(source, path, to, depth);
  else {
    message?.encode(source, path, to, depth + 1);
    if (field.isDelimited) to.varint(tag + 1);
    else to.lengthSince(start);
  }
  return start;
}

/** Each member is a message with a key and a value, both written even if they are zero. */
export function encodeMap(
  { tag, message }: FieldEncoder,
  source: string,
  path: string,
  to: ByteWriter,
  depth: number,
): void {
  if (!source.startsWith('{')) throw new EncodeError(path, 'is not an object, as a map is');
  if (depth > deepest) throw new EncodeError(path, `is nested more than ${deepest} deep`);
  const [key, value] = (message as EncodePlan).fields as [FieldEncoder, FieldEncoder];
  const seen = new Set<string>();
  for (const member of jsonMembers(source)) {
    const memberAt = memberPath(path, member.name);
    if (seen.has(member.name)) throw new EncodeError(memberAt, 'is there twice');
    seen.add(member.name);
    if (member.source === 'null' && !value.takesNull)
      throw new EncodeError(memberAt, 'is null, which no map has');
    to.varint(tag);
    const start = to.length;
    // true and false are the only keys that are not written in quotes elsewhere.
    const keySource = key.field.type === 'bool' ? member.name : JSON.stringify(member.name);
    encodeValue(key, keySource, `${memberAt} (the key)`, to, depth);
    encodeValue(value, member.source, memberAt, to, depth + 1);
    to.lengthSince(start);
  }
}
