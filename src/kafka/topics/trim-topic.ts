/** Deletes the oldest records of a topic's partitions: what would go, and the deed itself, read back. */
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { Position } from '../../text/positions.js';
import { deleteRecords } from '../../wire/requests/delete-records.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { listOffsets, type PartitionRange } from '../session/list-offsets.js';
import { offsetsAt, type PartitionLeader } from '../session/partition-offsets.js';
import { checkPartition, rangeWithin } from '../records/read-ranges.js';
import type { KafkaSession } from '../session/session.js';
import { topicConfigs } from '../session/topic-configs.js';
import { existingTopics } from '../session/topic-names.js';

export interface TrimRequest {
  readonly topic: string;
  /** None: all of them. */
  readonly partitions: readonly number[];
  /** The first record that stays. */
  readonly before: Position;
}

export interface TrimmedPartition {
  readonly partition: number;
  /** First and next offset; null when the leader cannot be asked. */
  readonly low: number | null;
  readonly high: number | null;
  /** Where it begins afterwards: planned, and once executed as the broker says. */
  readonly newLow: number | null;
  /** newLow − low. */
  readonly records: number | null;
  /** Why fewer records than that may go. */
  readonly upperBound: PartitionRange['upperBound'];
  readonly problem: string | null;
}

export interface TrimReport {
  readonly topic: string;
  readonly outcome: 'planned' | 'trimmed';
  readonly partitions: readonly TrimmedPartition[];
  readonly notes: readonly string[];
}

/** Throws LabError 'refused' for a topic that is only compacted. Without `execute` nothing changes. */
export async function trimTopic(
  session: KafkaSession,
  request: TrimRequest,
  { execute }: { readonly execute: boolean },
): Promise<TrimReport> {
  const plan = await planTrim(session, request);
  if (!execute) return { topic: request.topic, outcome: 'planned', ...plan };
  const partitions = await trim(session, request.topic, plan.leaders, plan.partitions);
  return { topic: request.topic, outcome: 'trimmed', partitions, notes: plan.notes };
}

interface TrimPlan {
  readonly leaders: readonly PartitionLeader[];
  readonly partitions: readonly TrimmedPartition[];
  readonly notes: readonly string[];
}

async function planTrim(
  session: KafkaSession,
  { topic: name, partitions: wanted, before }: TrimRequest,
): Promise<TrimPlan> {
  const [topic] = await existingTopics(session, [name]);
  const states = topic?.partitions ?? [];
  for (const partition of wanted) checkPartition(name, partition, states.length);
  await checkPolicy(session, name);
  const leaders = states
    .filter(({ partition }) => wanted.length === 0 || wanted.includes(partition))
    .map(({ partition, leader }) => ({ topic: name, partition, leader }));
  const [ranges, times] = await Promise.all([
    listOffsets(session, leaders),
    before.kind === 'time' ? offsetsAt(session, leaders, before.timestampMs) : [],
  ]);
  return {
    leaders,
    partitions: ranges.map((range, index) => planPartition(range, before, times[index]?.offset ?? null)),
    notes: beyondEnd(ranges, before),
  };
}

/** `atTime`: the first offset of that time; null when every record is older, so that all of them go. */
export function planPartition(
  range: PartitionRange,
  before: Position,
  atTime: number | null,
): TrimmedPartition {
  const { partition, low, high, upperBound, problem } = range;
  const known = { partition, low, high, problem };
  if (low === null || high === null) return { ...known, newLow: null, records: null, upperBound: null };
  const asked = { from: { kind: 'start' }, to: before, follow: false } as const;
  const { to } = rangeWithin({ low, end: high }, asked, null, atTime);
  const newLow = Math.max(low, to ?? high);
  return { ...known, newLow, records: newLow - low, upperBound: newLow === low ? null : upperBound };
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
    {
      hint: `Allow it: kafka-lab topics config ${name} set cleanup.policy=compact,delete`,
    },
  );
}

async function trim(
  session: KafkaSession,
  topic: string,
  leaders: readonly PartitionLeader[],
  plan: readonly TrimmedPartition[],
): Promise<readonly TrimmedPartition[]> {
  const due = plan.filter(({ records }) => records !== null && records > 0);
  const leaderOf = new Map(leaders.map(({ partition, leader }) => [partition, leader]));
  const answers = await Promise.all(
    [...groupBy(due, ({ partition }) => leaderOf.get(partition) ?? null)].map(([leader, group]) =>
      trimAtLeader(session, topic, leader, group),
    ),
  );
  const problems = new Map(answers.flat());
  const lows = await offsetsAt(session, leaders, offsetAt.earliest);
  const lowNow = new Map(lows.map(({ partition, offset }) => [partition, offset]));
  return plan.map((each) => {
    const newLow = lowNow.get(each.partition) ?? null;
    const problem = each.problem ?? problems.get(each.partition) ?? null;
    const records = newLow === null || each.low === null ? null : newLow - each.low;
    return { ...each, newLow, records, problem };
  });
}

/** What went wrong, by partition; nothing is tried twice, as a second look shows where it ended. */
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
      // The broker is to give up before this side does, so that its answer says why.
      timeoutMs: Math.ceil(session.settings.timeoutMs * 0.8),
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
