/** Fields that a schema does not know, `"#7": …`, back into bytes: what `write-unknown.ts` says of them. */
import { jsonElements, jsonMembers } from '../../../text/source/json-source.js';
import { EncodeError } from '../../codec.js';
import type { ByteWriter } from './byte-writer.js';
import { memberPath } from './encode-plan.js';
import { base64Bytes, textBytes } from './encode-scalars.js';
import { wholeNumber } from './json-numbers.js';
import { deepest, wires } from '../decode/wire.js';

const mostNumber = 2 ** 29 - 1;
const [most32, most64] = [2n ** 32n - 1n, 2n ** 64n - 1n];

/** Of `#7`. */
export function unknownNumber(name: string): number | undefined {
  const number = /^#[1-9]\d{0,8}$/.test(name) ? Number(name.slice(1)) : 0;
  return number > 0 && number <= mostNumber ? number : undefined;
}

/** With its tag; a list is several. Throws EncodeError. */
export function encodeUnknown(
  number: number,
  source: string,
  path: string,
  to: ByteWriter,
  depth: number,
): void {
  if (!source.startsWith('[')) {
    encodeOne(number, source, path, to, depth);
    return;
  }
  for (const [index, each] of jsonElements(source).entries()) {
    encodeOne(number, each, `${path}[${index}]`, to, depth);
  }
}

function encodeOne(number: number, source: string, path: string, to: ByteWriter, depth: number): void {
  const tag = (wire: number) => to.varint(number * 8 + wire);
  if (source.startsWith('"')) {
    tag(wires.length);
    to.bytes(textBytes(source, path));
  } else if (!source.startsWith('{')) {
    const value = wholeNumber(source, path, 0n, most64, 'varint');
    tag(wires.varint);
    to.varint64(value);
  } else {
    const members = jsonMembers(source);
    const [first] = members;
    const isSpecial = members.length === 1 && first !== undefined && !first.name.startsWith('#');
    if (!isSpecial) {
      tag(wires.length);
      const start = to.length;
      encodeRaw(source, path, to, depth + 1);
      to.lengthSince(start);
    } else encodeSpecial(number, first.name, first.source, memberPath(path, first.name), to, depth);
  }
}

function encodeSpecial(
  number: number,
  name: string,
  source: string,
  path: string,
  to: ByteWriter,
  depth: number,
): void {
  const tag = (wire: number) => to.varint(number * 8 + wire);
  if (name === 'base64') {
    tag(wires.length);
    to.bytes(base64Bytes(source, path));
  } else if (name === 'fixed32') {
    tag(wires.fourBytes);
    to.fixed32(Number(wholeNumber(source, path, 0n, most32, name)));
  } else if (name === 'fixed64') {
    tag(wires.eightBytes);
    to.fixed64(wholeNumber(source, path, 0n, most64, name));
  } else if (name === 'group') {
    tag(wires.group);
    encodeRaw(source, path, to, depth + 1);
    tag(wires.groupEnd);
  } else throw new EncodeError(path, 'is none of base64, fixed32, fixed64, group and #NUMBER');
}

/** `{"#1": …}`, in its order. */
function encodeRaw(source: string, path: string, to: ByteWriter, depth: number): void {
  if (depth > deepest) throw new EncodeError(path, `is nested more than ${deepest} deep`);
  if (!source.startsWith('{')) throw new EncodeError(path, 'is not an object');
  for (const member of jsonMembers(source)) {
    const memberAt = memberPath(path, member.name);
    const number = unknownNumber(member.name);
    if (number === undefined) throw new EncodeError(memberAt, 'is not the #NUMBER of a field');
    encodeUnknown(number, member.source, memberAt, to, depth);
  }
}
