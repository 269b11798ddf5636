/** DescribeTopicPartitions: partitions page by page, with the replicas eligible to lead. */
import { array, bool, int16, int32, string, struct, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

const cursor = struct({ topicName: string(), partitionIndex: int32() });

/** https://kafka.apache.org/protocol#The_Messages_DescribeTopicPartitions (KIP-966). Not offered with ZooKeeper. */
export const describeTopicPartitions = defineRequest({
  apiKey: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexibleSince: 0,
  request: {
    topics: array({ name: string() }),
    responsePartitionLimit: int32().default(2000),
    /** Where the page before ended: its `nextCursor`. */
    cursor: cursor.nullable().default(null),
  },
  response: {
    throttleTimeMs: int32(),
    topics: array({
      errorCode: int16(),
      name: string().nullable(),
      topicId: uuid(),
      isInternal: bool(),
      partitions: array({
        errorCode: int16(),
        partitionIndex: int32(),
        leaderId: int32(),
        leaderEpoch: int32(),
        replicaNodes: array(int32()),
        isrNodes: array(int32()),
        eligibleLeaderReplicas: array(int32()).nullable(),
        lastKnownElr: array(int32()).nullable(),
        offlineReplicas: array(int32()),
      }),
      topicAuthorizedOperations: int32(),
    }),
    nextCursor: cursor.nullable().default(null),
  },
});
