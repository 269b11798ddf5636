/** Deletes the oldest records of a topic's partitions: the plan, and the deletion itself, read back. */
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { Position } from '../../text/positions.js';
import { deleteRecords } from '../../wire/requests/delete-records.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { choosePartitions } from '../session/choose-partitions.js';
import { clamp, datedAheadNotes, findOffset, lookUp, type FoundOffset } from '../session/find-offset.js';
import { listOffsets, type PartitionRange } from '../session/list-offsets.js';
import { partitionKey } from '../session/partition-key.js';
import { offsetsAt, type PartitionLeader } from '../session/partition-offsets.js';
import { brokerTimeoutMs, type KafkaSession } from '../session/session.js';
import { topicConfigs } from '../session/topic-configs.js';
import { existingTopics } from '../session/topic-names.js';
import { commandLine } from '../../text/command-line.js';

export interface TrimRequest {
  readonly topic: string;
  /** None: all of them. */
  readonly partitions: readonly number[];
  /** The first record that stays. */
  readonly before: Position;
}

export interface TrimmedPartition {
  readonly partition: number;
  /** First and next offset; null if the leader cannot be asked. */
  readonly low: number | null;
  readonly high: number | null;
  /** The first offset afterwards: planned, or after execution as the broker reports it. */
  readonly newLow: number | null;
  /** newLow − low. */
  readonly records: number | null;
  /** Why fewer records than that may be deleted. */
  readonly upperBound: PartitionRange['upperBound'];
  readonly problem: string | null;
}

export interface TrimReport {
  readonly topic: string;
  readonly outcome: 'planned' | 'trimmed';
  readonly partitions: readonly TrimmedPartition[];
  readonly notes: readonly string[];
}

interface TrimPlan {
  /** As it is shown before anything is changed. */
  readonly report: TrimReport;
  readonly leaders: readonly PartitionLeader[];
}

/** Throws LabError 'refused' for a topic that is only compacted. */
export async function planTrim(
  session: KafkaSession,
  { topic, partitions: wanted, before }: TrimRequest,
): Promise<TrimPlan> {
  const leaders = choosePartitions(await existingTopics(session, [topic]), wanted, [before]);
  await checkPolicy(session, topic);
  const [ranges, times] = await Promise.all([
    listOffsets(session, leaders),
    lookUp(session, leaders, before),
  ]);
  const partitions = ranges.map((range) =>
    planPartition(range, before, times.get(partitionKey(topic, range.partition))),
  );
  const notes = [
    ...beyondEnd(ranges, before),
    ...ranges.flatMap(({ partition }) =>
      datedAheadNotes(`${topic}[${partition}]`, times.get(partitionKey(topic, partition))),
    ),
  ];
  return { report: { topic, outcome: 'planned', partitions, notes }, leaders };
}

/** If every record is older than the time, all are deleted; if that is unknown, none. */
export function planPartition(
  range: PartitionRange,
  before: Position,
  atTime: FoundOffset | undefined,
): TrimmedPartition {
  const { partition, low, high, upperBound } = range;
  const unknown = (problem: string | null) => ({
    ...{ partition, low, high, problem },
    ...{ newLow: null, records: null, upperBound: null },
  });
  if (low === null || high === null || low > high) return unknown(range.problem);
  const { offset, problem } = findOffset(before, { low, high }, atTime);
  if (problem !== null) return unknown(problem);
  const newLow = clamp({ low, high }, offset ?? high);
  return {
    ...{ partition, low, high, newLow, problem: range.problem },
    ...{ records: newLow - low, upperBound: newLow === low ? null : upperBound },
  };
}

function beyondEnd(ranges: readonly PartitionRange[], before: Position): readonly string[] {
  if (before.kind !== 'offset') return [];
  const short = ranges.filter(({ high }) => high !== null && high < before.offset);
  if (short.length === 0) return [];
  const names = short.map(({ partition }) => partition).join(', ');
  return [
    short.length === 1
      ? `Partition ${names} ends before offset ${before.offset}: all of it is meant.`
      : `Partitions ${names} end before offset ${before.offset}: all of them is meant.`,
  ];
}

/** The broker would refuse each partition alike; a plan has to say so as well. */
async function checkPolicy(session: KafkaSession, name: string): Promise<void> {
  const configs = (await topicConfigs(session, [name])).get(name);
  if (configs?.isDeleted !== false) return;
  throw new LabError(
    'refused',
    `Topic "${name}" cannot be trimmed: with cleanup.policy=compact its records go by compaction only, never by offset (POLICY_VIOLATION).`,
    { hint: `Allow it: ${commandLine`topics config ${name} set cleanup.policy=compact,delete`}` },
  );
}

/** Deletes what the plan says, and reads the offsets again. */
export async function executeTrim(session: KafkaSession, { report, leaders }: TrimPlan): Promise<TrimReport> {
  const due = report.partitions.filter(({ records }) => records !== null && records > 0);
  const leaderOf = new Map(leaders.map(({ partition, leader }) => [partition, leader]));
  const answers = await Promise.all(
    [...groupBy(due, ({ partition }) => leaderOf.get(partition) ?? null)].map(([leader, group]) =>
      trimAtLeader(session, report.topic, leader, group),
    ),
  );
  const problems = new Map(answers.flat());
  const lows = await offsetsAt(session, leaders, offsetAt.earliest);
  const lowNow = new Map(lows.map(({ partition, offset }) => [partition, offset]));
  const partitions = report.partitions.map((each) => {
    const newLow = lowNow.get(each.partition) ?? null;
    const problem = each.problem ?? problems.get(each.partition) ?? null;
    const records = newLow === null || each.low === null ? null : newLow - each.low;
    return { ...each, newLow, records, problem };
  });
  return { ...report, outcome: 'trimmed', partitions };
}

/** What went wrong, by partition; nothing is tried twice, as reading again shows the outcome. */
async function trimAtLeader(
  session: KafkaSession,
  topic: string,
  leader: number | null,
  group: readonly TrimmedPartition[],
): Promise<readonly (readonly [number, string])[]> {
  if (leader === null) return group.map(({ partition }) => [partition, 'no leader']);
  try {
    const { topics } = await send(await session.broker(leader), deleteRecords, {
      topics: [
        {
          name: topic,
          partitions: group.map(({ partition, newLow }) => ({
            partitionIndex: partition,
            offset: newLow ?? 0,
          })),
        },
      ],
      timeoutMs: brokerTimeoutMs(session.settings),
    });
    return topics.flatMap(({ partitions }) =>
      partitions
        .filter(({ errorCode }) => errorCode !== 0)
        .map(
          ({ partitionIndex, errorCode }) =>
            [partitionIndex, refusal('not trimmed', errorCode).message] as const,
        ),
    );
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
    return group.map(({ partition }) => [partition, error.message]);
  }
}
