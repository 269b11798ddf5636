/** ShareGroupHeartbeat: membership in a share group (KIP-932). */
import { array, int16, int32, string, struct, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_ShareGroupHeartbeat, Kafka 4.1; version 0 was in the preview of 4.0 alone. The member
 * chooses its own id, a uuid. Epoch 0 joins, -1 leaves. `assignment` is null if it has not changed.
 */
export const shareGroupHeartbeat = defineRequest({
  apiKey: 76,
  name: 'ShareGroupHeartbeat',
  versions: [1, 1],
  flexibleSince: 0,
  request: {
    groupId: string(),
    memberId: string(),
    memberEpoch: int32(),
    rackId: string().nullable().default(null),
    subscribedTopicNames: array(string()).nullable().default(null),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable().default(null),
    memberId: string().nullable().default(null),
    memberEpoch: int32(),
    heartbeatIntervalMs: int32(),
    assignment: struct({ topicPartitions: array({ topicId: uuid(), partitions: array(int32()) }) })
      .nullable()
      .default(null),
  },
});
