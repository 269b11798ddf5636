/** OffsetFetch: the offsets that groups have stored. */
import { anyInt64, array, bool, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_OffsetFetch, to the group's coordinator. Up to version 7 one group at the top level, from 8 (Kafka 3.0, KIP-709) many
 * in `groups`; `maxVersion: 7` asks in the older shape, which every broker speaks. Topics null asks for all of them (version 2).
 * Offset -1 means none stored. Version 10 (Kafka 4.1) has topic ids in place of names (KIP-848).
 */
export const offsetFetch = defineRequest({
  apiKey: 9,
  name: 'OffsetFetch',
  versions: [1, 9],
  flexibleSince: 6,
  request: {
    groupId: string().until(7).default(''),
    topics: array({ name: string(), partitionIndexes: array(int32()) })
      .until(7)
      .nullable(2)
      .default([]),
    groups: array({
      groupId: string(),
      memberId: string().since(9).nullable().default(null).ignorable(),
      memberEpoch: int32().since(9).default(-1).ignorable(),
      topics: array({ name: string(), partitionIndexes: array(int32()) })
        .nullable()
        .default(null),
    })
      .since(8)
      .default([]),
    requireStable: bool().since(7).default(false),
  },
  response: {
    throttleTimeMs: int32().since(3).ignorable(),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        committedOffset: anyInt64(),
        committedLeaderEpoch: int32().since(5).default(-1).ignorable(),
        metadata: string().nullable(),
        errorCode: int16(),
      }),
    }).until(7),
    errorCode: int16().since(2).until(7).default(0).ignorable(),
    groups: array({
      groupId: string(),
      topics: array({
        name: string(),
        partitions: array({
          partitionIndex: int32(),
          committedOffset: anyInt64(),
          committedLeaderEpoch: int32(),
          metadata: string().nullable(),
          errorCode: int16(),
        }),
      }),
      errorCode: int16(),
    }).since(8),
  },
});
