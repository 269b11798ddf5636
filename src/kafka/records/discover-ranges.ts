/** What a read that follows takes in later: partitions that get a leader, added partitions, new topics of a pattern. */
import type { Discovery } from '../../wire/reader/reader.js';
import type { TopicState } from '../session/metadata.js';
import { partitionKey } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { namesMatching } from '../session/topic-names.js';
import { planRanges, type RangeRequest, type ReadPlan } from './read-ranges.js';

/** All topics are a larger answer than a few. */
const everyMs = { named: 3000, pattern: 5000 };

/** `include`: which topics are read, if they were not named. */
export function discoverRanges(
  session: KafkaSession,
  request: RangeRequest,
  plan: ReadPlan,
  include: Pick<RegExp, 'test'> | undefined,
): Discovery {
  const waiting = new Set(plan.leftOut.map(({ topic, partition }) => partitionKey(topic, partition)));
  const known = new Set(plan.topics.flatMap((topic) => keysOf(topic)).filter((key) => !waiting.has(key)));
  const ids = new Map(plan.topics.map(({ name, id }) => [name, id]));

  /** A topic that was deleted and created again is another one. */
  function isNew({ name, id }: TopicState): boolean {
    return !ids.has(name) || ids.get(name) !== id;
  }

  async function look() {
    const names = include ? await namesMatching(session, include) : request.topics;
    const { topics } = await session.metadata(names);
    const there = topics.filter(({ partitions }) => partitions.length > 0);
    for (const topic of there.filter(isNew)) {
      ids.set(topic.name, topic.id);
      for (const set of [known, waiting]) {
        for (const key of set) if (key.startsWith(`${topic.name}/`)) set.delete(key);
      }
    }
    const added = there.filter((topic) => keysOf(topic).some((key) => !known.has(key)));
    if (added.length === 0) return [];
    const wanted = { ...request, topics: added.map(({ name }) => name) };
    const keyOf = ({ topic, partition }: { topic: string; partition: number }) =>
      partitionKey(topic, partition);
    const plans = await Promise.all([
      // They were there from the beginning.
      planRanges(session, wanted, (each) => waiting.has(keyOf(each)) && !known.has(keyOf(each))),
      // Everything in them is new.
      planRanges(
        session,
        { ...wanted, from: request.from.kind === 'each' ? request.from : { kind: 'start' } },
        (each) => !waiting.has(keyOf(each)) && !known.has(keyOf(each)),
      ),
    ]);
    const ranges = plans.flatMap((each) => each.ranges);
    for (const range of ranges) known.add(keyOf(range));
    return ranges;
  }

  return { everyMs: include ? everyMs.pattern : everyMs.named, look, expectsTopics: include !== undefined };
}

function keysOf({ name, partitions }: TopicState): string[] {
  return partitions.map(({ partition }) => partitionKey(name, partition));
}
