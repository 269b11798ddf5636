/** Metadata: brokers, topics, and the leader of each partition. */
import { array, bool, int16, int32, string, uuid, zeroUuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** What a broker that was not asked for authorized operations answers. */
const operationsNotAsked = -0x80000000;

/**
 * https://kafka.apache.org/protocol#The_Messages_Metadata. `topics: null` asks for all topics, `[]` for none.
 * Begins at version 4, the first that can say "do not create what I ask about".
 */
export const metadata = defineRequest({
  apiKey: 3,
  name: 'Metadata',
  versions: [4, 13],
  flexibleSince: 9,
  request: {
    topics: array({
      topicId: uuid().since(10).default(zeroUuid).ignorable(),
      name: string().nullable(10),
    }).nullable(),
    /** Named by every caller on purpose: a wrong guess creates topics. */
    allowAutoTopicCreation: bool(),
    includeClusterAuthorizedOperations: bool().since(8).until(10).default(false),
    includeTopicAuthorizedOperations: bool().since(8).default(false),
  },
  response: {
    throttleTimeMs: int32(),
    brokers: array({ nodeId: int32(), host: string(), port: int32(), rack: string().nullable() }),
    clusterId: string().nullable(),
    /** Under KRaft any live broker, not the controller. */
    controllerId: int32(),
    topics: array({
      errorCode: int16(),
      name: string().nullable(12),
      topicId: uuid().since(10).ignorable(),
      isInternal: bool(),
      partitions: array({
        errorCode: int16(),
        partitionIndex: int32(),
        leaderId: int32(),
        leaderEpoch: int32().since(7).default(-1).ignorable(),
        replicaNodes: array(int32()),
        isrNodes: array(int32()),
        offlineReplicas: array(int32()).since(5).ignorable(),
      }),
      topicAuthorizedOperations: int32().since(8).default(operationsNotAsked),
    }),
    clusterAuthorizedOperations: int32().since(8).until(10).default(operationsNotAsked),
    /** 4.x: REBOOTSTRAP_REQUIRED (KIP-1102). */
    errorCode: int16().since(13).ignorable(),
  },
});
