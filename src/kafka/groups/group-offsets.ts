/** How far one group has read every partition of some topics, whether it has committed there or not. */
import { rangesOf } from './describe-groups.js';
import { groupPartition, sharePartition, type GroupPartition } from './group-lag.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import { existingGroups } from './group-snapshots.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export type GroupOffset = Omit<GroupPartition, 'consumerId' | 'host' | 'clientId' | 'share'> & {
  /** Why the end of the partition is unknown now. */
  readonly problem: string | null;
};

export interface GroupOffsetList {
  readonly group: string;
  readonly partitions: readonly GroupOffset[];
}

/** Throws LabError 'not-found' when the group or a topic does not exist. */
export async function groupOffsets(
  session: KafkaSession,
  group: string,
  topicNames: readonly string[],
): Promise<GroupOffsetList> {
  const topics = await existingTopics(session, topicNames);
  const names = topics.map(({ name }) => name);
  const [[snapshot], ranges] = await Promise.all([
    existingGroups(session, [group]),
    rangesOf(session, names),
  ]);
  const committed = byPartition(snapshot?.committed ?? []);
  return {
    group,
    partitions: topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partition }): GroupOffset => {
        const key = partitionKey(name, partition);
        const range = ranges.get(key);
        const own = committed.get(key);
        const place = { topic: name, partition };
        const { topic, currentOffset, low, logEndOffset, lag, reason, upperBound } =
          snapshot?.type === 'share'
            ? sharePartition(place, own, range)
            : groupPartition(place, own?.offset ?? null, range);
        const problem = range?.problem ?? null;
        if (snapshot?.type === 'share' && snapshot.problem !== null && own === undefined) {
          // What it has read is unknown; that is not to have read nothing.
          const unknown = { reason: 'unknown', problem: snapshot.problem };
          return { ...{ topic, partition, currentOffset, low, logEndOffset, lag, upperBound }, ...unknown };
        }
        return { topic, partition, currentOffset, low, logEndOffset, lag, reason, upperBound, problem };
      }),
    ),
  };
}
