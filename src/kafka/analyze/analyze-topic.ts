/** Reads a topic once, its batches' headers or every record, and says what it is like. No group is touched. */
import { describeReadEvent } from '../../wire/reader/read-event.js';
import { readPartitions, type PartitionReport, type Verdict } from '../../wire/reader/reader.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import { planRanges, type RangeRequest, type ReadPlan } from '../records/read-ranges.js';
import type { KafkaSession } from '../session/session.js';
import { adviceOn } from './advice.js';
import type { PartitionFigures, TopicAnalysis } from './analysis.js';
import { BatchTally, figuresOf } from './batch-tally.js';
import { CodecTally } from './codec-tally.js';
import { HourTally } from './hour-tally.js';
import { ProducerTally } from './producer-tally.js';
import { RecordTally } from './record-tally.js';

export interface AnalysisRequest extends Pick<RangeRequest, 'partitions' | 'from' | 'to' | 'isolation'> {
  readonly topic: string;
  /** Every record is read, not only the headers of batches. */
  readonly readsRecords: boolean;
  /** It ends with the batch, or with the record, that reaches so many records. */
  readonly most: number;
}

export interface AnalysisSettings {
  readonly signal: AbortSignal;
  readonly now: Date;
  /** `share`: of the offsets to read, from 0 to 1. */
  onProgress(records: number, share: number): void;
}

/** Throws LabError. An aborted `signal` gives what was seen so far. */
export async function analyzeTopic(
  session: KafkaSession,
  { topic, readsRecords, most, ...request }: AnalysisRequest,
  { signal, now, onProgress }: AnalysisSettings,
): Promise<TopicAnalysis> {
  const startedMs = performance.now();
  const plan = await planRanges(session, { ...request, topics: [topic], follow: false });
  // What was kept of them was put together anew: its batches are not those of the log.
  const ranges = plan.ranges
    .filter(({ from, to }) => to !== null && from < to)
    .map(({ partition, from, to }) => ({ topic, partition, from, to }));
  const offsets = ranges.reduce((sum, { from, to }) => sum + (to ?? from) - from, 0);
  const partitionCount = plan.topics[0]?.partitions.length ?? 0;
  const tallies = new Map(
    plan.ranges.map(({ partition, from, to }) => [partition, new BatchTally(from, to ?? from)]),
  );
  const codecs = new CodecTally(offsets);
  const producers = new ProducerTally();
  const hours = new HourTally();
  const records = readsRecords ? new RecordTally(partitionCount, offsets, hours) : undefined;
  const notes = [...plan.notes];
  let seen = 0;
  let passed = 0;

  function visit(cursor: RecordDecoder): Verdict {
    const tally = tallies.get(cursor.partition);
    if (!tally) return undefined;
    const before = tally.nextOffset;
    while (seen < most && cursor.nextHeader()) seen += visitBatch(cursor, tally);
    passed += tally.nextOffset - before;
    onProgress(seen, offsets === 0 ? 1 : passed / offsets);
    return seen < most ? undefined : 'stop';
  }

  /** Returns how many records of it count. */
  function visitBatch(cursor: RecordDecoder, tally: BatchTally): number {
    const { header } = cursor;
    const inRange = tally.add(cursor);
    if (cursor.hidden === 'empty') return 0;
    if (cursor.hidden !== 'control') producers.add(cursor.partition, header);
    if (cursor.hidden !== undefined) return 0;
    const isSample = codecs.add(cursor, inRange);
    if (!records) {
      hours.add(cursor.batchMaxTimestamp, inRange);
      if (isSample) {
        cursor.unpack();
        codecs.addUnpacked(cursor);
      }
      return inRange;
    }
    cursor.unpack();
    codecs.addUnpacked(cursor);
    const read = records.addBatch(cursor, most - seen);
    tally.correct(inRange, read, cursor.nextOffset);
    return read;
  }

  const reports = await readPartitions({
    directory: createLeaderDirectory(session, plan.topics),
    ranges,
    isolation: request.isolation,
    signal,
    onRecords: { borrow: visit },
    onEvent: (event) => notes.push(describeReadEvent(event)),
  });
  const partitions = figuresByPartition(plan, reports, tallies);
  const facts = {
    topic,
    partitionCount,
    total: figuresOf([...tallies.values()]),
    partitions,
    codecs: codecs.figures(),
    producers: producers.figures(),
    records: records?.figures() ?? null,
  };
  return {
    ...facts,
    method: readsRecords ? 'records' : 'headers',
    isolation: request.isolation,
    stopped: whyStopped(reports, partitions),
    isPartial: plan.isPartial || reports.some(({ stopped }) => stopped === 'short' || stopped === 'deleted'),
    hours: hours.figures(),
    advice: adviceOn(facts, now.getTime()),
    open: plan.open,
    notes,
    durationMs: Math.round(performance.now() - startedMs),
  };
}

function figuresByPartition(
  { ranges }: ReadPlan,
  reports: readonly PartitionReport[],
  tallies: ReadonlyMap<number, BatchTally>,
): readonly PartitionFigures[] {
  const reportOf = new Map(reports.map((report) => [report.partition, report]));
  return ranges.flatMap(({ partition, from, to }): PartitionFigures[] => {
    const tally = tallies.get(partition);
    if (!tally) return [];
    const report = reportOf.get(partition);
    // The last records of a range may have been compacted away.
    if (report?.stopped === 'end') tally.nextOffset = Math.max(tally.nextOffset, report.nextOffset);
    return [
      {
        partition,
        from,
        to: tally.nextOffset,
        isComplete: tally.nextOffset >= (to ?? from),
        ...tally.figures(),
      },
    ];
  });
}

function whyStopped(
  reports: readonly PartitionReport[],
  partitions: readonly PartitionFigures[],
): TopicAnalysis['stopped'] {
  // A limit may be reached with the very last record.
  if (partitions.every(({ isComplete }) => isComplete)) return 'end';
  const stops = new Set(reports.map(({ stopped }) => stopped));
  if (stops.has('interrupted')) return 'interrupted';
  if (stops.has('limit')) return 'limit';
  return stops.has('deleted') ? 'deleted' : 'end';
}
