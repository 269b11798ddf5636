/** Groups as reported by their coordinators, with the lag computed from the ends of the logs. */
import { groupPartitions, totalLag, type PartitionEnd } from '../../kafka/groups/group-lag.js';
import type { GroupSnapshot } from '../../kafka/groups/group-snapshots.js';
import { unknownEnd, type GroupPicture, type TopicPicture } from './snapshot.js';

/** By name, each once: while a group changes coordinators, two brokers may list it. */
export function groupPictures(
  groups: readonly GroupSnapshot[],
  topics: readonly TopicPicture[],
): readonly GroupPicture[] {
  const wanted = new Set(
    groups.flatMap(({ committed, members }) => [
      ...committed.map(({ topic }) => topic),
      ...(members ?? []).flatMap(({ assignment }) => (assignment ?? []).map(({ topic }) => topic)),
    ]),
  );
  const read = topics.filter(({ name }) => wanted.has(name));
  const ends = new Map<string, PartitionEnd>(
    read.flatMap(({ name, partitions }) =>
      partitions.map(
        ({ partition, high }) =>
          [`${name}/${partition}`, { high, problem: high === null ? unknownEnd : null }] as const,
      ),
    ),
  );
  const byName = new Map(groups.map((group) => [group.group, pictureOf(group, ends)]));
  return [...byName.values()].sort((one, other) => (one.group < other.group ? -1 : 1));
}

function pictureOf(snapshot: GroupSnapshot, ends: ReadonlyMap<string, PartitionEnd>): GroupPicture {
  const { group, state, type, coordinator, members } = snapshot;
  const partitions = groupPartitions(snapshot, ends);
  return {
    group,
    state,
    type,
    coordinator: coordinator.id,
    members:
      members?.map(({ memberId, clientId, host, assignment }) => ({
        memberId,
        clientId,
        host,
        assignment,
      })) ?? null,
    partitions: partitions.map(({ topic, partition, currentOffset, lag, reason }) => ({
      topic,
      partition,
      currentOffset: currentOffset === null ? null : Number(currentOffset),
      lag,
      problem: reason,
    })),
    lag: totalLag(partitions),
  };
}
