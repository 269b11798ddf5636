/** ShareFetch: records acquired for a member of a share group, and acknowledgements of earlier ones (KIP-932). */
import { array, bool, int16, int32, int64, int8, records, string, struct, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** Partitions, and what becomes of records in them, in runs of offsets: `acknowledgeTypes` has one type for the whole run, or one for each offset. */
export const acknowledgedTopics = () =>
  array({
    topicId: uuid(),
    partitions: array({
      partitionIndex: int32(),
      acknowledgementBatches: array({
        firstOffset: int64(),
        lastOffset: int64(),
        acknowledgeTypes: array(int8()),
      }),
    }),
  });

/** Renew (KIP-1222) since version 2. */
export const acknowledgeType = { gap: 0, accept: 1, release: 2, reject: 3, renew: 4 } as const;

export const acquireMode = { batchOptimized: 0, recordLimit: 1 } as const;

export const leaderOfPartition = () => struct({ leaderId: int32(), leaderEpoch: int32() });

export const leaderAddresses = () =>
  array({ nodeId: int32(), host: string(), port: int32(), rack: string().nullable().default(null) });

/**
 * https://kafka.apache.org/protocol#The_Messages_ShareFetch, Kafka 4.1; version 2 (4.2) has the strict limit of KIP-1206 and renewals of
 * KIP-1222. `topics` names what is new in the session, and what is acknowledged; the session knows the rest. `records` may hold
 * more than what was acquired: only offsets in `acquiredRecords` are this member's.
 */
export const shareFetch = defineRequest({
  apiKey: 78,
  name: 'ShareFetch',
  versions: [1, 2],
  flexibleSince: 0,
  request: {
    groupId: string().nullable().default(null),
    memberId: string().nullable(),
    shareSessionEpoch: int32(),
    maxWaitMs: int32(),
    minBytes: int32(),
    maxBytes: int32().default(0x7fffffff),
    maxRecords: int32(),
    batchSize: int32(),
    shareAcquireMode: int8().since(2).default(acquireMode.batchOptimized).ignorable(),
    isRenewAck: bool().since(2).default(false),
    topics: acknowledgedTopics(),
    forgottenTopicsData: array({ topicId: uuid(), partitions: array(int32()) }),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable().default(null),
    acquisitionLockTimeoutMs: int32(),
    responses: array({
      topicId: uuid(),
      partitions: array({
        partitionIndex: int32(),
        errorCode: int16(),
        errorMessage: string().nullable().default(null),
        acknowledgeErrorCode: int16(),
        acknowledgeErrorMessage: string().nullable().default(null),
        currentLeader: leaderOfPartition(),
        records: records(),
        acquiredRecords: array({ firstOffset: int64(), lastOffset: int64(), deliveryCount: int16() }),
      }),
    }),
    nodeEndpoints: leaderAddresses(),
  },
});
