/** Counts records by reading them all: the only exact count if compaction or transactions leave gaps in the offsets. */
import { describeReadEvent, type OpenTail } from '../../wire/reader/read-event.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from './leader-directory.js';
import {
  byPartition,
  byTopicAndPartition,
  partitionKey,
  type TopicPartition,
} from '../session/partition-key.js';
import { planRanges, type RangeRequest } from './read-ranges.js';
import type { KafkaSession } from '../session/session.js';

export interface CountedPartition extends TopicPartition {
  /** The first offset read. */
  readonly from: number;
  /** The offset after the last one read. */
  readonly to: number;
  readonly records: number;
  /** Offsets in between that are not records at this isolation level: control records, compacted gaps, aborted records. */
  readonly otherOffsets: number;
  /** Offsets requested after the last stable one, which read_committed cannot see yet: a transaction is open. */
  readonly openOffsets: number;
  /** False when the count was cut short. */
  readonly isComplete: boolean;
}

export interface RecordCount {
  readonly isolation: RangeRequest['isolation'];
  readonly interrupted: boolean;
  /** A partition had to be left out; `notes` says which. */
  readonly isPartial: boolean;
  readonly records: number;
  readonly partitions: readonly CountedPartition[];
  /** What was requested and waits for open transactions. */
  readonly open: readonly OpenTail[];
  readonly notes: readonly string[];
  readonly durationMs: number;
}

export interface CountSettings {
  readonly signal: AbortSignal;
  /** `share`: of the offsets to read, from 0 to 1. */
  onProgress(records: number, share: number): void;
}

export async function countRecords(
  session: KafkaSession,
  request: Omit<RangeRequest, 'follow'>,
  settings: CountSettings,
): Promise<RecordCount> {
  const startedMs = performance.now();
  const plan = await planRanges(session, { ...request, follow: false });
  const ranges = plan.ranges.filter(({ from, to }) => to === null || from < to);
  const empty = plan.ranges.filter((range) => !ranges.includes(range));
  const total = ranges.reduce((sum, { from, to }) => sum + (to ?? from) - from, 0);
  const notes = [...plan.notes];
  let records = 0;
  let passed = 0;
  const reports = await readPartitions({
    directory: createLeaderDirectory(session, plan.topics),
    ranges,
    isolation: request.isolation,
    signal: settings.signal,
    onRecords: {
      borrow(cursor) {
        const [seen, at] = [cursor.visited, cursor.nextOffset];
        // Nothing is decoded: the cursor counts what it passes.
        while (cursor.next());
        records += cursor.visited - seen;
        passed += cursor.nextOffset - at;
        settings.onProgress(records, total === 0 ? 1 : passed / total);
        return undefined;
      },
    },
    onEvent: (event) => {
      notes.push(
        event.kind === 'out of range' && event.asked < event.continuesAt
          ? `${event.topic}[${event.partition}]: offsets ${event.asked} to ${event.continuesAt - 1} were deleted while they were being counted.`
          : describeReadEvent(event),
      );
    },
  });
  const openIn = byPartition(plan.open);
  const rangeOf = byPartition(ranges);
  const openOffsets = (topic: string, partition: number) =>
    openIn.get(partitionKey(topic, partition))?.offsets ?? 0;
  const counted = reports.map((report): CountedPartition => {
    const { topic, partition, nextOffset, records: own, stopped } = report;
    const from = rangeOf.get(partitionKey(topic, partition))?.from ?? nextOffset;
    return {
      topic,
      partition,
      from,
      to: nextOffset,
      records: own,
      otherOffsets: Math.max(0, nextOffset - from - own),
      openOffsets: openOffsets(topic, partition),
      isComplete: stopped === 'end',
    };
  });
  const untouched = empty.map(({ topic, partition, from }): CountedPartition => ({
    topic,
    partition,
    from,
    to: from,
    records: 0,
    otherOffsets: 0,
    openOffsets: openOffsets(topic, partition),
    isComplete: true,
  }));
  return {
    isolation: request.isolation,
    interrupted: reports.some(({ stopped }) => stopped === 'interrupted'),
    isPartial: plan.isPartial || reports.some(({ stopped }) => stopped === 'short' || stopped === 'deleted'),
    records: counted.reduce((sum, each) => sum + each.records, 0),
    partitions: [...counted, ...untouched].sort(byTopicAndPartition),
    open: plan.open,
    notes,
    durationMs: Math.round(performance.now() - startedMs),
  };
}
