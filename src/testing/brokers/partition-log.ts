/** A partition as its leader keeps it: records in the order written, and sequence numbers as brokers check them. */
import { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { field, readInt64 } from '../../wire/batch/record-batch.js';
import { errorCodeNamed, type ErrorName } from '../../wire/protocol/error-codes.js';

interface StoredRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
  readonly headers: readonly (readonly [string, string | null])[];
}

interface ProducerState {
  /** The last five. */
  readonly batches: { base: number; last: number; offset: number }[];
}

export interface Appended {
  readonly errorCode: number;
  readonly baseOffset: number;
  /** The records that are to blame, by their places in the batch. */
  readonly bad: readonly number[];
}

export class PartitionLog {
  leader: number | null;
  readonly records: StoredRecord[] = [];
  readonly producers = new Map<number, ProducerState>();

  constructor(leader: number | null) {
    this.leader = leader;
  }

  /** One batch into the log, or the broker's reason not to. Values that begin with "bad" are refused. */
  append(batch: Buffer): Appended {
    const records = recordsOf(batch);
    const bad = records.flatMap(({ value }, at) => (value?.startsWith('bad') ? [at] : []));
    if (bad.length > 0) return { ...refused('INVALID_RECORD'), bad };
    const known = this.#checkSequence(batch);
    if (typeof known !== 'number') return known;
    if (known >= 0) return { errorCode: 0, baseOffset: known, bad: [] };
    const baseOffset = this.records.length;
    this.records.push(...records);
    const producerId = readInt64(batch, field.producerId);
    if (producerId >= 0) {
      const base = batch.readInt32BE(field.baseSequence);
      const last = base + records.length - 1;
      const before = this.producers.get(producerId)?.batches ?? [];
      this.producers.set(producerId, { batches: [...before, { base, last, offset: baseOffset }].slice(-5) });
    }
    return { errorCode: 0, baseOffset, bad: [] };
  }

  /** As ProducerAppendInfo.checkSequence: the offset of a repetition, -1 for what may be appended. */
  #checkSequence(batch: Buffer): number | Appended {
    const producerId = readInt64(batch, field.producerId);
    if (producerId < 0) return -1;
    const base = batch.readInt32BE(field.baseSequence);
    const last = base + batch.readInt32BE(field.recordCount) - 1;
    const state = this.producers.get(producerId);
    if (!state) return -1;
    const repeated = state.batches.find((each) => each.base === base && each.last === last);
    if (repeated) return repeated.offset;
    return base === state.batches.at(-1)!.last + 1 ? -1 : refused('OUT_OF_ORDER_SEQUENCE_NUMBER');
  }
}

export function refused(name: ErrorName): Appended {
  return { errorCode: errorCodeNamed(name), baseOffset: -1, bad: [] };
}

function recordsOf(batch: Buffer): StoredRecord[] {
  const cursor = new RecordDecoder();
  cursor.open(batch, { topic: 'orders', partition: 0, from: 0, to: null, checkCrcs: true });
  const text = (start: number, end: number) => (end < 0 ? null : cursor.buffer.toString('utf8', start, end));
  const records: StoredRecord[] = [];
  while (cursor.next()) {
    records.push({
      key: text(cursor.keyStart, cursor.keyEnd),
      value: text(cursor.valueStart, cursor.valueEnd),
      timestamp: cursor.timestamp,
      headers: cursor.headers().map(([name, value]) => [name, value?.toString() ?? null] as const),
    });
  }
  return records;
}
