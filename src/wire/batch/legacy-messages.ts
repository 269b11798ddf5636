/**
 * Messages of the formats before Kafka 0.11 (magic 0 and 1), made into records as batches have them. Each message
 * stands for itself; a compressed one wraps others: with magic 0 these have their own offsets, with magic 1 offsets that
 * count up to the wrapper's, which is that of the last (KIP-31).
 */
import { crc32 } from 'node:zlib';
import type { Int64 } from '../../text/int64.js';
import { withItsChecksum } from './codecs/lz4-descriptor.js';
import {
  attribute,
  field,
  lengthPrefixBytes,
  magic,
  readAnyInt64,
  readInt64,
  smallestLengths,
} from './record-batch.js';
import { varintSize, writeVarint } from './record-batch-varint.js';

const at = { crc: lengthPrefixBytes, attributes: field.magic + 1, timestamp: field.magic + 2 } as const;
const noTimestamp = -1;
const compressionOfLz4 = 3;
/** Three null or empty parts of a record take no more than this, with its length, attributes and two deltas. */
const largestFrameBytes = 40;

export interface LegacyMessages {
  /** As in a batch, without compression. */
  readonly records: Buffer;
  readonly recordCount: number;
  readonly baseOffset: number;
  readonly baseTimestamp: Int64;
  readonly maxTimestamp: Int64;
  /** NaN if messages have their own times. */
  readonly appendTime: number;
  /** Of what they were wrapped in; its index in `compressions`. */
  readonly compression: number;
}

interface Message {
  readonly magic: number;
  readonly attributes: number;
  readonly offset: number;
  readonly timestamp: Int64;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

export function isLegacy(bytes: Buffer, start: number): boolean {
  return (bytes[start + field.magic] as number) < magic;
}

export function hasLegacyChecksum(bytes: Buffer, start: number, end: number): boolean {
  return crc32(bytes.subarray(start + field.magic, end)) === bytes.readUInt32BE(start + at.crc);
}

/** `unpack`: by the number of the compression. Throws Error for damaged bytes, and what `unpack` throws. */
export function readLegacy(
  bytes: Buffer,
  start: number,
  end: number,
  unpack: (compression: number, packed: Buffer) => Buffer,
): LegacyMessages {
  const wrapper = messageAt(bytes, start, end);
  const compression = wrapper.attributes & attribute.compressionMask;
  if (compression === 0) return asRecords([wrapper], undefined, compression);
  if (wrapper.value === null) throw new Error('a compressed message is empty');
  const hasOldDescriptor = wrapper.magic === 0 && compression === compressionOfLz4;
  const inner = messagesIn(
    unpack(compression, hasOldDescriptor ? withItsChecksum(wrapper.value) : wrapper.value),
  );
  const last = inner.at(-1);
  if (!last) throw new Error('a compressed message is empty');
  const base = wrapper.magic === 0 ? 0 : wrapper.offset - last.offset;
  const hasAppendTime = wrapper.magic > 0 && (wrapper.attributes & attribute.logAppendTime) !== 0;
  return asRecords(
    inner.map((message) => ({ ...message, offset: base + message.offset })),
    hasAppendTime ? wrapper.timestamp : undefined,
    compression,
  );
}

function messagesIn(bytes: Buffer): Message[] {
  const messages: Message[] = [];
  for (let start = 0; start < bytes.length;) {
    const length =
      start + lengthPrefixBytes > bytes.length ? -1 : bytes.readInt32BE(start + field.batchLength);
    const end = start + lengthPrefixBytes + length;
    const found = bytes[start + field.magic] as number;
    if (!(length >= (smallestLengths[found] ?? Infinity)) || end > bytes.length || found >= magic) {
      throw new Error('a message does not fit into its wrapper');
    }
    const message = messageAt(bytes, start, end);
    if ((message.attributes & attribute.compressionMask) !== 0)
      throw new Error('compressed messages are nested');
    messages.push(message);
    start = end;
  }
  return messages;
}

function messageAt(bytes: Buffer, start: number, end: number): Message {
  const found = bytes[start + field.magic] as number;
  let next = start + (found === 0 ? at.timestamp : at.timestamp + 8);
  const part = (): Buffer | null => {
    const length = next + 4 > end ? NaN : bytes.readInt32BE(next);
    next += 4;
    if (length === -1) return null;
    if (!(length >= 0 && next + length <= end)) throw new Error('the parts of a message do not fit into it');
    next += length;
    return bytes.subarray(next - length, next);
  };
  const [key, value] = [part(), part()];
  if (next !== end) throw new Error('a message is longer than its parts');
  return {
    magic: found,
    attributes: bytes[start + at.attributes] as number,
    offset: readInt64(bytes, start),
    timestamp: found === 0 ? noTimestamp : readAnyInt64(bytes, start + at.timestamp),
    key,
    value,
  };
}

function asRecords(
  messages: readonly Message[],
  appendTime: Int64 | undefined,
  compression: number,
): LegacyMessages {
  const [{ offset: baseOffset, timestamp: baseTimestamp }] = messages as [Message];
  const size = messages.reduce(
    (sum, { key, value }) => sum + largestFrameBytes + (key?.length ?? 0) + (value?.length ?? 0),
    0,
  );
  const records = Buffer.allocUnsafe(size);
  let end = 0;
  for (const { offset, timestamp, key, value } of messages) {
    const timestampDelta =
      timestamp === baseTimestamp ? 0 : Number(BigInt(timestamp) - BigInt(baseTimestamp));
    const offsetDelta = offset - baseOffset;
    const length = 2 + varintSize(timestampDelta) + varintSize(offsetDelta) + partSize(key) + partSize(value);
    end = writeVarint(records, end, length);
    records[end++] = 0;
    end = writeVarint(records, end, timestampDelta);
    end = writeVarint(records, end, offsetDelta);
    for (const part of [key, value]) {
      end = writeVarint(records, end, part?.length ?? -1);
      end += part?.copy(records, end) ?? 0;
    }
    end = writeVarint(records, end, 0);
  }
  return {
    records: records.subarray(0, end),
    recordCount: messages.length,
    baseOffset,
    baseTimestamp,
    maxTimestamp:
      appendTime ??
      messages.reduce<Int64>(
        (latest, { timestamp }) => (timestamp > latest ? timestamp : latest),
        noTimestamp,
      ),
    appendTime: appendTime === undefined ? NaN : Number(appendTime),
    compression,
  };
}

function partSize(part: Buffer | null): number {
  return varintSize(part?.length ?? -1) + (part?.length ?? 0);
}
