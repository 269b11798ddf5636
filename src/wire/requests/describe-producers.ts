/** DescribeProducers: the producers of a partition, and its open transactions. */
import { anyInt64, array, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DescribeProducers (KIP-664), to the leader of each partition. */
export const describeProducers = defineRequest({
  apiKey: 61,
  name: 'DescribeProducers',
  versions: [0, 0],
  flexibleSince: 0,
  request: {
    topics: array({ name: string(), partitionIndexes: array(int32()) }),
  },
  response: {
    throttleTimeMs: int32(),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        errorCode: int16(),
        errorMessage: string().nullable(),
        activeProducers: array({
          producerId: int64(),
          producerEpoch: int32(),
          lastSequence: int32(),
          lastTimestamp: anyInt64(),
          coordinatorEpoch: int32(),
          /** -1: no open transaction. */
          currentTxnStartOffset: int64(),
        }),
      }),
    }),
  },
});
