/** Which groups have read a topic, and how far they are behind its end. */
import { listGroups } from '../wire/requests/list-groups.js';
import { offsetAt } from '../wire/requests/list-offsets.js';
import { offsetFetch } from '../wire/requests/offset-fetch.js';
import { send } from '../wire/send.js';
import { offsetsAt } from './partition-offsets.js';
import type { KafkaSession } from './session.js';
import { existingTopics } from './topic-names.js';

export interface TopicReader {
  readonly group: string;
  readonly state: string;
  /** Partitions for which it has committed an offset. */
  readonly partitions: number;
  /** Null when the end of one of them is unknown. */
  readonly lag: number | null;
}

/** In the order of their names. Groups of a broker that does not answer are left out. */
export async function topicReaders(session: KafkaSession, topic: string): Promise<readonly TopicReader[]> {
  const [found] = await existingTopics(session, [topic]);
  const leaders = (found?.partitions ?? []).map(({ partition, leader }) => ({ topic, partition, leader }));
  const partitionIndexes = leaders.map(({ partition }) => partition);
  const [ends, { brokers }] = await Promise.all([
    offsetsAt(session, leaders, offsetAt.latest),
    session.metadata([]),
  ]);
  const answers = await Promise.allSettled(brokers.map(({ id }) => readersOn(id)));
  return answers
    .flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    .sort((one, other) => (one.group < other.group ? -1 : 1));

  /** A broker lists the groups that it coordinates, and can be asked for their offsets at once. */
  async function readersOn(brokerId: number): Promise<TopicReader[]> {
    const broker = await session.broker(brokerId);
    const { groups } = await send(broker, listGroups, {});
    const readers = await Promise.all(
      groups.map(async ({ groupId, groupState }) => {
        const asked = { groupId, topics: [{ name: topic, partitionIndexes }] };
        const { topics } = await send(broker, offsetFetch, asked, { maxVersion: 7 });
        const committed = (topics[0]?.partitions ?? []).filter(({ committedOffset }) => committedOffset >= 0);
        const lags = committed.map(({ partitionIndex, committedOffset }) => {
          const end = ends.find(({ partition }) => partition === partitionIndex)?.offset ?? null;
          return end === null ? null : Math.max(0, end - committedOffset);
        });
        return {
          group: groupId,
          state: groupState,
          partitions: committed.length,
          lag: lags.includes(null) ? null : lags.reduce<number>((sum, lag) => sum + (lag ?? 0), 0),
        };
      }),
    );
    return readers.filter(({ partitions }) => partitions > 0);
  }
}
