/** The one codec for all messages: turns declared fields and a version into a reader and a writer. */
import { LabError } from '../../text/errors.js';
import type { ByteReader } from './codec-reader.js';
import { lengthOf, lengthPrefixed, scalarCodec, type ValueCodec } from './codec-scalars.js';
import { ByteWriter } from './codec-writer.js';
import { zeroUuid, type AnyField, type Fields, type ScalarKind, type WireType } from './schema.js';

/** One field, as one version sees it. */
interface Slot {
  readonly name: string;
  readonly field: AnyField;
  readonly place: 'body' | 'tagged' | 'absent';
  readonly codec: ValueCodec;
  readonly makeDefault: () => unknown;
}

/** `flexible`: compact lengths, and a tagged section after every structure (KIP-482). */
export function compileStruct(fields: Fields, version: number, flexible: boolean): ValueCodec {
  const slots = Object.entries(fields).map(([name, field]): Slot => {
    const { since, until, tag } = field.rules;
    const present = version >= since && version <= until;
    const place = !present ? 'absent' : tag === undefined ? 'body' : 'tagged';
    const codec = place === 'absent' ? nothing : compileField(field, version, flexible, place === 'tagged');
    return { name, field, place, codec, makeDefault: defaultMaker(field) };
  });
  const tagged = slots.filter((slot) => slot.place === 'tagged');
  tagged.sort((a, b) => (a.field.rules.tag ?? 0) - (b.field.rules.tag ?? 0));
  const inBody = slots.filter((slot) => slot.place === 'body');
  return {
    minimumBytes: inBody.reduce((sum, slot) => sum + slot.codec.minimumBytes, flexible ? 1 : 0),
    read(reader) {
      const result: Record<string, unknown> = {};
      for (const slot of slots) {
        if (slot.place === 'body') {
          reader.field = slot.name;
          result[slot.name] = slot.codec.read(reader);
        } else {
          result[slot.name] = slot.makeDefault();
        }
      }
      if (flexible) readTagged(reader, tagged, result);
      return result;
    },
    write(writer, value) {
      if (!isRecord(value)) throw writer.unfit('must be an object');
      for (const slot of slots) writeSlot(writer, slot, value[slot.name], version);
      if (flexible) writeTagged(writer, tagged, value);
    },
  };
}

const nothing: ValueCodec = { minimumBytes: 0, read: () => undefined, write: () => undefined };

function compileField(field: AnyField, version: number, flexible: boolean, isTagged = false): ValueCodec {
  const nullable = version >= field.rules.nullableSince;
  if (field.type.kind !== 'struct') return compileType(field.type, version, flexible, nullable);
  const codec = compileStruct(field.type.fields, version, flexible);
  if (!nullable) return codec;
  return isTagged ? nullableTaggedStruct(codec) : nullableStruct(codec);
}

function compileType(
  type: Exclude<WireType, { kind: 'struct' }>,
  version: number,
  flexible: boolean,
  nullable: boolean,
): ValueCodec {
  if (type.kind !== 'array') return scalarCodec(type.kind, flexible, nullable);
  const element = compileField(type.element, version, flexible);
  const leastBytes = Math.max(1, element.minimumBytes);
  return lengthPrefixed(lengthOf('array', flexible), nullable, {
    read(reader, length) {
      if (length * leastBytes > reader.remaining) {
        throw reader.malformed(`${length} elements cannot fit in the ${reader.remaining} bytes left`);
      }
      const values: unknown[] = [];
      for (let index = 0; index < length; index++) values.push(element.read(reader));
      return values;
    },
    prepare(value) {
      if (!Array.isArray(value)) return undefined;
      const values: readonly unknown[] = value;
      const write = (writer: ByteWriter) => values.forEach((each) => element.write(writer, each));
      return { length: values.length, write };
    },
    wanted: 'an array',
  });
}

/** A structure that may be null has a byte before it: -1 null, 1 there. */
function nullableStruct(codec: ValueCodec): ValueCodec {
  return {
    minimumBytes: 1,
    read: (reader) => (reader.int8() < 0 ? null : codec.read(reader)),
    write(writer, value) {
      writer.int8(value === null ? -1 : 1);
      if (value !== null) codec.write(writer, value);
    },
  };
}

/** In the tagged section it has a varint before it: 0 null, 1 there. */
function nullableTaggedStruct(codec: ValueCodec): ValueCodec {
  return {
    minimumBytes: 1,
    read: (reader) => (reader.unsignedVarint() === 0 ? null : codec.read(reader)),
    write(writer, value) {
      writer.unsignedVarint(value === null ? 0 : 1);
      if (value !== null) codec.write(writer, value);
    },
  };
}

function readTagged(reader: ByteReader, slots: readonly Slot[], result: Record<string, unknown>): void {
  for (let left = reader.unsignedVarint(); left > 0; left--) {
    const tag = reader.unsignedVarint();
    const size = reader.unsignedVarint();
    const slot = slots.find((each) => each.field.rules.tag === tag);
    if (slot === undefined) {
      reader.skip(size);
    } else {
      reader.field = slot.name;
      result[slot.name] = reader.within(size, () => slot.codec.read(reader));
    }
  }
}

function writeSlot(writer: ByteWriter, slot: Slot, given: unknown, version: number): void {
  writer.field = slot.name;
  if (slot.place === 'body') {
    if (given !== undefined) slot.codec.write(writer, given);
    else if (slot.field.rules.defaultValue !== undefined) slot.codec.write(writer, slot.makeDefault());
    else throw writer.unfit('is missing');
  } else if (slot.place === 'absent' && !slot.field.rules.ignorable && !isDefault(slot.field, given)) {
    throw new LabError('refused', `${writer.what} cannot carry ${slot.name}: ${versionsOf(slot.field)}`, {
      hint: `Version ${version} was chosen because the broker speaks no other; leave the setting out or use another broker.`,
    });
  }
}

function versionsOf({ rules: { since, until } }: AnyField): string {
  return until === Infinity ? `it came with version ${since}` : `only versions ${since} to ${until} have it`;
}

function writeTagged(writer: ByteWriter, slots: readonly Slot[], value: Record<string, unknown>): void {
  const used = slots.filter((slot) => !isDefault(slot.field, value[slot.name]));
  writer.unsignedVarint(used.length);
  for (const slot of used) {
    const own = new ByteWriter(writer.what);
    own.field = slot.name;
    slot.codec.write(own, value[slot.name]);
    const written = own.written();
    writer.unsignedVarint(slot.field.rules.tag ?? 0);
    writer.unsignedVarint(written.length);
    writer.raw(written);
  }
}

export function defaultOf(field: AnyField): unknown {
  return defaultMaker(field)();
}

/**
 * Makes the declared default, or Kafka's: zero, empty, false, a structure of defaults. Arrays and structures are new
 * each time, because the reader of a message may change them.
 */
function defaultMaker({ type, rules: { defaultValue } }: AnyField): () => unknown {
  if (defaultValue !== undefined) return Array.isArray(defaultValue) ? () => [] : () => defaultValue;
  if (type.kind === 'array') return () => [];
  if (type.kind !== 'struct') return () => zeroOf(type.kind);
  const makers = Object.entries(type.fields).map(([name, field]) => [name, defaultMaker(field)] as const);
  return () => {
    const result: Record<string, unknown> = {};
    for (const [name, make] of makers) result[name] = make();
    return result;
  };
}

function zeroOf(kind: ScalarKind): unknown {
  if (kind === 'string') return '';
  if (kind === 'uuid') return zeroUuid;
  if (kind === 'bool') return false;
  return kind === 'bytes' || kind === 'records' ? Buffer.alloc(0) : 0;
}

/** Whether a value is what an absent field would have. */
export function isDefault(field: AnyField, value: unknown): boolean {
  if (value === undefined) return true;
  const wanted = defaultOf(field);
  if (Array.isArray(value)) return value.length === 0 && Array.isArray(wanted);
  if (Buffer.isBuffer(value)) return value.length === 0 && Buffer.isBuffer(wanted);
  if (field.type.kind !== 'struct' || !isRecord(value)) return value === wanted;
  return Object.entries(field.type.fields).every(([name, each]) => isDefault(each, value[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
