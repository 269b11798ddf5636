/** ShareAcknowledge: what becomes of records that a member of a share group acquired (KIP-932), without fetching more. */
import { array, bool, int16, int32, string, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';
import { acknowledgedTopics, leaderAddresses, leaderOfPartition } from './share-fetch.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_ShareAcknowledge, Kafka 4.1; renewals since version 2 (4.2, KIP-1222). Epoch -1 closes
 * the share session, which gives back whatever of it is still acquired.
 */
export const shareAcknowledge = defineRequest({
  apiKey: 79,
  name: 'ShareAcknowledge',
  versions: [1, 2],
  flexibleSince: 0,
  request: {
    groupId: string().nullable().default(null),
    memberId: string().nullable(),
    shareSessionEpoch: int32(),
    isRenewAck: bool().since(2).default(false),
    topics: acknowledgedTopics(),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable().default(null),
    acquisitionLockTimeoutMs: int32().since(2).ignorable(),
    responses: array({
      topicId: uuid(),
      partitions: array({
        partitionIndex: int32(),
        errorCode: int16(),
        errorMessage: string().nullable().default(null),
        currentLeader: leaderOfPartition(),
      }),
    }),
    nodeEndpoints: leaderAddresses(),
  },
});
