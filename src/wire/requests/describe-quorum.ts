/** DescribeQuorum: the real controller of a KRaft cluster, its voters, and their lag. */
import { anyInt64, array, int16, int32, int64, string, uint16, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

const replica = {
  replicaId: int32(),
  replicaDirectoryId: uuid().since(2),
  logEndOffset: int64(),
  lastFetchTimestamp: anyInt64().since(1).default(-1).ignorable(),
  lastCaughtUpTimestamp: anyInt64().since(1).default(-1).ignorable(),
};

/** The one partition there is to ask about. */
export const clusterMetadataTopic = '__cluster_metadata';

/** https://kafka.apache.org/protocol#The_Messages_DescribeQuorum (KIP-595, KIP-836, KIP-853). Not offered with ZooKeeper. */
export const describeQuorum = defineRequest({
  apiKey: 55,
  name: 'DescribeQuorum',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    topics: array({ topicName: string(), partitions: array({ partitionIndex: int32() }) }),
  },
  response: {
    errorCode: int16(),
    errorMessage: string().since(2).nullable().ignorable(),
    topics: array({
      topicName: string(),
      partitions: array({
        partitionIndex: int32(),
        errorCode: int16(),
        errorMessage: string().since(2).nullable().ignorable(),
        leaderId: int32(),
        leaderEpoch: int32(),
        highWatermark: int64(),
        currentVoters: array(replica),
        observers: array(replica),
      }),
    }),
    nodes: array({
      nodeId: int32(),
      listeners: array({ name: string(), host: string(), port: uint16() }),
    }).since(2),
  },
});
