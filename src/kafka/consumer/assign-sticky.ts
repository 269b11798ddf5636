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
  /** What it may still have to hand on, by those who may have it. */
  readonly loose: Map<Takers, TopicPartition[]>;
  /** The number of all of its partitions. */
  load: number;
}

/** Those who subscribed to a topic. Topics with the same subscribers have the same array. */
type Takers = readonly Share[];

/**
 * As even as the subscriptions allow. What was read before stays where it was if an even assignment can be had by the choice of
 * the others alone. So members that give up what this one takes from them find the same evenness when they join again, and
 * nothing moves a second time.
 */
export const assignSticky: Assign = (members, counts) => {
  const ordered = inOrder(members);
  const formerOwners = holders(ordered, ({ previous, topics }) => {
    const wanted = new Set(topics);
    return previous.filter(
      ({ topic, partition }) => wanted.has(topic) && partition < (counts.get(topic) ?? 0),
    );
  });
  const shares = ordered.map(({ memberId }): Share => ({ memberId, loose: new Map(), load: 0 }));
  const takersOf = takersByTopic(ordered, shares, counts);
  const byId = new Map(shares.map((share) => [share.memberId, share]));
  const partitions = allPartitions(counts).map((each) => ({
    each,
    takers: takersOf.get(each.topic) ?? [],
    owner: byId.get(formerOwners.get(partitionKey(each.topic, each.partition)) ?? ''),
  }));
  for (const { owner } of partitions) if (owner) owner.load += 1;
  for (const { each, takers, owner } of partitions) {
    const least = owner ? undefined : leastOf(takers);
    if (!least) continue;
    give(least, takers, each);
    least.load += 1;
  }
  evenOut(shares);
  // Behind what it had, as the last is handed on first.
  const chosen = shares.map(({ loose }) => [...loose]);
  for (const { loose } of shares) loose.clear();
  for (const { each, takers, owner } of partitions) if (owner) give(owner, takers, each);
  for (const [index, share] of shares.entries())
    for (const [takers, own] of chosen[index] ?? []) for (const each of own) give(share, takers, each);
  evenOut(shares);
  return new Map(
    shares.map(({ memberId, loose }) => [memberId, [...loose.values()].flat().sort(byTopicAndPartition)]),
  );
};

/**
 * A partition that another member still reads is given to nobody this time: its reader sees that it has lost it, stops,
 * and joins again, and then it goes to the new one.
 */
export const assignCooperatively: Assign = (members, counts) => {
  const owners = holders(inOrder(members), ({ owned }) => owned);
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

/** `shares` are in the order of `members`. */
function takersByTopic(
  members: readonly SubscribedMember[],
  shares: readonly Share[],
  counts: PartitionCounts,
): ReadonlyMap<string, Takers> {
  const wanted = members.map(({ topics }) => new Set(topics));
  const known = new Map<string, Takers>();
  return new Map(
    [...counts.keys()].map((topic) => {
      const indices = [...wanted.keys()].filter((index) => wanted[index]?.has(topic));
      const key = indices.join();
      const takers = known.get(key) ?? shares.filter((_share, index) => wanted[index]?.has(topic));
      known.set(key, takers);
      return [topic, takers];
    }),
  );
}

/** By partition. Of two members that name the same one, the one of the newer generation has it: the other was away meanwhile. */
function holders(
  members: readonly SubscribedMember[],
  named: (member: SubscribedMember) => readonly TopicPartition[],
): ReadonlyMap<string, string> {
  const owners = new Map<string, SubscribedMember>();
  for (const member of members) {
    for (const { topic, partition } of named(member)) {
      const key = partitionKey(topic, partition);
      if (member.generation > (owners.get(key)?.generation ?? -Infinity)) owners.set(key, member);
    }
  }
  return new Map([...owners].map(([key, { memberId }]) => [key, memberId]));
}

/**
 * Takes a partition from one member and gives it to another that has at least two fewer; if none that it can be given to has, then
 * by way of others, each of which hands on one of its own. Once no such way is left, no assignment is more even
 * (Harvey, Ladner, Lovász and Tamir, Semi-matchings for bipartite graphs and load balancing, 2003).
 */
function evenOut(shares: readonly Share[]): void {
  const open = new Set(shares);
  for (let from = mostOf(open); from; from = mostOf(open)) {
    const ways = waysFrom(from, shares.length);
    const least = leastOf(ways.keys());
    if (least && from.load - least.load >= 2) {
      handOn(least, ways);
      from.load -= 1;
      least.load += 1;
    } else {
      // Nothing leads out of what was reached, and nobody with no more than this one can better it by leading in.
      for (const share of ways.keys()) open.delete(share);
    }
  }
}

/** How a partition comes to a member: from whom, and of which topics. */
interface Step {
  readonly from: Share;
  readonly takers: Takers;
}

/** Of all that can be reached, by as few steps as possible. */
function waysFrom(start: Share, all: number): ReadonlyMap<Share, Step | undefined> {
  const ways = new Map<Share, Step | undefined>([[start, undefined]]);
  const seen = new Set<Takers>();
  // A map is walked in the order in which it grows.
  for (const from of ways.keys()) {
    for (const [takers, own] of from.loose) {
      if (ways.size === all) return ways;
      if (own.length === 0 || seen.has(takers)) continue;
      seen.add(takers);
      for (const to of takers) if (!ways.has(to)) ways.set(to, { from, takers });
    }
  }
  return ways;
}

function handOn(last: Share, ways: ReadonlyMap<Share, Step | undefined>): void {
  let to = last;
  for (let step = ways.get(to); step; step = ways.get(to)) {
    const given = step.from.loose.get(step.takers)?.pop();
    if (given) give(to, step.takers, given);
    to = step.from;
  }
}

function give({ loose }: Share, takers: Takers, partition: TopicPartition): void {
  const own = loose.get(takers);
  if (own) own.push(partition);
  else loose.set(takers, [partition]);
}

const mostOf = (shares: Iterable<Share>) => bestOf(shares, (one, other) => one.load > other.load);
const leastOf = (shares: Iterable<Share>) => bestOf(shares, (one, other) => one.load < other.load);

/** Of several that are as good the first. */
function bestOf(shares: Iterable<Share>, isBetter: (one: Share, other: Share) => boolean): Share | undefined {
  let best: Share | undefined;
  for (const each of shares) if (best === undefined || isBetter(each, best)) best = each;
  return best;
}
