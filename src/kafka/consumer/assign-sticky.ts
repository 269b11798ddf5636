/** An even assignment that moves as little as possible, and the same in two steps for members that go on reading meanwhile. */
import { byTopicAndPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import {
  allPartitions,
  inOrder,
  type Assign,
  type PartitionCounts,
  type SubscribedMember,
} from './assignment.js';

/** What a member is given. */
interface Share {
  readonly memberId: string;
  /** By topic: what it may still have to hand on. */
  readonly loose: Map<string, TopicPartition[]>;
  /** The number of all of its partitions. */
  load: number;
}

/**
 * As even as the subscriptions allow. What was read before stays where it was if an even assignment can be had by the choice of
 * the others alone. So members that give up what this one takes from them find the same evenness when they join again, and
 * nothing moves a second time.
 */
export const assignSticky: Assign = (members, counts) => {
  const ordered = inOrder(members);
  const formerOwners = previousOwners(ordered, counts);
  const shares = ordered.map(({ memberId }): Share => ({ memberId, loose: new Map(), load: 0 }));
  const subscribers = subscribersOf(ordered, shares, counts);
  const byId = new Map(shares.map((share) => [share.memberId, share]));
  const partitions = allPartitions(counts).map((each) => ({
    each,
    owner: byId.get(formerOwners.get(partitionKey(each.topic, each.partition)) ?? ''),
  }));
  for (const { owner } of partitions) if (owner) owner.load += 1;
  for (const { each, owner } of partitions) {
    const least = owner ? undefined : leastOf(subscribers.get(each.topic) ?? []);
    if (!least) continue;
    give(least, each);
    least.load += 1;
  }
  while (evenOut(shares, subscribers));
  // Behind what it had, as the last is handed on first.
  const chosen = shares.map(({ loose }) => [...loose.values()].flat());
  for (const { loose } of shares) loose.clear();
  for (const { each, owner } of partitions) if (owner) give(owner, each);
  for (const [index, share] of shares.entries()) for (const each of chosen[index] ?? []) give(share, each);
  while (evenOut(shares, subscribers));
  return new Map(
    shares.map(({ memberId, loose }) => [memberId, [...loose.values()].flat().sort(byTopicAndPartition)]),
  );
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

/** By topic, in the order of `members`, whose shares are in the same order. */
function subscribersOf(
  members: readonly SubscribedMember[],
  shares: readonly Share[],
  counts: PartitionCounts,
): ReadonlyMap<string, readonly Share[]> {
  return new Map(
    [...counts.keys()].map((topic) => [
      topic,
      shares.filter((_share, index) => members[index]?.topics.includes(topic)),
    ]),
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

/**
 * Takes a partition from one member and gives it to another that has at least two fewer; if none that it can be given to has, then
 * by way of others, each of which hands on one of its own. False once no such way is left: then no assignment is more even
 * (Harvey, Ladner, Lovász and Tamir, Semi-matchings for bipartite graphs and load balancing, 2003).
 */
function evenOut(shares: readonly Share[], subscribers: ReadonlyMap<string, readonly Share[]>): boolean {
  for (const from of [...shares].sort((one, other) => other.load - one.load)) {
    const ways = waysFrom(from, subscribers);
    const least = leastOf([...ways.keys()]);
    if (!least || from.load - least.load < 2) continue;
    handOn(least, ways);
    from.load -= 1;
    least.load += 1;
    return true;
  }
  return false;
}

/** How a partition comes to a member: from whom, and of which topic. */
interface Step {
  readonly from: Share;
  readonly topic: string;
}

/** Of all that can be reached, by as few steps as possible. */
function waysFrom(
  start: Share,
  subscribers: ReadonlyMap<string, readonly Share[]>,
): ReadonlyMap<Share, Step | undefined> {
  const ways = new Map<Share, Step | undefined>([[start, undefined]]);
  const topics = new Set<string>();
  // A map is walked in the order in which it grows.
  for (const from of ways.keys()) {
    for (const [topic, own] of from.loose) {
      if (own.length === 0 || topics.has(topic)) continue;
      topics.add(topic);
      for (const to of subscribers.get(topic) ?? []) if (!ways.has(to)) ways.set(to, { from, topic });
    }
  }
  return ways;
}

function handOn(last: Share, ways: ReadonlyMap<Share, Step | undefined>): void {
  let to = last;
  for (let step = ways.get(to); step; step = ways.get(to)) {
    const given = step.from.loose.get(step.topic)?.pop();
    if (given) give(to, given);
    to = step.from;
  }
}

function give({ loose }: Share, partition: TopicPartition): void {
  const own = loose.get(partition.topic);
  if (own) own.push(partition);
  else loose.set(partition.topic, [partition]);
}

function leastOf(shares: readonly Share[]): Share | undefined {
  return shares.reduce<Share | undefined>(
    (best, each) => (best === undefined || each.load < best.load ? each : best),
    undefined,
  );
}
