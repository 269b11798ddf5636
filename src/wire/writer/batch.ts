/** A sealed batch: stamped again if its sequence number changes, split if it is refused. */
import { compressions } from '../batch/codecs/compression.js';
import { crc32c } from '../batch/crc32c.js';
import { RecordBatchEncoder } from '../batch/record-batch-encoder.js';
import type { ProducerStamp } from '../batch/record-batch-header.js';
import { RecordDecoder } from '../batch/record-batch-decoder.js';
import { attribute, field, writeInt64 } from '../batch/record-batch.js';
import { LineNumbers } from './lines.js';

export interface Batch {
  /** Never modified: a failed connection may still hold them, unsent. `restamp` replaces them. */
  bytes: Buffer;
  readonly lines: LineNumbers;
  readonly sealedAtMs: number;
  stamp: ProducerStamp | undefined;
  /** It was sent and not acknowledged: a connection may still hold its bytes. */
  repeated: boolean;
  state: 'waiting' | 'flying' | 'acknowledged';
  /** An answer was lost: the broker may or may not have it. */
  maybeWritten: boolean;
  /** Why it is still waiting, as a message. */
  problem: string | undefined;
}

export function sealedBatch(
  bytes: Buffer,
  lines: LineNumbers,
  stamp: ProducerStamp | undefined,
  sealedAtMs: number,
): Batch {
  return {
    bytes,
    lines,
    sealedAtMs,
    stamp,
    repeated: false,
    state: 'waiting',
    maybeWritten: false,
    problem: undefined,
  };
}

/** A copy of a batch from a log, as a producer with this stamp sends it; nothing of it is unpacked. */
export function adoptedBytes(batch: Buffer, stamp: ProducerStamp | undefined): Buffer {
  const bytes = Buffer.allocUnsafeSlow(batch.length);
  batch.copy(bytes);
  writeInt64(bytes, 0, field.baseOffset);
  bytes.writeInt32BE(-1, field.partitionLeaderEpoch);
  writeStamp(bytes, stamp);
  return bytes;
}

/** Gives the batch this stamp, in new bytes; does nothing if it has it already. */
export function restamp(batch: Batch, stamp: ProducerStamp): void {
  const { stamp: old } = batch;
  const same =
    old?.producerId === stamp.producerId &&
    old.producerEpoch === stamp.producerEpoch &&
    old.baseSequence === stamp.baseSequence &&
    old.transactional === stamp.transactional;
  if (same) return;
  const bytes = Buffer.from(batch.bytes);
  writeStamp(bytes, stamp);
  batch.bytes = bytes;
  batch.stamp = stamp;
}

function writeStamp(bytes: Buffer, stamp: ProducerStamp | undefined): void {
  writeInt64(bytes, stamp?.producerId ?? -1, field.producerId);
  bytes.writeInt16BE(stamp?.producerEpoch ?? -1, field.producerEpoch);
  bytes.writeInt32BE(stamp?.baseSequence ?? -1, field.baseSequence);
  const attributes = bytes.readInt16BE(field.attributes) & ~attribute.transactional;
  bytes.writeInt16BE(attributes | (stamp?.transactional ? attribute.transactional : 0), field.attributes);
  bytes.writeUInt32BE(crc32c(bytes, field.attributes, bytes.length), field.crc);
}

/**
 * The records of a batch in new batches, `groupOf(index)` telling which; -1 leaves a record out. Groups are
 * numbered from 0 without gaps and never go back.
 */
export function regroup(batch: Batch, groupOf: (index: number) => number): Batch[] {
  const compression = compressions[batch.bytes.readInt16BE(field.attributes) & attribute.compressionMask];
  const encoder = new RecordBatchEncoder({
    limitBytes: Number.MAX_SAFE_INTEGER,
    compression: compression ?? 'none',
  });
  const cursor = new RecordDecoder();
  cursor.open(batch.bytes, { topic: '', partition: -1, from: 0, to: null });
  const groups: Batch[] = [];
  let lines = new LineNumbers();
  const seal = () => {
    if (encoder.recordCount === 0) return;
    groups.push(sealedBatch(encoder.finish(), lines, undefined, batch.sealedAtMs));
    lines = new LineNumbers();
  };
  let current = 0;
  for (let index = 0; cursor.next(); index++) {
    const group = groupOf(index);
    if (group < 0) continue;
    if (group !== current) seal();
    current = group;
    // Refused only beside a record that is too far away in time; in a batch of its own it fits.
    if (!appendFrom(cursor, encoder)) {
      seal();
      appendFrom(cursor, encoder);
    }
    lines.add(batch.lines.at(index));
  }
  seal();
  for (const group of groups) group.maybeWritten = batch.maybeWritten;
  return groups;
}

function appendFrom(cursor: RecordDecoder, encoder: RecordBatchEncoder): boolean {
  return encoder.append(
    cursor.exactTimestamp,
    cursor.buffer,
    cursor.keyStart,
    cursor.keyEnd,
    cursor.valueStart,
    cursor.valueEnd,
    cursor.buffer.subarray(cursor.headerCountStart, cursor.headersEnd),
  );
}
