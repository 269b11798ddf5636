/**
 * What serializers put before a key's or a value's own bytes, or into a header, to say which schema they are of: Confluent's
 * (docs.confluent.io, "Wire format"; SchemaId of its clients), AWS Glue's, and Apicurio's with eight bytes. Nothing here asks
 * whether an id exists: a value may merely begin with 0.
 */

/** `id`: 00 and four bytes. `guid`: 01 and 16. `glue`: 03, compression, 16. `long-id`: 00 and eight, where that is configured. */
export type FrameKind = 'id' | 'guid' | 'glue' | 'long-id';

/** Without a Protobuf message's indexes, which come behind. */
export const frameBytes: Readonly<Record<FrameKind, number>> = { id: 5, guid: 17, glue: 18, 'long-id': 9 };

/** Headers of Confluent Platform 8: the same bytes as a frame, while the key or the value is bare. */
export const schemaIdHeaders = { key: '__key_schema_id', value: '__value_schema_id' } as const;

const [idMark, guidMark, glueMark] = [0, 1, 3];
/** Bytes that begin with a larger one have no frame. */
export const highestMark = glueMark;
const [glueStored, glueZlib] = [0, 5];
/** Messages are nested less deeply than that: protoc takes 32. */
const mostIndexes = 100;

/** Undefined if none begins at `start`. `longIds`: ids of Apicurio's default serializers, which have eight bytes. */
export function frameAt(
  bytes: Uint8Array,
  start: number,
  end: number,
  longIds = false,
): FrameKind | undefined {
  const first = bytes[start];
  const length = end - start;
  if (first === idMark) {
    if (longIds) return length >= frameBytes['long-id'] ? 'long-id' : undefined;
    return length >= frameBytes.id ? 'id' : undefined;
  }
  if (first === guidMark) return length >= frameBytes.guid ? 'guid' : undefined;
  if (first !== glueMark || length < frameBytes.glue) return undefined;
  const compression = bytes[start + 1];
  return compression === glueStored || compression === glueZlib ? 'glue' : undefined;
}

/** Of a frame `id` that begins at `start`. Registries give out positive ids: others are no frame's. */
export function schemaIdAt(bytes: Uint8Array, start: number): number {
  return uint32At(bytes, start + 1) | 0;
}

/** Of a frame `long-id`; NaN beyond 2^53, where no registry's ids are. */
export function longSchemaIdAt(bytes: Uint8Array, start: number): number {
  const id = uint32At(bytes, start + 1) * 2 ** 32 + uint32At(bytes, start + 5);
  return Number.isSafeInteger(id) ? id : NaN;
}

function uint32At(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** Of a frame `guid` that begins at `start`: 8-4-4-4-12 hexadecimal digits, lower case. */
export function guidAt(bytes: Buffer, start: number): string {
  return uuidText(bytes, start + 1);
}

/** Of a frame `glue`: the version of the schema in AWS Glue's registry, and whether zlib packed what follows. */
export function glueVersionAt(bytes: Buffer, start: number): { versionId: string; isCompressed: boolean } {
  return { versionId: uuidText(bytes, start + 2), isCompressed: bytes[start + 1] === glueZlib };
}

/** As `guidAt` writes one; upper case, too. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

function uuidText(bytes: Buffer, at: number): string {
  const hex = bytes.toString('hex', at, at + 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Where a Protobuf message stands in its file: `[1, 0]` is the first message inside the second. Fills `indexes` and returns
 * where the message's own bytes begin; -1 if these are no indexes. Each is a zigzag varint of 32 bits, behind their count; a
 * count of 0 means `[0]`.
 */
export function readMessageIndexes(bytes: Uint8Array, start: number, end: number, indexes: number[]): number {
  indexes.length = 0;
  if (start < end && bytes[start] === 0) {
    indexes.push(0);
    return start + 1;
  }
  varint.at = start;
  const count = readZigzag(bytes, end);
  if (!(count >= 0 && count <= mostIndexes)) return -1;
  // Only written otherwise: 80 00.
  if (count === 0) indexes.push(0);
  for (let each = 0; each < count; each += 1) {
    const index = readZigzag(bytes, end);
    if (!(index >= 0)) return -1;
    indexes.push(index);
  }
  return varint.at;
}

/** Where the next one begins. */
const varint = { at: 0 };

/** NaN if it has no end or more than 32 bits. */
function readZigzag(bytes: Uint8Array, end: number): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    if (varint.at >= end) return NaN;
    const byte = bytes[varint.at++] as number;
    if (shift === 28 && byte > 0x0f) return NaN;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
  }
  return NaN;
}

/** As Confluent's clients write them: `[0]`, by far the most frequent, is the one byte 00. */
export function messageIndexBytes(indexes: readonly number[]): Buffer {
  if (indexes.length === 1 && indexes[0] === 0) return Buffer.from([0]);
  return Buffer.from([indexes.length, ...indexes].flatMap(zigzagBytes));
}

function zigzagBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = (value << 1) ^ (value >> 31);
  for (; rest >>> 0 > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** What stands before the payload: `indexes` for Protobuf only; `longIds` as for `frameAt`. */
export function idFrame(id: number, indexes?: readonly number[], longIds = false): Buffer {
  const frame = Buffer.alloc(frameBytes[longIds ? 'long-id' : 'id']);
  if (longIds) frame.writeBigInt64BE(BigInt(id), 1);
  else frame.writeInt32BE(id, 1);
  return indexes ? Buffer.concat([frame, messageIndexBytes(indexes)]) : frame;
}

/** `guid` as `guidAt` writes it. In a header as well as before the payload. */
export function guidFrame(guid: string, indexes?: readonly number[]): Buffer {
  const frame = Buffer.concat([Buffer.from([guidMark]), Buffer.from(guid.replaceAll('-', ''), 'hex')]);
  return indexes ? Buffer.concat([frame, messageIndexBytes(indexes)]) : frame;
}
