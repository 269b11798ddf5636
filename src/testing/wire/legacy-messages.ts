/** Messages of the formats before Kafka 0.11, as clients of that time wrote them and brokers of today still keep them. */
import { crc32 } from 'node:zlib';
import { compress, compressions, type Compression } from '../../wire/batch/codecs/compression.js';
import { writeInt64 } from '../../wire/batch/record-batch.js';

export interface LegacyMessage {
  readonly offset: number;
  readonly key?: string | null;
  readonly value: string | Buffer | null;
  /** Magic 1 only. */
  readonly timestamp?: number;
  readonly attributes?: number;
}

export function legacyMessage(
  magic: 0 | 1,
  { offset, key = null, value, timestamp = 0, attributes = 0 }: LegacyMessage,
): Buffer {
  const head = Buffer.alloc(magic === 0 ? 18 : 26);
  head.writeInt8(magic, 16);
  head.writeInt8(attributes, 17);
  if (magic === 1) writeInt64(head, timestamp, 18);
  const message = Buffer.concat([head, part(key), part(value)]);
  writeInt64(message, offset, 0);
  message.writeInt32BE(message.length - 12, 8);
  message.writeUInt32BE(crc32(message.subarray(16)), 12);
  return message;
}

/** One message around others; with magic 1 their offsets are written as differences. */
export function legacyWrapper(
  magic: 0 | 1,
  compression: Compression,
  messages: readonly LegacyMessage[],
  { timestamp = 0, attributes = 0 }: Partial<LegacyMessage> = {},
): Buffer {
  const first = messages[0]?.offset ?? 0;
  const inner = messages.map((message) =>
    legacyMessage(magic, { ...message, offset: magic === 0 ? message.offset : message.offset - first }),
  );
  const value = compress(compression, Buffer.concat(inner));
  // Kafka's first lz4 frames have a checksum that covers too much.
  if (magic === 0 && compression === 'lz4') value[6] = (value[6] as number) ^ 0x5a;
  const offset = messages.at(-1)?.offset ?? 0;
  return legacyMessage(magic, {
    offset,
    value,
    timestamp,
    attributes: attributes | compressions.indexOf(compression),
  });
}

function part(value: string | Buffer | null): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value === null ? -1 : Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value ?? '')]);
}
