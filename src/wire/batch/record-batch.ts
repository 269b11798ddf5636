/** The layout of a record batch (magic 2, KIP-98) as it lies in logs, fetch responses and produce requests. */
import type { Int64 } from '../../text/int64.js';
import { LabError } from '../../text/errors.js';

/** Where each field of the batch header begins, counted from the batch's first byte. */
export const field = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const;

/** What stands before `batchLength` begins to count, the whole header, and the magic this project speaks. */
export const lengthPrefixBytes = 12;
export const headerBytes = 61;
export const magic = 2;

/** What `batchLength` is at least, by magic: messages of the formats 0 and 1 (before Kafka 0.11) and batches. */
export const smallestLengths: readonly number[] = [14, 22, headerBytes - lengthPrefixBytes];

export const attribute = {
  compressionMask: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
} as const;

/** The bytes of one partition, and the name that errors call it by. */
export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

/** Of the batch at `at`; an old message has its own offset, or that of the last one that it wraps. */
export function lastOffsetAt(bytes: Buffer, at: number): number {
  const isOld = (bytes[at + field.magic] as number) < magic;
  return readInt64(bytes, at) + (isOld ? 0 : bytes.readInt32BE(at + field.lastOffsetDelta));
}

/** A 64-bit integer as a double: offsets, timestamps and producer ids are exact below 2^53. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}

/** The same where clients may have written anything. */
export function readAnyInt64(bytes: Buffer, at: number): Int64 {
  const value = readInt64(bytes, at);
  return Number.isSafeInteger(value) ? value : bytes.readBigInt64BE(at);
}

export function writeInt64(bytes: Buffer, value: Int64, at: number): void {
  if (typeof value === 'bigint') {
    bytes.writeBigInt64BE(value, at);
    return;
  }
  bytes.writeInt32BE(Math.floor(value / 0x1_0000_0000), at);
  bytes.writeUInt32BE(value >>> 0, at + 4);
}

/**
 * Says which bytes are wrong, so that `kafka-dump-log` can be pointed at the same place. `lastOffset` is the last one of the
 * batch: an offset inside it would bring the same bytes again.
 */
export function corrupt(
  where: PartitionName,
  offset: number,
  reason: string,
  cause?: unknown,
  lastOffset = offset,
): LabError {
  return new LabError('failed', `${where.topic}[${where.partition}] at offset ${offset}: ${reason}`, {
    hint:
      'The bytes are damaged on the broker or on the way. Read on behind them with --from ' +
      `${lastOffset + 1}.`,
    cause,
  });
}

/** The bytes may be whole; unpacking them could take all the memory there is. */
export function tooLarge(where: PartitionName, offset: number, cause: Error): LabError {
  return new LabError('failed', `${where.topic}[${where.partition}] at offset ${offset}: ${cause.message}`, {
    hint: `No more is unpacked at a time. Read on behind this batch with --from and an offset after ${offset}.`,
    cause,
  });
}

/** Nothing is wrong with the bytes: this machine lacks what unpacks them. */
export function notUnpacked(where: PartitionName, offset: number, error: LabError): LabError {
  const { code, message, hint, cause } = error;
  const text = `${where.topic}[${where.partition}] at offset ${offset}: ${message}`;
  return new LabError(code, text, { cause, ...(hint === undefined ? {} : { hint }) });
}

/** How many bytes the batch or old message at `at` takes, 0 if `bytes` ends inside it; throws if none can begin there. */
export function batchSizeAt(bytes: Buffer, at: number, where: PartitionName): number {
  if (bytes.length - at < field.magic + 1) return 0;
  const found = bytes[at + field.magic] as number;
  const smallest = smallestLengths[found];
  if (smallest === undefined) {
    throw corrupt(where, readInt64(bytes, at), `no record batch begins here (magic ${found})`);
  }
  const length = bytes.readInt32BE(at + field.batchLength);
  if (length < smallest) {
    throw corrupt(where, readInt64(bytes, at), `a record batch says it is ${length} bytes long`);
  }
  return lengthPrefixBytes + length > bytes.length - at ? 0 : lengthPrefixBytes + length;
}

export interface BatchExtent {
  /** The offset after the last whole batch; `undefined` when there is none. */
  readonly nextOffset: number | undefined;
  /** When the buffer ends inside a batch: how many bytes that batch needs, as far as its header is there. */
  readonly cutBatchBytes: number | undefined;
}

/** How far the batches in `bytes` reach, from their headers alone: what the next fetch has to ask for. */
export function extentOf(bytes: Buffer, where: PartitionName): BatchExtent {
  let at = 0;
  let nextOffset: number | undefined;
  while (at < bytes.length) {
    const size = batchSizeAt(bytes, at, where);
    if (size === 0) {
      const known = bytes.length - at > field.magic;
      return {
        nextOffset,
        cutBatchBytes: known ? lengthPrefixBytes + bytes.readInt32BE(at + field.batchLength) : undefined,
      };
    }
    nextOffset = lastOffsetAt(bytes, at) + 1;
    if (!Number.isSafeInteger(nextOffset)) throw corrupt(where, nextOffset, 'no offset is that large');
    at += size;
  }
  return { nextOffset, cutBatchBytes: undefined };
}
