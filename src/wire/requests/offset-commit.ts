/** OffsetCommit: store the offsets of a group. */
import { anyInt64, array, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_OffsetCommit, to the group's coordinator. With generation -1 and an empty member id it sets the offsets of a group
 * without members, and no join is needed. Version 10 (Kafka 4.1) has topic ids in place of names (KIP-848).
 */
export const offsetCommit = defineRequest({
  apiKey: 8,
  name: 'OffsetCommit',
  versions: [2, 9],
  flexibleSince: 8,
  request: {
    groupId: string(),
    generationIdOrMemberEpoch: int32().default(-1),
    memberId: string().default(''),
    groupInstanceId: string().since(7).nullable().default(null),
    /** -1: the broker's offsets.retention.minutes. */
    retentionTimeMs: int64().until(4).default(-1).ignorable(),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        committedOffset: anyInt64(),
        committedLeaderEpoch: int32().since(6).default(-1).ignorable(),
        committedMetadata: string().nullable().default(null),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32().since(3).ignorable(),
    topics: array({
      name: string(),
      partitions: array({ partitionIndex: int32(), errorCode: int16() }),
    }),
  },
});
