/** The log dirs of brokers, and the size of every replica in them. */
import type { Int64 } from '../../text/int64.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { cordonedSince, describeLogDirs } from '../../wire/requests/describe-log-dirs.js';
import { negotiate, send } from '../../wire/protocol/send.js';
import { asLabError, refusal } from '../connection/errors.js';
import type { TopicState } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';

export interface LogDir {
  readonly path: string;
  /** The size of its partitions. */
  readonly sizeBytes: number;
  readonly partitions: number;
  /** Of the whole volume, as its file system says: Amazon EFS, for one, 8 EiB. Null from brokers before 3.3. */
  readonly totalBytes: Int64 | null;
  readonly freeBytes: Int64 | null;
  /** Whether its broker puts no new replicas there (KIP-1066). Null from brokers before 4.3. */
  readonly isCordoned: boolean | null;
  readonly problem: string | null;
}

interface StoredReplica extends TopicPartition {
  readonly sizeBytes: number;
}

export interface StoredLogDir extends LogDir {
  readonly replicas: readonly StoredReplica[];
}

/** For results about brokers: a list of every replica would be too long. */
export function withoutReplicas(dir: StoredLogDir): LogDir {
  const { path, sizeBytes, partitions, totalBytes, freeBytes, isCordoned, problem } = dir;
  return { path, sizeBytes, partitions, totalBytes, freeBytes, isCordoned, problem };
}

/** Sorted by path. `topics: null` counts everything, otherwise only these. */
export async function logDirsOf(
  connection: WireConnection,
  topics: readonly TopicState[] | null = null,
): Promise<readonly StoredLogDir[]> {
  const { errorCode, results } = await send(connection, describeLogDirs, {
    topics:
      topics?.map(({ name, partitions }) => ({
        topic: name,
        partitions: partitions.map(({ partition }) => partition),
      })) ?? null,
  });
  if (errorCode !== 0) throw refusal('The broker refused', errorCode);
  const knowsCordons = negotiate(connection, describeLogDirs) >= cordonedSince;
  return results
    .map((dir) => {
      const replicas = dir.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, partitionSize }) => ({
          topic: name,
          partition: partitionIndex,
          // No replica comes near 2^53 bytes; one that claims to may be rounded.
          sizeBytes: Number(partitionSize),
        })),
      );
      return {
        path: dir.logDir,
        sizeBytes: replicas.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        partitions: replicas.length,
        totalBytes: dir.totalBytes < 0 ? null : dir.totalBytes,
        freeBytes: dir.usableBytes < 0 ? null : dir.usableBytes,
        isCordoned: knowsCordons ? dir.isCordoned : null,
        problem: dir.errorCode === 0 ? null : refusal('offline', dir.errorCode).message,
        replicas,
      };
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Of each broker that is up: its log dirs, or why they are unknown. */
export interface BrokerDisks {
  readonly broker: number;
  readonly logDirs: readonly StoredLogDir[];
  readonly problem: string | null;
}

export async function disksOf(
  session: KafkaSession,
  brokers: readonly number[],
  topics: readonly TopicState[] | null = null,
): Promise<readonly BrokerDisks[]> {
  return Promise.all(
    brokers.map(async (broker) => {
      try {
        const logDirs = await logDirsOf(await session.broker(broker), topics);
        return { broker, logDirs, problem: null };
      } catch (thrown) {
        const error = asLabError(thrown);
        if (error.code === 'interrupted') throw error;
        return { broker, logDirs: [], problem: error.message };
      }
    }),
  );
}

/** The size of a replica on a broker; null if that broker does not say. */
export type ReplicaSizes = (broker: number, topic: string, partition: number) => number | null;

export async function replicaSizes(
  session: KafkaSession,
  topics: readonly TopicState[],
): Promise<ReplicaSizes> {
  const { brokers } = await session.metadata([]);
  const disks = await disksOf(
    session,
    brokers.map(({ id }) => id),
    topics,
  );
  const sizes = new Map(disks.map(({ broker, logDirs }) => [broker, sizesByPartition(logDirs)]));
  return (broker, topic, partition) => sizes.get(broker)?.get(partitionKey(topic, partition)) ?? null;
}

/** Of the replicas of one broker, by `partitionKey`. */
export function sizesByPartition(logDirs: readonly StoredLogDir[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { topic, partition, sizeBytes } of logDirs.flatMap(({ replicas }) => replicas)) {
    const key = partitionKey(topic, partition);
    // While a broker moves a replica to another of its own disks, it has two.
    sizes.set(key, Math.max(sizes.get(key) ?? 0, sizeBytes));
  }
  return sizes;
}
