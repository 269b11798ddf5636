/** TxnOffsetCommit: store the offsets of a group if a transaction is committed. */
import { anyInt64, array, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_TxnOffsetCommit (KIP-98), to the group's coordinator, after AddOffsetsToTxn. Version 3 names a member of the group
 * (KIP-447); this client commits from outside, for groups without members.
 */
export const txnOffsetCommit = defineRequest({
  apiKey: 28,
  name: 'TxnOffsetCommit',
  versions: [0, 2],
  flexibleSince: 3,
  request: {
    transactionalId: string(),
    groupId: string(),
    producerId: int64(),
    producerEpoch: int16(),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        committedOffset: anyInt64(),
        committedLeaderEpoch: int32().since(2).default(-1).ignorable(),
        committedMetadata: string().nullable().default(null),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32(),
    topics: array({
      name: string(),
      partitions: array({ partitionIndex: int32(), errorCode: int16() }),
    }),
  },
});
