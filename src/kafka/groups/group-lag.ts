/** The lag of a group, partition by partition; if it is unknown, the reason. */
import type { Int64 } from '../../text/int64.js';
import type { GroupSnapshot } from './group-snapshots.js';
import type { GroupMember } from './group-members.js';
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
}

export const nothingCommitted = 'nothing committed';

/** All partitions with a commit or an assignment, in order; `ends` by `partitionKey`. */
export function groupPartitions(
  snapshot: Pick<GroupSnapshot, 'committed' | 'members'>,
  ends: ReadonlyMap<string, PartitionEnd>,
): readonly GroupPartition[] {
  const owners = ownersOf(snapshot.members ?? []);
  const committed = byPartition(snapshot.committed);
  const all = new Map<string, TopicPartition>([...committed, ...owners]);
  return [...all]
    .map(([key, { topic, partition }]) =>
      groupPartition(
        { topic, partition },
        committed.get(key)?.offset ?? null,
        ends.get(key),
        owners.get(key)?.member,
      ),
    )
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

function ownersOf(members: readonly GroupMember[]) {
  return new Map(
    members.flatMap((member) =>
      (member.assignment ?? []).flatMap(({ topic, partitions }) =>
        partitions.map(
          (partition) => [partitionKey(topic, partition), { topic, partition, member }] as const,
        ),
      ),
    ),
  );
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
