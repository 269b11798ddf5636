/** Cluster metadata made of plain values, and a broker that returns it. */
import type { ClusterMetadata, PartitionState, TopicState } from '../../kafka/session/metadata.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { zeroUuid } from '../../wire/protocol/schema.js';
import { metadata } from '../../wire/requests/metadata.js';
import type { ScriptedBroker } from './scripted-broker.js';

/** `describe` is called for each request. Unless it names brokers, there is this one. */
export function answersMetadata(broker: ScriptedBroker, describe: () => Partial<ClusterMetadata>): void {
  const itself = { id: broker.nodeId, host: '127.0.0.1', port: 1, rack: null };
  broker.on(metadata, ({ topics: asked }) => {
    const { clusterId = 'fake', controllerId = 1, brokers = [itself], topics = [] } = describe();
    const told = asked === null ? topics : asked.map(({ name }) => topicNamed(topics, name ?? ''));
    return {
      throttleTimeMs: 0,
      brokers: brokers.map(({ id, ...address }) => ({ nodeId: id, ...address })),
      clusterId,
      controllerId: controllerId ?? -1,
      topics: told.map(({ partitions, id, ...topic }) => ({
        ...topic,
        topicId: id ?? zeroUuid,
        partitions: partitions.map((state) => ({
          errorCode: state.leader === null ? errorCodeNamed('LEADER_NOT_AVAILABLE') : 0,
          partitionIndex: state.partition,
          leaderId: state.leader ?? -1,
          leaderEpoch: state.leaderEpoch,
          replicaNodes: [...state.replicas],
          isrNodes: [...state.isr],
          offlineReplicas: [...state.offlineReplicas],
        })),
      })),
      errorCode: 0,
    };
  });
}

function topicNamed(topics: readonly TopicState[], name: string): TopicState {
  const unknown = { ...topicState(name, []), errorCode: errorCodeNamed('UNKNOWN_TOPIC_OR_PARTITION') };
  return topics.find((topic) => topic.name === name) ?? unknown;
}

export function topicState(
  name: string,
  partitions: readonly PartitionState[],
  isInternal = false,
  id: string | null = null,
): TopicState {
  return { name, id, errorCode: 0, isInternal, partitions };
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
