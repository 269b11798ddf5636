/** The lag of a group, partition by partition; if it is unknown, the reason. */
import type { Int64 } from '../../text/int64.js';
import type { CommittedOffset } from './kinds/committed-offsets.js';
import type { GroupSnapshot } from './group-snapshots.js';
import type { GroupMember } from './kinds/group-members.js';
import type { PartitionRange } from '../session/list-offsets.js';
import {
  byPartition,
  byTopicAndPartition,
  partitionKey,
  type TopicPartition,
} from '../session/partition-key.js';

/** What is known of a partition; `low` only if it was requested. */
export type PartitionEnd = Pick<PartitionRange, 'high' | 'problem'> &
  Partial<Pick<PartitionRange, 'low' | 'upperBound'>>;

export interface GroupPartition extends TopicPartition {
  /** The next offset that the group reads; null when it has committed none. */
  readonly currentOffset: Int64 | null;
  readonly low: number | null;
  readonly logEndOffset: number | null;
  /** Log end offset − current offset. */
  readonly lag: number | null;
  /** Why there is no lag. */
  readonly reason: string | null;
  /** Why there may be fewer records than `lag`. */
  readonly upperBound: PartitionRange['upperBound'];
  /** The member that has it now. */
  readonly consumerId: string | null;
  readonly host: string | null;
  readonly clientId: string | null;
  /** Only in share groups, where `currentOffset` is the start offset and several members may read a partition. */
  readonly share?: SharePartition;
}

/** How a share group stands in a partition, as far as its coordinator tells. */
interface SharePartition {
  /** Null before it has read there. */
  readonly leaderEpoch: number | null;
  /** Records after the start offset that are acknowledged or archived already; null if unknown. */
  readonly doneAhead: number | null;
  /** Ids of the members that may read it now. */
  readonly readers: readonly string[];
}

export const nothingCommitted = 'nothing committed';
/** DescribeShareGroupOffsets tells it since Kafka 4.2 (KIP-1226). */
export const untoldLag = 'this broker does not tell';

/** All partitions with a commit or an assignment, in order; `ends` by `partitionKey`. */
export function groupPartitions(
  snapshot: Pick<GroupSnapshot, 'type' | 'committed' | 'members'>,
  ends: ReadonlyMap<string, PartitionEnd>,
): readonly GroupPartition[] {
  const owners = ownersOf(snapshot.members ?? []);
  const committed = byPartition(snapshot.committed);
  const assigned = [...owners].filter(
    // A topic may have fewer partitions than its subtopology has tasks.
    ([key]) => snapshot.type !== 'streams' || committed.has(key) || ends.has(key),
  );
  const all = new Map<string, TopicPartition>([
    ...committed,
    ...assigned.map(([key, { topic, partition }]) => [key, { topic, partition }] as const),
  ]);
  return [...all]
    .map(([key, { topic, partition }]) => {
      const members = owners.get(key)?.members ?? [];
      return snapshot.type === 'share'
        ? sharePartition({ topic, partition }, committed.get(key), ends.get(key), members)
        : groupPartition(
            { topic, partition },
            committed.get(key)?.offset ?? null,
            ends.get(key),
            members.at(-1),
          );
    })
    .sort(byTopicAndPartition);
}

export function groupPartition(
  { topic, partition }: TopicPartition,
  currentOffset: Int64 | null,
  end: PartitionEnd | undefined,
  member?: GroupMember,
): GroupPartition {
  const high = end?.high ?? null;
  const reason = reasonForNoLag(currentOffset, end);
  return {
    topic,
    partition,
    currentOffset,
    low: end?.low ?? null,
    logEndOffset: high,
    lag: reason === null && high !== null && currentOffset !== null ? high - Number(currentOffset) : null,
    reason,
    upperBound: end?.upperBound ?? null,
    consumerId: member?.memberId ?? null,
    host: member?.host ?? null,
    clientId: member?.clientId ?? null,
  };
}

/** The lag is the coordinator's: what was acknowledged out of order is not in it. */
export function sharePartition(
  place: TopicPartition,
  committed: CommittedOffset | undefined,
  end: PartitionEnd | undefined,
  members: readonly GroupMember[] = [],
): GroupPartition {
  const own = groupPartition(place, committed?.offset ?? null, end);
  const told = committed?.share?.lag ?? null;
  const [only, second] = members;
  const reader = only && !second ? only : undefined;
  return {
    ...own,
    lag: own.lag === null ? null : told,
    reason: own.reason ?? (told === null ? untoldLag : null),
    consumerId: reader?.memberId ?? null,
    host: reader?.host ?? null,
    clientId: reader?.clientId ?? null,
    share: {
      leaderEpoch: committed?.share?.leaderEpoch ?? null,
      doneAhead: own.reason === null ? doneAheadOf(committed, end?.high ?? null) : null,
      readers: members.map(({ memberId }) => memberId),
    },
  };
}

/** Records after the start offset of a share group that are acknowledged or archived; null if that is unknown. */
export function doneAheadOf(committed: CommittedOffset | undefined, high: number | null): number | null {
  const told = committed?.share?.lag ?? null;
  if (committed === undefined || told === null || high === null) return null;
  // The end was asked for a moment before or after.
  return Math.max(0, high - Number(committed.offset) - told);
}

function reasonForNoLag(currentOffset: Int64 | null, end: PartitionEnd | undefined): string | null {
  if (end === undefined) return 'no such partition';
  if (end.high === null) return end.problem ?? 'its end is unknown';
  if (currentOffset === null) return nothingCommitted;
  return currentOffset > end.high ? 'beyond the end' : null;
}

/** Null if no partition has a known lag. */
export function totalLag(partitions: readonly GroupPartition[]): number | null {
  const known = partitions.flatMap(({ lag }) => lag ?? []);
  return known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0);
}

/** By `partitionKey`. In share groups a partition may be several members'. */
function ownersOf(members: readonly GroupMember[]) {
  const owners = new Map<string, TopicPartition & { readonly members: GroupMember[] }>();
  for (const member of members) {
    for (const { topic, partitions } of member.assignment ?? []) {
      for (const partition of partitions) {
        const key = partitionKey(topic, partition);
        const known = owners.get(key);
        if (known) known.members.push(member);
        else owners.set(key, { topic, partition, members: [member] });
      }
    }
  }
  return owners;
}

/** The topics of a group: committed in, assigned to a member, or only subscribed to. */
export function topicsOf({
  committed,
  members,
}: Pick<GroupSnapshot, 'committed' | 'members'>): readonly string[] {
  const topics = [
    ...committed.map(({ topic }) => topic),
    ...(members ?? []).flatMap(({ subscribed, assignment }) => [
      ...(subscribed ?? []),
      ...(assignment ?? []).map(({ topic }) => topic),
    ]),
  ];
  return [...new Set(topics)].sort();
}

type Known = TopicPartition & PartitionEnd;

/**
 * Partitions with records, of topics that the group has committed in, in which it has committed nothing and which no
 * member has: how far it is behind there is not in any lag.
 */
export function uncommittedPartitions(
  snapshot: Pick<GroupSnapshot, 'committed' | 'members'>,
  partitionsOf: (topic: string) => readonly Known[],
): readonly TopicPartition[] {
  const owners = ownersOf(snapshot.members ?? []);
  const committed = byPartition(snapshot.committed);
  return [...new Set(snapshot.committed.map(({ topic }) => topic))].flatMap((name) =>
    partitionsOf(name).filter(({ topic, partition, low, high }) => {
      const key = partitionKey(topic, partition);
      return !owners.has(key) && !committed.has(key) && (high === null || high > (low ?? 0));
    }),
  );
}

/** How many offsets of the lag are gone: retention or a trim took them before the group had read them. */
export function deletedUnread({
  currentOffset,
  low,
  logEndOffset,
}: Pick<GroupPartition, 'currentOffset' | 'low' | 'logEndOffset'>): number {
  if (currentOffset === null || low === null || logEndOffset === null) return 0;
  return Math.max(0, Math.min(low, logEndOffset) - Number(currentOffset));
}
