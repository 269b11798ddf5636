/** Some records of a batch, copied out of the answer they came in, and what its header says that they cannot do without. */
import type { Int64 } from '../../text/int64.js';
import { attribute, headerBytes } from './record-batch.js';
import { writeBatchHeader } from './record-batch-header.js';

export interface BatchPart {
  /** Of the whole batch: what the offsets in `records` are counted from. */
  readonly baseOffset: number;
  readonly baseTimestamp: Int64;
  readonly maxTimestamp: Int64;
  /** All of them have the time `maxTimestamp`. */
  readonly hasAppendTime: boolean;
  readonly recordCount: number;
  /** As they lay in the batch, one after the other, uncompressed. */
  readonly records: Buffer;
  readonly lastOffset: number;
}

/** What a batch can reach beyond its base offset. */
const mostOffsets = 2 ** 31;

/**
 * Batches that read as the records of the parts do, which come in the order of the log, up to `end` (exclusive), before which
 * no others are to be seen; undefined if there are none, or the last is too far from it. Parts of one batch become one again.
 */
export function joinParts(parts: readonly BatchPart[], end: number): Buffer | undefined {
  const last = parts.at(-1);
  if (!last || end - last.baseOffset > mostOffsets) return undefined;
  const batches: Buffer[] = [];
  for (let first = 0, next = 0; first < parts.length; first = next) {
    const { baseOffset } = parts[first] as BatchPart;
    while (parts[next]?.baseOffset === baseOffset) next += 1;
    const isLast = next === parts.length;
    batches.push(joined(parts.slice(first, next), isLast ? end - 1 : undefined));
  }
  return Buffer.concat(batches);
}

function joined(parts: readonly BatchPart[], lastOffset: number | undefined): Buffer {
  const { baseOffset, baseTimestamp, maxTimestamp, hasAppendTime, ...own } = parts.at(-1) as BatchPart;
  const batch = Buffer.concat([Buffer.alloc(headerBytes), ...parts.map(({ records }) => records)]);
  writeBatchHeader(batch, {
    baseOffset,
    attributes: hasAppendTime ? attribute.logAppendTime : 0,
    lastOffsetDelta: (lastOffset ?? own.lastOffset) - baseOffset,
    baseTimestamp,
    maxTimestamp,
    recordCount: parts.reduce((sum, { recordCount }) => sum + recordCount, 0),
  });
  return batch;
}
