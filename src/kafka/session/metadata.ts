/** A cluster's metadata: brokers, topics, partitions. Partitions without a leader are data, not errors. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { describeQuorum } from '../../wire/requests/describe-quorum.js';
import { listPartitionReassignments } from '../../wire/requests/list-partition-reassignments.js';
import { metadata } from '../../wire/requests/metadata.js';
import { zeroUuid } from '../../wire/protocol/schema.js';
import { send, type SendOptions } from '../../wire/protocol/send.js';

export interface BrokerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface PartitionState {
  readonly partition: number;
  /** Broker id; null while there is none. */
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  /** In-sync replicas. */
  readonly isr: readonly number[];
  /** Replicas on brokers that are down or whose disk failed. */
  readonly offlineReplicas: readonly number[];
}

export interface TopicState {
  readonly name: string;
  /** Another one if the topic is deleted and created again; null before Kafka 2.8 and for a topic that does not exist. */
  readonly id: string | null;
  /** 0 if the topic exists; otherwise the broker's error code, usually UNKNOWN_TOPIC_OR_PARTITION. */
  readonly errorCode: number;
  readonly isInternal: boolean;
  /** In the order of their numbers. */
  readonly partitions: readonly PartitionState[];
}

export interface ClusterMetadata {
  readonly clusterId: string | null;
  /** Under ZooKeeper the controller; under KRaft any live broker (`activeController` knows the real one). Null while there is none. */
  readonly controllerId: number | null;
  readonly brokers: readonly BrokerAddress[];
  readonly topics: readonly TopicState[];
}

/** `topics: null` asks for all of them, `[]` for none. Never creates a topic. */
export async function fetchMetadata(
  connection: WireConnection,
  topics: readonly string[] | null,
  options: SendOptions = {},
): Promise<ClusterMetadata> {
  const named = topics?.map((name) => ({ name })) ?? null;
  const response = await send(
    connection,
    metadata,
    { topics: named, allowAutoTopicCreation: false },
    options,
  );
  return {
    clusterId: response.clusterId,
    controllerId: idOrNull(response.controllerId),
    brokers: response.brokers
      .map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack }))
      .sort((one, other) => one.id - other.id),
    topics: response.topics.map((topic) => ({
      name: topic.name ?? '',
      id: topic.topicId === zeroUuid ? null : topic.topicId,
      errorCode: topic.errorCode,
      isInternal: topic.isInternal,
      partitions: topic.partitions
        .map((partition) => ({
          partition: partition.partitionIndex,
          leader: idOrNull(partition.leaderId),
          leaderEpoch: partition.leaderEpoch,
          replicas: partition.replicaNodes,
          isr: partition.isrNodes,
          offlineReplicas: partition.offlineReplicas,
        }))
        .sort((one, other) => one.partition - other.partition),
    })),
  };
}

/**
 * Under ZooKeeper a broker listens before the controller has told it of the cluster: it names no broker then, not even itself, and
 * says of each topic that there is none, for as long as no controller is elected.
 */
export function knowsItsCluster({ brokers }: ClusterMetadata): boolean {
  return brokers.length > 0;
}

/** The error if it stays so. */
export function knowsNothingYet(address: string): LabError {
  return new LabError(
    'unreachable',
    `The broker at ${address} knows nothing of its cluster yet: no broker and no topic.`,
    {
      hint: 'It has just started, or the cluster has no controller: try again in some seconds, or ask another broker with -b HOST:PORT',
    },
  );
}

/** Under ZooKeeper a controller that takes office tells the brokers of each other first, and of topics when it has read them all. */
export function tellsOfTopicsLater({ apiVersions }: WireConnection): boolean {
  return apiVersions.has(listPartitionReassignments.apiKey) && !apiVersions.has(describeQuorum.apiKey);
}

/** Its controller does one thing after the other: when it answers this, it has taken office. */
export async function untilInOffice(controller: WireConnection): Promise<void> {
  await send(controller, listPartitionReassignments, { topics: [] });
}

function idOrNull(id: number): number | null {
  return id < 0 ? null : id;
}
