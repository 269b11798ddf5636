/** ElectLeaders: give partitions back to their preferred leader, or to any replica. */
import { array, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** Unclean: a replica that was not in sync may lead, and lose records. */
export const electionType = { preferred: 0, unclean: 1 } as const;

/** https://kafka.apache.org/protocol#The_Messages_ElectLeaders (KIP-183, KIP-460), to the controller. Version 0 knows the preferred election only. */
export const electLeaders = defineRequest({
  apiKey: 43,
  name: 'ElectLeaders',
  versions: [0, 2],
  flexibleSince: 2,
  request: {
    electionType: int8().since(1).default(electionType.preferred),
    /** null: all partitions. */
    topicPartitions: array({ topic: string(), partitions: array(int32()) }).nullable(),
    timeoutMs: int32().default(60_000),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16().since(1),
    replicaElectionResults: array({
      topic: string(),
      partitionResult: array({ partitionId: int32(), errorCode: int16(), errorMessage: string().nullable() }),
    }),
  },
});
