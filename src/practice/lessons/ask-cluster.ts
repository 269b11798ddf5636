/** What the checks and diagrams of lessons query from the cluster, each time afresh. */
import { countRecords } from '../../kafka/records/count-records.js';
import { describeConfig } from '../../kafka/configs/describe-config.js';
import { groupPartitions, type GroupPartition } from '../../kafka/groups/group-lag.js';
import { byPartition, partitionKey } from '../../kafka/session/partition-key.js';
import { findGroup } from '../../kafka/groups/group-snapshots.js';
import { createLeaderDirectory } from '../../kafka/records/leader-directory.js';
import { listOffsets } from '../../kafka/session/list-offsets.js';
import type { PartitionState } from '../../kafka/session/metadata.js';
import { activeController } from '../../kafka/brokers/quorum.js';
import { leadersOf } from '../../kafka/session/partition-offsets.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { readPartitions } from '../../wire/reader/reader.js';

export interface TopicPicture {
  readonly partitions: readonly (PartitionState & {
    readonly low: number | null;
    readonly high: number | null;
  })[];
}

/** Undefined if the topic does not exist. */
export async function topicNow(session: KafkaSession, topic: string): Promise<TopicPicture | undefined> {
  const { topics } = await session.metadata([topic]);
  const found = topics[0];
  if (!found || found.errorCode !== 0) return undefined;
  const rangeOf = byPartition(await listOffsets(session, leadersOf([found])));
  return {
    partitions: found.partitions.map((state) => {
      const range = rangeOf.get(partitionKey(topic, state.partition));
      return { ...state, low: range?.low ?? null, high: range?.high ?? null };
    }),
  };
}

export interface GroupNow {
  readonly members: readonly { readonly id: string; readonly partitions: number }[];
  readonly partitions: readonly GroupPartition[];
  /** No rebalance is in progress. */
  readonly isSettled: boolean;
}

export async function groupNow(session: KafkaSession, group: string): Promise<GroupNow | undefined> {
  const snapshot = await findGroup(session, group);
  if (!snapshot) return undefined;
  const topics = new Set([
    ...snapshot.committed.map(({ topic }) => topic),
    ...(snapshot.members ?? []).flatMap(({ assignment }) => (assignment ?? []).map(({ topic }) => topic)),
  ]);
  const ends = new Map<string, { low: number | null; high: number | null; problem: null }>();
  for (const topic of topics) {
    for (const { partition, low, high } of (await topicNow(session, topic))?.partitions ?? []) {
      ends.set(partitionKey(topic, partition), { low, high, problem: null });
    }
  }
  return {
    members: (snapshot.members ?? []).map(({ memberId, assignment }) => ({
      id: memberId,
      partitions: (assignment ?? []).reduce((sum, { partitions }) => sum + partitions.length, 0),
    })),
    partitions: groupPartitions(snapshot, ends),
    isSettled: ['Stable', 'Empty'].includes(snapshot.state),
  };
}

/** Exactly, by reading. */
export async function readableRecords(session: KafkaSession, topic: string): Promise<number> {
  const count = await countRecords(
    session,
    { topics: [topic], partitions: [], from: { kind: 'start' }, to: null, isolation: 'read_committed' },
    { signal: session.settings.signal, onProgress() {} },
  );
  return count.records;
}

/** The partitions in which each key occurs. */
export async function partitionsOfKeys(
  session: KafkaSession,
  topic: string,
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const keys = new Map<string, Set<number>>();
  const partitions = (await topicNow(session, topic))?.partitions ?? [];
  await readPartitions({
    directory: createLeaderDirectory(session, [topic]),
    ranges: partitions.flatMap(({ partition, low, high }) =>
      low === null || high === null || low === high ? [] : [{ topic, partition, from: low, to: high }],
    ),
    isolation: 'read_committed',
    signal: session.settings.signal,
    onRecords(cursor) {
      while (cursor.next()) {
        const key = cursor.buffer.toString('utf8', cursor.keyStart, Math.max(cursor.keyStart, cursor.keyEnd));
        keys.set(key, (keys.get(key) ?? new Set()).add(cursor.partition));
      }
      return undefined;
    },
  });
  return keys;
}

/** The active controller; null while there is none. */
export async function controllerNow(session: KafkaSession): Promise<number | null> {
  return activeController(session, await session.metadata([]));
}

export async function configNow(
  session: KafkaSession,
  topic: string,
  name: string,
): Promise<string | null | undefined> {
  const configs = await describeConfig(session, { kind: 'topic', name: topic });
  return configs.find((each) => each.name === name)?.value;
}
