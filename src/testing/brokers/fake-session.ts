/** A session that knows one answer, for what works on metadata alone; its brokers, which have a ZooKeeper, answer nothing else. */
import type { KafkaSession } from '../../kafka/session/session.js';
import type { ClusterMetadata, PartitionState, TopicState } from '../../kafka/session/metadata.js';
import { LabError } from '../../text/errors.js';

export function fakeSession(metadata: Partial<ClusterMetadata>): KafkaSession {
  const all: ClusterMetadata = { clusterId: 'fake', controllerId: 1, brokers: [], topics: [], ...metadata };
  const noBroker = () => Promise.reject(new LabError('unreachable', 'a fake cluster has no brokers'));
  return {
    target: { bootstrapServers: [], origin: 'a test' },
    settings: { timeoutMs: 1000, signal: new AbortController().signal },
    anyBroker: () =>
      Promise.resolve({ nodeId: 1, address: 'fake:9092', apiVersions: new Map(), send: noBroker }),
    broker: noBroker,
    metadata: (names) =>
      Promise.resolve({
        ...all,
        topics: names === null ? all.topics : names.map((name) => topicNamed(all, name)),
      }),
    close: () => Promise.resolve(),
  };
}

function topicNamed({ topics }: ClusterMetadata, name: string): TopicState {
  const unknownTopicOrPartition = 3;
  return (
    topics.find((topic) => topic.name === name) ?? {
      name,
      errorCode: unknownTopicOrPartition,
      isInternal: false,
      partitions: [],
    }
  );
}

export function topicState(
  name: string,
  partitions: readonly PartitionState[],
  isInternal = false,
): TopicState {
  return { name, errorCode: 0, isInternal, partitions };
}

export function partitionState(
  partition: number,
  replicas: readonly number[],
  rest: Partial<PartitionState> = {},
): PartitionState {
  return {
    partition,
    leader: replicas[0] ?? null,
    leaderEpoch: 0,
    replicas,
    isr: replicas,
    offlineReplicas: [],
    ...rest,
  };
}
