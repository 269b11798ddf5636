/** CreatePartitions: more partitions for topics that exist. */
import { array, bool, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_CreatePartitions (KIP-195). `count` is the new total. */
export const createPartitions = defineRequest({
  apiKey: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexibleSince: 2,
  request: {
    topics: array({
      name: string(),
      count: int32(),
      /** Brokers of each new partition; null leaves the choice to the controller. */
      assignments: array({ brokerIds: array(int32()) })
        .nullable()
        .default(null),
    }),
    timeoutMs: int32().default(60_000),
    validateOnly: bool().default(false),
  },
  response: {
    throttleTimeMs: int32(),
    results: array({ name: string(), errorCode: int16(), errorMessage: string().nullable() }),
  },
});
