/** One side's records: what of each is compared goes into the table, what of its partitions is, into sums. */
import { describeReadEvent } from '../../wire/reader/read-event.js';
import { readPartitions } from '../../wire/reader/reader.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import type { ReadPlan } from '../records/read-ranges.js';
import type { KafkaSession } from '../session/session.js';
import { mixHigh, mixLow, SpanHash } from './hash-span.js';
import type { KeyTable, SideNumber } from './key-table.js';

export interface ReadRange {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly records: number;
  readonly tombstones: number;
  /** Control records, aborted records, gaps that compaction left. */
  readonly otherOffsets: number;
}

const salts = { key: 1, content: 2, bare: 3 } as const;

/** Bits of a record's key and of what is compared of it; the same object for every record. */
export class RecordHash {
  keyLow = 0;
  keyHigh = 0;
  low = 0;
  high = 0;
  isTombstone = false;
  isBare = false;
  partition = 0;
  offset = 0;
  readonly #hash = new SpanHash();
  readonly #withTime: boolean;

  constructor(withTime: boolean) {
    this.#withTime = withTime;
  }

  take(cursor: RecordDecoder): this {
    const { buffer } = cursor;
    const hash = this.#hash.begin(salts.content);
    hash.take(buffer, cursor.valueStart, cursor.valueEnd);
    hash.takeNumber(cursor.headerCount).take(buffer, cursor.headersStart, cursor.headersEnd);
    if (this.#withTime) hash.takeNumber(cursor.timestamp);
    hash.end();
    this.low = hash.low;
    this.high = hash.high;
    this.isBare = cursor.keyEnd < 0;
    if (this.isBare) hash.begin(salts.bare).takeNumber(this.low).takeNumber(this.high).end();
    else hash.begin(salts.key).take(buffer, cursor.keyStart, cursor.keyEnd).end();
    this.keyLow = hash.low;
    this.keyHigh = hash.high;
    this.isTombstone = cursor.valueEnd < 0;
    this.partition = cursor.partition;
    this.offset = cursor.offset;
    return this;
  }
}

interface Reading {
  readonly table: KeyTable;
  readonly hash: RecordHash;
  readonly number: SideNumber;
  readonly signal: AbortSignal;
  tell(records: number, offsets: number): void;
}

export interface ReadPartition extends ReadRange {
  readonly sequenceLow: number;
  readonly sequenceHigh: number;
}

export async function readRecordsOfSide(session: KafkaSession, plan: ReadPlan, reading: Reading) {
  const { table, hash, number, signal, tell } = reading;
  const notes = [...plan.notes];
  const ranges = plan.ranges.filter(({ from, to }) => to === null || from < to);
  const running = new Map(
    plan.ranges.map(({ partition }) => [partition, { tombstones: 0, sequenceLow: 0, sequenceHigh: 0 }]),
  );
  const reports = await readPartitions({
    directory: createLeaderDirectory(session, plan.topics),
    ranges,
    isolation: 'read_committed',
    signal,
    onRecords: {
      borrow(cursor) {
        const own = running.get(cursor.partition);
        const [visited, at] = [cursor.visited, cursor.nextOffset];
        while (cursor.next()) {
          const record = hash.take(cursor);
          table.add(number, record);
          if (!own) continue;
          if (record.isTombstone) own.tombstones += 1;
          own.sequenceLow = mixLow(mixLow(own.sequenceLow, record.keyLow), record.low);
          own.sequenceHigh = mixHigh(mixHigh(own.sequenceHigh, record.keyHigh), record.high);
        }
        tell(cursor.visited - visited, cursor.nextOffset - at);
        return undefined;
      },
    },
    onEvent: (event) => notes.push(describeReadEvent(event)),
  });
  const reportOf = new Map(reports.map((report) => [report.partition, report]));
  const partitions = new Map(
    plan.ranges.map(({ partition, from }): [number, ReadPartition] => {
      const report = reportOf.get(partition);
      const [to, records] = [report?.nextOffset ?? from, report?.records ?? 0];
      const own = running.get(partition) ?? { tombstones: 0, sequenceLow: 0, sequenceHigh: 0 };
      return [partition, { from, to, records, otherOffsets: Math.max(0, to - from - records), ...own }];
    }),
  );
  const unfinished = reports.filter(({ stopped }) => stopped !== 'end');
  return {
    partitions,
    notes,
    unread: new Set([...plan.leftOut, ...plan.open, ...unfinished].map(({ partition }) => partition)),
    isPartial:
      plan.isPartial ||
      plan.open.length > 0 ||
      reports.some(({ stopped }) => stopped === 'short' || stopped === 'deleted'),
    interrupted: reports.some(({ stopped }) => stopped === 'interrupted'),
  };
}
