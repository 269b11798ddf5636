/** How each scalar type is read and written, in the fixed and the flexible (compact) encoding. */
import type { ByteReader } from './codec-reader.js';
import type { ByteWriter } from './codec-writer.js';
import type { ScalarKind } from './schema.js';

export interface ValueCodec {
  /** The fewest bytes a value takes: an array that claims more elements than could fit is refused at once. */
  readonly minimumBytes: number;
  read(reader: ByteReader): unknown;
  write(writer: ByteWriter, value: unknown): void;
}

/** How a length is put before a string, bytes or an array; -1 is null. */
interface LengthCodec {
  readonly minimumBytes: number;
  read(reader: ByteReader): number;
  write(writer: ByteWriter, length: number): void;
}

const int16Length: LengthCodec = {
  minimumBytes: 2,
  read: (reader) => reader.int16(),
  write: (writer, length) => writer.int16(length),
};
const int32Length: LengthCodec = {
  minimumBytes: 4,
  read: (reader) => reader.int32(),
  write: (writer, length) => writer.int32(length),
};
const compactLength: LengthCodec = {
  minimumBytes: 1,
  read: (reader) => reader.unsignedVarint() - 1,
  write: (writer, length) => writer.unsignedVarint(length + 1),
};

export function lengthOf(kind: ScalarKind | 'array', flexible: boolean): LengthCodec {
  if (flexible) return compactLength;
  return kind === 'string' ? int16Length : int32Length;
}

/** Strings, bytes and arrays: a length, then `read` or `write` of that many. */
export function lengthPrefixed(
  length: LengthCodec,
  nullable: boolean,
  body: {
    read(reader: ByteReader, length: number): unknown;
    /** Returns the length and what is left to write, or undefined for a value of another type. */
    prepare(value: unknown): { length: number; write(writer: ByteWriter): void } | undefined;
    wanted: string;
  },
): ValueCodec {
  return {
    minimumBytes: length.minimumBytes,
    read(reader) {
      const count = length.read(reader);
      if (count >= 0) return body.read(reader, count);
      if (count === -1 && nullable) return null;
      throw reader.malformed(count === -1 ? 'null is not allowed there' : `a length is ${count}`);
    },
    write(writer, value) {
      if (value === null) {
        if (!nullable) throw writer.unfit('must not be null in this version');
        length.write(writer, -1);
        return;
      }
      const prepared = body.prepare(value);
      if (prepared === undefined) throw writer.unfit(`must be ${body.wanted}`);
      length.write(writer, prepared.length);
      prepared.write(writer);
    },
  };
}

function text(flexible: boolean, nullable: boolean): ValueCodec {
  return lengthPrefixed(lengthOf('string', flexible), nullable, {
    read: (reader, length) => reader.string(length),
    prepare: (value) => (typeof value === 'string' ? rawBytes(Buffer.from(value)) : undefined),
    wanted: 'a string',
  });
}

function blob(flexible: boolean, nullable: boolean): ValueCodec {
  return lengthPrefixed(lengthOf('bytes', flexible), nullable, {
    read: (reader, length) => reader.bytes(length),
    prepare: (value) => (Buffer.isBuffer(value) ? rawBytes(value) : undefined),
    wanted: 'a Buffer',
  });
}

function rawBytes(value: Buffer): { length: number; write(writer: ByteWriter): void } {
  return { length: value.length, write: (writer) => writer.raw(value) };
}

type FixedKind = Exclude<ScalarKind, 'string' | 'bytes' | 'records'>;

/** Written out: one function looking the method up by its name takes twice the time over a large response. */
const fixed: Readonly<Record<FixedKind, ValueCodec>> = {
  bool: { minimumBytes: 1, read: (reader) => reader.bool(), write: (writer, value) => writer.bool(value) },
  int8: { minimumBytes: 1, read: (reader) => reader.int8(), write: (writer, value) => writer.int8(value) },
  int16: { minimumBytes: 2, read: (reader) => reader.int16(), write: (writer, value) => writer.int16(value) },
  uint16: {
    minimumBytes: 2,
    read: (reader) => reader.uint16(),
    write: (writer, value) => writer.uint16(value),
  },
  int32: { minimumBytes: 4, read: (reader) => reader.int32(), write: (writer, value) => writer.int32(value) },
  uint32: {
    minimumBytes: 4,
    read: (reader) => reader.uint32(),
    write: (writer, value) => writer.uint32(value),
  },
  int64: { minimumBytes: 8, read: (reader) => reader.int64(), write: (writer, value) => writer.int64(value) },
  anyInt64: {
    minimumBytes: 8,
    read: (reader) => reader.anyInt64(),
    write: (writer, value) => writer.anyInt64(value),
  },
  float64: {
    minimumBytes: 8,
    read: (reader) => reader.float64(),
    write: (writer, value) => writer.float64(value),
  },
  uuid: { minimumBytes: 16, read: (reader) => reader.uuid(), write: (writer, value) => writer.uuid(value) },
};

export function scalarCodec(kind: ScalarKind, flexible: boolean, nullable: boolean): ValueCodec {
  if (kind === 'string') return text(flexible, nullable);
  if (kind === 'bytes' || kind === 'records') return blob(flexible, nullable);
  return fixed[kind];
}
