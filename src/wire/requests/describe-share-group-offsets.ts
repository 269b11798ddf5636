/** DescribeShareGroupOffsets: where share groups begin in each partition, and how far they are behind. */
import { array, int16, int32, int64, string, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DescribeShareGroupOffsets (KIP-932), to the group's coordinator. */
export const describeShareGroupOffsets = defineRequest({
  apiKey: 90,
  name: 'DescribeShareGroupOffsets',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    groups: array({
      groupId: string(),
      /** null: every partition that the group has. */
      topics: array({ topicName: string(), partitions: array(int32()) }).nullable(),
    }),
  },
  response: {
    throttleTimeMs: int32(),
    groups: array({
      groupId: string(),
      topics: array({
        topicName: string(),
        topicId: uuid(),
        partitions: array({
          partitionIndex: int32(),
          /** -1: the group has not read there yet. */
          startOffset: int64(),
          leaderEpoch: int32(),
          /** Records from the start offset on that are neither acknowledged nor archived (KIP-1226); -1 if that is unknown. */
          lag: int64().since(1).default(-1).ignorable(),
          errorCode: int16(),
          errorMessage: string().nullable(),
        }),
      }),
      errorCode: int16(),
      errorMessage: string().nullable(),
    }),
  },
});
