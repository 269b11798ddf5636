/** Everything about single groups: members, assignments, how far each partition was read. */
import type { GroupMember } from './kinds/group-members.js';
import {
  groupPartitions,
  topicsOf,
  totalLag,
  uncommittedPartitions,
  type GroupPartition,
} from './group-lag.js';
import { groupBy } from '../../text/group-by.js';
import { byPartition, type TopicPartition } from '../session/partition-key.js';
import { existingGroups, type GroupSnapshot } from './group-snapshots.js';
import { listOffsets, type PartitionRange } from '../session/list-offsets.js';
import { leadersOf } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';

export interface GroupDescription extends Pick<
  GroupSnapshot,
  'group' | 'state' | 'type' | 'protocolType' | 'assignor' | 'epochs' | 'topology' | 'coordinator' | 'problem'
> {
  /** Null if the broker does not say; `problem` says why. */
  readonly members: readonly GroupMember[] | null;
  /** All that is committed or assigned. */
  readonly partitions: readonly GroupPartition[];
  /** Partitions with records, of topics that it has committed in, that are not in `partitions` and in no lag. */
  readonly uncommitted: readonly TopicPartition[];
  /** Over the partitions whose lag is known; null if there are none. */
  readonly lag: number | null;
}

/** In the order of `names`, each once. Throws LabError 'not-found' with the nearest names. */
export async function describeGroups(
  session: KafkaSession,
  names: readonly string[],
): Promise<readonly GroupDescription[]> {
  const snapshots = await existingGroups(session, names);
  const ends = await rangesOf(session, [...new Set(snapshots.flatMap(topicsOf))]);
  const endsOfTopic = groupBy([...ends.values()], ({ topic }) => topic);
  return snapshots.map((snapshot) => {
    const partitions = groupPartitions(snapshot, ends);
    return {
      group: snapshot.group,
      state: snapshot.state,
      type: snapshot.type,
      protocolType: snapshot.protocolType,
      assignor: snapshot.assignor,
      ...(snapshot.epochs && { epochs: snapshot.epochs }),
      ...(snapshot.topology && { topology: snapshot.topology }),
      coordinator: snapshot.coordinator,
      members: snapshot.members,
      partitions,
      uncommitted: uncommittedPartitions(snapshot, (topic) => endsOfTopic.get(topic) ?? []).map(
        ({ topic, partition }) => ({ topic, partition }),
      ),
      lag: totalLag(partitions),
      problem: snapshot.problem,
    };
  });
}

/** Topics that do not exist (any more) are left out: a group can outlive its topics. */
export async function rangesOf(
  session: KafkaSession,
  topicNames: readonly string[],
): Promise<ReadonlyMap<string, PartitionRange>> {
  if (topicNames.length === 0) return new Map();
  const { topics } = await session.metadata(topicNames);
  const ranges = await listOffsets(session, leadersOf(topics));
  return byPartition(ranges);
}
