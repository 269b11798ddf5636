/** An even assignment that moves as little as possible, and the same in two steps for members that go on reading meanwhile. */
import { groupBy } from '../../text/group-by.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import {
  allPartitions,
  emptyAssignment,
  inOrder,
  type Assign,
  type PartitionCounts,
  type SubscribedMember,
} from './assignment.js';

export const assignSticky: Assign = (members, counts) => {
  const ordered = inOrder(members);
  const subscribers = subscribersOf(ordered, counts);
  const assignment = emptyAssignment(members);
  const loadOf = ({ memberId }: SubscribedMember) => assignment.get(memberId)?.length ?? 0;
  const formerOwners = previousOwners(ordered, counts);
  for (const each of allPartitions(counts)) {
    const owner = formerOwners.get(partitionKey(each.topic, each.partition));
    if (owner !== undefined) assignment.get(owner)?.push(each);
  }
  for (const each of allPartitions(counts)) {
    if (formerOwners.has(partitionKey(each.topic, each.partition))) continue;
    const least = extreme(subscribers.get(each.topic) ?? [], (one, other) => loadOf(one) < loadOf(other));
    if (least) assignment.get(least.memberId)?.push(each);
  }
  while (moveOne(assignment, subscribers));
  return assignment;
};

/**
 * A partition that another member still reads is given to nobody this time: its reader sees that it has lost it, stops,
 * and joins again, and then it goes to the new one.
 */
export const assignCooperatively: Assign = (members, counts) => {
  const owners = new Map(
    members.flatMap(({ memberId, owned }) =>
      owned.map(({ topic, partition }) => [partitionKey(topic, partition), memberId] as const),
    ),
  );
  const target = assignSticky(members, counts);
  return new Map(
    [...target].map(([memberId, partitions]) => [
      memberId,
      partitions.filter(({ topic, partition }) => {
        const owner = owners.get(partitionKey(topic, partition));
        return owner === undefined || owner === memberId;
      }),
    ]),
  );
};

function subscribersOf(members: readonly SubscribedMember[], counts: PartitionCounts) {
  return new Map(
    [...counts.keys()].map((topic) => [topic, members.filter(({ topics }) => topics.includes(topic))]),
  );
}

/** By partition. Of two members that name the same one, the one of the newer generation has it. */
function previousOwners(
  members: readonly SubscribedMember[],
  counts: PartitionCounts,
): ReadonlyMap<string, string> {
  const owners = new Map<string, SubscribedMember>();
  for (const member of members) {
    for (const { topic, partition } of member.previous) {
      if (partition >= (counts.get(topic) ?? 0) || !member.topics.includes(topic)) continue;
      const key = partitionKey(topic, partition);
      if (member.generation > (owners.get(key)?.generation ?? -Infinity)) owners.set(key, member);
    }
  }
  return new Map([...owners].map(([key, { memberId }]) => [key, memberId]));
}

/** Of some topic, from the subscriber with the most partitions to the one with the fewest; false once that evens out nothing. */
function moveOne(
  assignment: ReadonlyMap<string, TopicPartition[]>,
  subscribers: ReadonlyMap<string, readonly SubscribedMember[]>,
): boolean {
  const loadOf = ({ memberId }: SubscribedMember) => assignment.get(memberId)?.length ?? 0;
  const topicsOf = new Map(
    [...assignment].map(([memberId, own]) => [memberId, groupBy(own, ({ topic }) => topic)]),
  );
  for (const [topic, own] of subscribers) {
    const holders = own.filter(({ memberId }) => topicsOf.get(memberId)?.has(topic));
    const most = extreme(holders, (one, other) => loadOf(one) > loadOf(other));
    const least = extreme(own, (one, other) => loadOf(one) < loadOf(other));
    if (!most || !least || loadOf(most) - loadOf(least) < 2) continue;
    const from = assignment.get(most.memberId) ?? [];
    const at = from.findLastIndex((each) => each.topic === topic);
    assignment.get(least.memberId)?.push(...from.splice(at, 1));
    return true;
  }
  return false;
}

function extreme<T>(items: readonly T[], isBetter: (one: T, other: T) => boolean): T | undefined {
  return items.reduce<T | undefined>(
    (best, each) => (best === undefined || isBetter(each, best) ? each : best),
    undefined,
  );
}
