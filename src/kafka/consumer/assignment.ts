/** Who gets which partitions: what an assignor is given and what it returns, and the two that look at nothing else. */
import { byTopicAndPartition, type TopicPartition } from '../session/partition-key.js';

export interface SubscribedMember {
  readonly memberId: string;
  /** With static membership (group.instance.id). */
  readonly instanceId: string | null;
  readonly topics: readonly string[];
  /** What it still reads, and gives up only after it has been told to. */
  readonly owned: readonly TopicPartition[];
  /** What it had before, whether it still reads it or not. */
  readonly previous: readonly TopicPartition[];
  /** In which generation it was given them; -1 if it does not say. */
  readonly generation: number;
}

/** How many partitions each topic has; a topic that does not exist is not there. */
export type PartitionCounts = ReadonlyMap<string, number>;

/** By member id; every member has a list. */
export type Assignment = ReadonlyMap<string, readonly TopicPartition[]>;

export type Assign = (members: readonly SubscribedMember[], counts: PartitionCounts) => Assignment;

/** Of each topic a contiguous piece to each of its subscribers, the first ones getting what is left over. */
export const assignRanges: Assign = (members, counts) => {
  const assignment = emptyAssignment(members);
  for (const [topic, count] of counts) {
    const subscribers = inOrder(members).filter(({ topics }) => topics.includes(topic));
    let next = 0;
    subscribers.forEach(({ memberId }, index) => {
      const share = Math.floor(count / subscribers.length) + (index < count % subscribers.length ? 1 : 0);
      for (const end = next + share; next < end; next += 1) {
        assignment.get(memberId)?.push({ topic, partition: next });
      }
    });
  }
  return assignment;
};

/** All partitions in order, dealt out to the members in turn; one that has not subscribed to the topic is passed over. */
export const assignInTurn: Assign = (members, counts) => {
  const assignment = emptyAssignment(members);
  const ordered = inOrder(members);
  let turn = 0;
  for (const each of allPartitions(counts)) {
    if (!ordered.some(({ topics }) => topics.includes(each.topic))) continue;
    while (!ordered[turn % ordered.length]?.topics.includes(each.topic)) turn += 1;
    assignment.get(ordered[turn % ordered.length]?.memberId ?? '')?.push(each);
    turn += 1;
  }
  return assignment;
};

export function allPartitions(counts: PartitionCounts): TopicPartition[] {
  return [...counts]
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, partition) => ({ topic, partition })))
    .sort(byTopicAndPartition);
}

function emptyAssignment(members: readonly SubscribedMember[]): Map<string, TopicPartition[]> {
  return new Map(members.map(({ memberId }) => [memberId, []]));
}

/** As Java orders them: static members first, by their instance ids, since their member ids change. */
export function inOrder(members: readonly SubscribedMember[]): readonly SubscribedMember[] {
  const key = ({ instanceId, memberId }: SubscribedMember) =>
    instanceId === null ? `1${memberId}` : `0${instanceId}`;
  return [...members].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}
