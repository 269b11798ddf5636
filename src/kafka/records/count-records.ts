/** Counts records by reading them all: the only exact count if compaction or transactions leave gaps in the offsets. */
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { createLeaderDirectory } from './leader-directory.js';
import {
  byPartition,
  byTopicAndPartition,
  partitionKey,
  type TopicPartition,
} from '../session/partition-key.js';
import { leadersOf, offsetsAt } from '../session/partition-offsets.js';
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
  /** Offsets after the last stable one, which read_committed cannot see yet: a transaction is open. */
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
    directory: createLeaderDirectory(session, [...new Set(ranges.map(({ topic }) => topic))]),
    ranges,
    isolation: request.isolation,
    signal: settings.signal,
    onRecords(cursor) {
      const [seen, at] = [cursor.visited, cursor.nextOffset];
      // Nothing is decoded: the cursor counts what it passes.
      while (cursor.next());
      records += cursor.visited - seen;
      passed += cursor.nextOffset - at;
      settings.onProgress(records, total === 0 ? 1 : passed / total);
      return undefined;
    },
    onOffsetOutOfRange: ({ topic, partition, asked, continuesAt }) => {
      notes.push(
        `${topic}[${partition}]: offsets ${asked} to ${continuesAt - 1} were deleted while they were being counted.`,
      );
    },
  });
  const open = await openOffsets(session, request, plan.ranges);
  const counted = reports.map((report, index): CountedPartition => {
    const { topic, partition, nextOffset, records: own, stopped } = report;
    const from = ranges[index]?.from ?? nextOffset;
    return {
      topic,
      partition,
      from,
      to: nextOffset,
      records: own,
      otherOffsets: Math.max(0, nextOffset - from - own),
      openOffsets: open.get(partitionKey(topic, partition)) ?? 0,
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
    openOffsets: open.get(partitionKey(topic, partition)) ?? 0,
    isComplete: true,
  }));
  return {
    isolation: request.isolation,
    interrupted: counted.some(({ isComplete }) => !isComplete),
    isPartial: plan.isPartial,
    records: counted.reduce((sum, each) => sum + each.records, 0),
    partitions: [...counted, ...untouched].sort(byTopicAndPartition),
    notes,
    durationMs: Math.round(performance.now() - startedMs),
  };
}

/** How far the log continues after the last stable offset. */
async function openOffsets(
  session: KafkaSession,
  { isolation, to }: Omit<RangeRequest, 'follow'>,
  ranges: readonly TopicPartition[],
): Promise<ReadonlyMap<string, number>> {
  if (isolation === 'read_uncommitted' || ranges.length === 0 || (to !== null && to.kind !== 'end')) {
    return new Map();
  }
  const { topics } = await session.metadata([...new Set(ranges.map(({ topic }) => topic))]);
  const counted = byPartition(ranges);
  const leaders = leadersOf(topics).filter(({ topic, partition }) =>
    counted.has(partitionKey(topic, partition)),
  );
  const [stable, ends] = await Promise.all([
    offsetsAt(session, leaders, offsetAt.latest, 'read_committed'),
    offsetsAt(session, leaders, offsetAt.latest),
  ]);
  const endOf = byPartition(ends);
  return new Map(
    stable.map(({ topic, partition, offset }) => {
      const key = partitionKey(topic, partition);
      return [key, Math.max(0, (endOf.get(key)?.offset ?? 0) - (offset ?? Infinity))];
    }),
  );
}
