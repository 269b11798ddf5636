/** All groups of a cluster, one per line, with their total lag. */
import { isUnanswered, LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { Int64 } from '../../text/int64.js';
import { timeText } from '../../text/times.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import {
  deletedUnread,
  groupPartitions,
  nothingCommitted,
  topicsOf,
  totalLag,
  uncommittedPartitions,
  type GroupPartition,
  type PartitionEnd,
} from './group-lag.js';
import { timesOfFirstUnread, type Unread } from './unread-since.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import { snapshotsAt, type GroupSnapshot, type ListedGroup } from './group-snapshots.js';
import { untilLoaded } from '../session/until-loaded.js';
import type { TopicState } from '../session/metadata.js';
import { leadersOf, offsetsAt } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';

export interface GroupSummary extends ListedGroup {
  readonly coordinator: number;
  /** Null if the broker does not say. */
  readonly members: number | null;
  readonly topics: readonly string[];
  /** Over the partitions whose lag is known; null if there are none. */
  readonly lag: number | null;
  /** Partitions that are not in `lag`, by reason. */
  readonly withoutLag: readonly { readonly reason: string; readonly partitions: number }[];
  /** Of `lag`, offsets that were deleted before the group had read them. */
  readonly deletedUnread: number;
  /**
   * Only if it was asked for: when the oldest record was written that the group has not read, ISO 8601, UTC; or digits beyond
   * every calendar. Null if nothing is left to read, and if it could not be read of any partition.
   */
  readonly unreadSince?: string | null;
  /** Partitions with a lag of which no unread record could be read: each may be older. Only with `unreadSince`. */
  readonly unreadUnknown?: number;
  readonly problem: string | null;
}

export interface GroupList {
  /** By name. */
  readonly groups: readonly GroupSummary[];
  /** Brokers that could not be asked: their groups are missing here. */
  readonly missing: readonly { readonly broker: number; readonly reason: string }[];
  /** Partitions of __consumer_offsets without a leader: their groups have no coordinator now. */
  readonly leaderless: number;
}

const offsetsTopic = '__consumer_offsets';

export async function listGroups(
  session: KafkaSession,
  isWanted: (group: ListedGroup) => boolean,
  { since = false }: { readonly since?: boolean } = {},
): Promise<GroupList> {
  const { snapshots, ends, topics, ...unknown } = await readGroups(session, isWanted);
  const groups = snapshots.map((snapshot) => ({ snapshot, partitions: groupPartitions(snapshot, ends.of) }));
  const sinceOf = since ? await unreadSince(session, topics, groups) : undefined;
  return { groups: groups.map((each) => ({ ...summarize(each, ends), ...sinceOf?.(each) })), ...unknown };
}

export interface GroupPositions extends Pick<GroupSnapshot, 'group' | 'type' | 'problem'> {
  /** Where something is committed or assigned. */
  readonly partitions: readonly GroupPartition[];
}

/** Partition by partition, where all groups are; asks what `listGroups` asks. */
export async function listPositions(
  session: KafkaSession,
  isWanted: (group: ListedGroup) => boolean,
): Promise<Omit<GroupList, 'groups'> & { readonly groups: readonly GroupPositions[] }> {
  const { snapshots, ends, missing, leaderless: without } = await readGroups(session, isWanted);
  const groups = snapshots.map((snapshot) => {
    const { group, type, problem } = snapshot;
    return { group, type, problem, partitions: groupPartitions(snapshot, ends.of) };
  });
  return { groups, missing, leaderless: without };
}

async function readGroups(session: KafkaSession, isWanted: (group: ListedGroup) => boolean) {
  // Which topics they read is known only later; asking for these then would be another wait.
  const { brokers, topics } = await session.metadata(null);
  const missing: { broker: number; reason: string }[] = [];
  const snapshots = await Promise.all(
    brokers.map(async ({ id }) => {
      try {
        return await untilLoaded(session, id, (connection) => snapshotsAt({ id, connection }, isWanted));
      } catch (error) {
        // A broker that has died since must not hide the others' groups; a refusal concerns all.
        if (!isUnanswered(error)) throw error;
        missing.push({ broker: id, reason: error.message });
        return [];
      }
    }),
  );
  const all = snapshots.flat().sort((one, other) => (one.group < other.group ? -1 : 1));
  const ends = await endsOf(session, all, topics);
  return {
    snapshots: all,
    ends,
    topics,
    missing,
    leaderless: leaderless(topics.find(({ name }) => name === offsetsTopic)),
  };
}

function leaderless(topic: TopicState | undefined): number {
  return (topic?.partitions ?? []).filter(({ leader }) => leader === null).length;
}

interface Standing {
  readonly snapshot: GroupSnapshot;
  readonly partitions: readonly GroupPartition[];
}

function summarize({ snapshot, partitions }: Standing, ends: Ends): GroupSummary {
  const { group, state, type, protocolType, coordinator, members, problem } = snapshot;
  const uncommitted = uncommittedPartitions(snapshot, (topic) => ends.ofTopic.get(topic) ?? []);
  const reasons = groupBy(
    [...partitions.flatMap(({ reason }) => reason ?? []), ...uncommitted.map(() => nothingCommitted)],
    (reason) => reason,
  );
  return {
    group,
    state,
    type,
    protocolType,
    coordinator: coordinator.id,
    members: members?.length ?? null,
    topics: topicsOf(snapshot),
    lag: totalLag(partitions),
    withoutLag: [...reasons].map(([reason, { length }]) => ({ reason, partitions: length })),
    deletedUnread: partitions.reduce((sum, each) => sum + deletedUnread(each), 0),
    problem,
  };
}

/** For each group the time of the oldest of what it has not read. */
async function unreadSince(
  session: KafkaSession,
  topics: readonly TopicState[],
  groups: readonly Standing[],
): Promise<(group: Standing) => Pick<GroupSummary, 'unreadSince' | 'unreadUnknown'>> {
  const left = new Map(groups.map((group) => [group, group.partitions.flatMap(unreadOf)]));
  const times = await timesOfFirstUnread(session, topics, [...left.values()].flat());
  return (group) => {
    const own = left.get(group) ?? [];
    const known = own.flatMap((unread) => times.get(unread) ?? []);
    const oldest = known.reduce<Int64 | null>(
      (least, time) => (least === null || time < least ? time : least),
      null,
    );
    return {
      unreadSince: oldest === null ? null : timeText(oldest),
      unreadUnknown: own.length - known.length,
    };
  };
}

function unreadOf({
  topic,
  partition,
  currentOffset,
  low,
  logEndOffset,
  lag,
}: GroupPartition): readonly Unread[] {
  if (lag === null || lag <= 0 || currentOffset === null || logEndOffset === null) return [];
  const from = Math.max(Number(currentOffset), low ?? 0);
  return from < logEndOffset ? [{ topic, partition, from, end: logEndOffset }] : [];
}

interface Ends {
  /** By `partitionKey`. */
  readonly of: ReadonlyMap<string, PartitionEnd>;
  readonly ofTopic: ReadonlyMap<string, readonly (TopicPartition & PartitionEnd)[]>;
}

/** Two ListOffsets to each leader, whatever the number of groups. */
async function endsOf(
  session: KafkaSession,
  snapshots: readonly GroupSnapshot[],
  topics: readonly TopicState[],
): Promise<Ends> {
  const read = new Set(snapshots.flatMap(topicsOf));
  const leaders = leadersOf(topics.filter(({ name }) => read.has(name)));
  const [lows, highs] = await Promise.all([
    offsetsAt(session, leaders, offsetAt.earliest),
    offsetsAt(session, leaders, offsetAt.latest),
  ]);
  const lowOf = byPartition(lows);
  const ends = highs.map(({ topic, partition, offset, problem }) => {
    const low = lowOf.get(partitionKey(topic, partition))?.offset ?? null;
    return { topic, partition, low, high: offset, problem };
  });
  return { of: byPartition(ends), ofTopic: groupBy(ends, ({ topic }) => topic) };
}

/** Every group that has committed something in one of these topics (null: anywhere), with those topics. */
export async function groupsReading(
  session: KafkaSession,
  topics: readonly string[] | null,
): Promise<readonly { readonly group: string; readonly topics: readonly string[] }[]> {
  const { groups, missing, leaderless } = await listGroups(session, () => true);
  if (missing.length > 0 || leaderless > 0) {
    throw new LabError(
      'refused',
      `Not every group can be listed: ${missing.map(({ reason }) => reason).join(' ') || 'partitions of __consumer_offsets have no leader.'}`,
      { hint: 'Name the groups, or wait until all brokers are back: kafka-lab brokers list' },
    );
  }
  const found = groups
    .map(({ group, topics: read }) => ({
      group,
      topics: topics?.filter((name) => read.includes(name)) ?? read,
    }))
    .filter((each) => each.topics.length > 0);
  if (found.length > 0) return found;
  throw new LabError(
    'not-found',
    topics === null ? 'No group has committed anything.' : `No group reads ${topics.join(', ')}.`,
    { hint: 'See what there is: kafka-lab groups list' },
  );
}
