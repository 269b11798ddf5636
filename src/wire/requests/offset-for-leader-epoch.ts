/** OffsetForLeaderEpoch: where the records of a leader's reign end. */
import { array, int16, int32, int64, string } from '../schema.js';
import { defineRequest } from '../schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_OffsetForLeaderEpoch (KIP-101, for consumers KIP-320), to the leader of each partition. */
export const offsetForLeaderEpoch = defineRequest({
  apiKey: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexibleSince: 4,
  request: {
    /** -1: a consumer; -2: does not say. */
    replicaId: int32().since(3).default(-2).ignorable(),
    topics: array({
      topic: string(),
      partitions: array({
        partition: int32(),
        currentLeaderEpoch: int32().default(-1),
        leaderEpoch: int32(),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32(),
    topics: array({
      topic: string(),
      partitions: array({
        errorCode: int16(),
        partition: int32(),
        leaderEpoch: int32(),
        endOffset: int64(),
      }),
    }),
  },
});
