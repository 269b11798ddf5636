/** The leader of each partition, cached for a reader or a writer and requested again when it proves wrong. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import type { LeaderDirectory } from '../../wire/reader/reader.js';
import type { KafkaSession } from '../session/session.js';

export function createLeaderDirectory(session: KafkaSession, topics: readonly string[]): LeaderDirectory {
  const leaders = new Map<string, number | null>();
  let refreshing: Promise<void> | undefined;

  // Many partitions find out at once that a broker has gone; one request serves them all.
  function refresh(): Promise<void> {
    refreshing ??= load().finally(() => (refreshing = undefined));
    return refreshing;
  }

  async function load(): Promise<void> {
    const metadata = await session.metadata(topics);
    for (const topic of metadata.topics) {
      for (const { partition, leader } of topic.partitions) leaders.set(`${topic.name}/${partition}`, leader);
    }
  }

  return {
    async leaderOf(topic, partition): Promise<WireConnection> {
      const key = `${topic}/${partition}`;
      if (!leaders.has(key)) await refresh();
      const leader = leaders.get(key) ?? null;
      if (leader === null) throw new LabError('unreachable', `${topic}[${partition}] has no leader`);
      return session.broker(leader);
    },
    refresh,
  };
}
