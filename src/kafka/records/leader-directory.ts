/** The leader of each partition, cached for a reader or a writer and requested again when it proves wrong. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { LeaderDirectory } from '../../wire/reader/reader.js';
import type { TopicState } from '../session/metadata.js';
import { partitionKey } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';

/** A topic given with its state is not asked for before a leader proves wrong. */
export function createLeaderDirectory(
  session: KafkaSession,
  topics: readonly (string | TopicState)[],
): LeaderDirectory {
  const leaders = new Map<string, number | null>();
  const ids = new Map<string, string | null>();
  const names = new Set(topics.map((topic) => (typeof topic === 'string' ? topic : topic.name)));
  let refreshing: Promise<void> | undefined;
  for (const topic of topics) if (typeof topic !== 'string') learn(topic);

  // Many partitions find out at once that a broker has gone; one request serves them all.
  function refresh(): Promise<void> {
    refreshing ??= load().finally(() => (refreshing = undefined));
    return refreshing;
  }

  async function load(): Promise<void> {
    const metadata = await session.metadata([...names]);
    leaders.clear();
    for (const topic of metadata.topics) learn(topic);
  }

  function learn({ name, id, partitions }: TopicState): void {
    ids.set(name, id);
    for (const { partition, leader } of partitions) leaders.set(partitionKey(name, partition), leader);
  }

  return {
    async leaderOf(topic, partition): Promise<WireConnection> {
      const key = partitionKey(topic, partition);
      names.add(topic);
      if (!leaders.has(key)) await refresh();
      const leader = leaders.get(key) ?? null;
      if (!leaders.has(key)) throw new LabError('unreachable', `${topic}[${partition}] does not exist`);
      if (leader === null) throw new LabError('unreachable', `${topic}[${partition}] has no leader`);
      return session.broker(leader);
    },
    refresh,
    look: (topic, partition) => ({
      exists: leaders.has(partitionKey(topic, partition)),
      topicId: ids.get(topic) ?? null,
    }),
  };
}
