/**
 * google.protobuf.FileDescriptorSet, and FileDescriptorProto, as bytes (protoc --descriptor_set_out, buf build -o, what
 * Confluent's registry calls "serialized") → the same as from .proto texts.
 */
import { LabError } from '../../../text/errors.js';
import { ProtoEnum, ProtoField, ProtoFile, ProtoMessage, type Features, type ScalarType } from './model.js';
import { wireFields, type WireField } from './wire-fields.js';
import { joined } from './parse-message.js';

/** By FieldDescriptorProto.Type; group, message and enum have a type's name. */
const typeNames: readonly (ScalarType | undefined)[] = [
  ...([
    undefined,
    'double',
    'float',
    'int64',
    'uint64',
    'int32',
    'fixed64',
    'fixed32',
    'bool',
    'string',
  ] as const),
  ...([
    undefined,
    undefined,
    'bytes',
    'uint32',
    undefined,
    'sfixed32',
    'sfixed64',
    'sint32',
    'sint64',
  ] as const),
];
const groupType = 10;
const labels = ['none', 'optional', 'required', 'repeated'] as const;
const deepest = 100;

/** In their order there: a file comes behind those that it imports. Throws LabError 'usage'. `name` is for messages. */
export function descriptorFiles(bytes: Buffer, name: string): readonly ProtoFile[] {
  try {
    const files = each(bytes, 1).map(({ bytes: file }) => fileOf(file));
    if (files.length > 0) return files;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new LabError('usage', `${name} is not a descriptor set of Protobuf.`, {
    hint: 'Make one with: protoc --include_imports --descriptor_set_out=FILE x.proto. A .proto text has a name that ends in .proto.',
  });
}

/** One file, called `path` whatever it calls itself. Throws RangeError if it is not one. */
export function descriptorFile(bytes: Buffer, path: string): ProtoFile {
  return fileOf(bytes, path);
}

function fileOf(bytes: Buffer, path?: string): ProtoFile {
  const all = wireFields(bytes);
  const file = new ProtoFile(path ?? text(all, 1) ?? '', '');
  file.package = text(all, 2) ?? '';
  const syntax = text(all, 12) ?? '';
  const edition = number(all, 14);
  file.edition = edition ?? (syntax === 'proto3' ? 999 : 998);
  const isPublic = new Set(each(all, 10).map((field) => field.number64));
  each(all, 3).forEach((path, index) =>
    file.imports.push({ path: path.bytes.toString(), isPublic: isPublic.has(BigInt(index)), at: undefined }),
  );
  takeFeatures(file.features, options(all, 8), 50);
  for (const found of each(all, 4)) addMessage(file, found.bytes, file, file.package, 0);
  for (const found of each(all, 5)) file.enums.push(enumOf(found.bytes, file, file.package));
  for (const found of each(all, 7)) file.extensions.push(fieldOf(found.bytes, file, file.package));
  return file;
}

function addMessage(
  scope: ProtoFile | ProtoMessage,
  bytes: Buffer,
  file: ProtoFile,
  prefix: string,
  depth: number,
): void {
  if (depth > deepest) throw new RangeError('nested too deeply');
  const all = wireFields(bytes);
  const name = text(all, 1) ?? '';
  const message = new ProtoMessage(name, joined(prefix, name), { file, at: undefined });
  const { fullName } = message;
  for (const found of each(all, 8)) {
    const features: Features = {};
    const oneof = wireFields(found.bytes);
    takeFeatures(features, options(oneof, 2), 1);
    message.oneofs.push({ name: text(oneof, 1) ?? '', features });
  }
  for (const found of each(all, 2)) message.fields.push(fieldOf(found.bytes, file, fullName));
  for (const found of each(all, 3)) addMessage(message, found.bytes, file, fullName, depth + 1);
  for (const found of each(all, 4)) message.enums.push(enumOf(found.bytes, file, fullName));
  for (const found of each(all, 6)) message.extensions.push(fieldOf(found.bytes, file, fullName));
  const own = options(all, 7);
  message.isMapEntry = number(own, 7) === 1;
  takeFeatures(message.features, own, 12);
  if (message.isMapEntry && scope instanceof ProtoMessage) scope.mapEntries.push(message);
  else scope.messages.push(message);
}

function enumOf(bytes: Buffer, file: ProtoFile, prefix: string): ProtoEnum {
  const all = wireFields(bytes);
  const name = text(all, 1) ?? '';
  const found = new ProtoEnum(name, joined(prefix, name), { file, at: undefined });
  takeFeatures(found.features, options(all, 3), 7);
  for (const { bytes: value } of each(all, 2)) {
    const parts = wireFields(value);
    found.values.push({ name: text(parts, 1) ?? '', number: number(parts, 2) ?? 0 });
  }
  return found;
}

function fieldOf(bytes: Buffer, file: ProtoFile, prefix: string): ProtoField {
  const all = wireFields(bytes);
  const name = text(all, 1) ?? '';
  const field = new ProtoField(name, number(all, 3) ?? 0, joined(prefix, name), { file, at: undefined });
  const isProto3Optional = number(all, 17) === 1;
  const label = labels[number(all, 4) ?? 0] ?? 'none';
  // In proto3 and Editions, "optional" stands for no label.
  field.label = label === 'optional' && file.edition > 998 && !isProto3Optional ? 'none' : label;
  const type = number(all, 5) ?? 0;
  field.typeName = text(all, 6) ?? typeNames[type] ?? '';
  field.isGroup = type === groupType && file.edition < 1000;
  field.extendee = text(all, 2);
  field.jsonName = text(all, 10);
  if (!isProto3Optional) field.oneof = number(all, 9);
  const own = options(all, 8);
  const packed = number(own, 2);
  if (packed !== undefined) field.packedOption = packed === 1;
  takeFeatures(field.features, own, 21);
  return field;
}

const presences = [undefined, 'EXPLICIT', 'IMPLICIT', 'LEGACY_REQUIRED'] as const;
const enumTypes = [undefined, 'OPEN', 'CLOSED'] as const;
const repeatedEncodings = [undefined, 'PACKED', 'EXPANDED'] as const;
const messageEncodings = [undefined, 'LENGTH_PREFIXED', 'DELIMITED'] as const;

/** google.protobuf.FeatureSet. */
function takeFeatures(target: Features, ownOptions: readonly WireField[], at: number): void {
  const features = options(ownOptions, at);
  const found = {
    presence: presences[number(features, 1) ?? 0],
    enumType: enumTypes[number(features, 2) ?? 0],
    repeatedEncoding: repeatedEncodings[number(features, 3) ?? 0],
    messageEncoding: messageEncodings[number(features, 5) ?? 0],
  };
  for (const [key, value] of Object.entries(found) as [keyof Features, string | undefined][]) {
    if (value !== undefined) target[key] = value;
  }
}

function each(fields: Buffer | readonly WireField[], wanted: number): readonly WireField[] {
  return (Buffer.isBuffer(fields) ? wireFields(fields) : fields).filter((field) => field.number === wanted);
}

function text(fields: readonly WireField[], wanted: number): string | undefined {
  return each(fields, wanted).at(-1)?.bytes.toString();
}

/** Of 32 bits. */
function number(fields: readonly WireField[], wanted: number): number | undefined {
  const found = each(fields, wanted).at(-1);
  return found && Number(BigInt.asIntN(32, found.number64));
}

/** A message that may stand there in parts. */
function options(fields: readonly WireField[], wanted: number): readonly WireField[] {
  return each(fields, wanted).flatMap(({ bytes }) => wireFields(bytes));
}
