/** AlterPartitionReassignments: move replicas to other brokers, or cancel that. */
import { array, bool, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_AlterPartitionReassignments (KIP-455), to the controller. */
export const alterPartitionReassignments = defineRequest({
  apiKey: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 1],
  flexibleSince: 0,
  request: {
    timeoutMs: int32().default(60_000),
    allowReplicationFactorChange: bool().since(1).default(true),
    topics: array({
      name: string(),
      partitions: array({
        partitionIndex: int32(),
        /** null cancels the reassignment in progress. */
        replicas: array(int32()).nullable(),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32(),
    allowReplicationFactorChange: bool().since(1).default(true).ignorable(),
    errorCode: int16(),
    errorMessage: string().nullable(),
    responses: array({
      name: string(),
      partitions: array({ partitionIndex: int32(), errorCode: int16(), errorMessage: string().nullable() }),
    }),
  },
});
