/** CreateTopics: new topics, or a check of what would be created. */
import { array, bool, int16, int32, int8, string, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_CreateTopics. `numPartitions` and `replicationFactor` -1 mean the broker's default from version 4 on (KIP-464), and
 * always where `assignments` says it all; the answer tells what was really created from version 5 on (KIP-525).
 */
export const createTopics = defineRequest({
  apiKey: 19,
  name: 'CreateTopics',
  versions: [2, 7],
  flexibleSince: 5,
  request: {
    topics: array({
      name: string(),
      numPartitions: int32().default(-1),
      replicationFactor: int16().default(-1),
      assignments: array({ partitionIndex: int32(), brokerIds: array(int32()) }).default([]),
      configs: array({ name: string(), value: string().nullable() }).default([]),
    }),
    timeoutMs: int32().default(60_000),
    validateOnly: bool().default(false),
  },
  response: {
    throttleTimeMs: int32(),
    topics: array({
      name: string(),
      topicId: uuid().since(7).ignorable(),
      errorCode: int16(),
      errorMessage: string().nullable(),
      /** Not 0 when the caller may not see the configs. */
      topicConfigErrorCode: int16().since(5).tagged(0).ignorable(),
      numPartitions: int32().since(5).default(-1).ignorable(),
      replicationFactor: int16().since(5).default(-1).ignorable(),
      configs: array({
        name: string(),
        value: string().nullable(),
        readOnly: bool(),
        configSource: int8(),
        isSensitive: bool(),
      })
        .since(5)
        .nullable()
        .ignorable(),
    }),
  },
});
