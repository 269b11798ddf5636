/** Fetch: record batches from partitions that the broker leads. */
import {
  array,
  int16,
  int32,
  int64,
  int8,
  records,
  string,
  struct,
  uuid,
  zeroUuid,
} from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_Fetch. Version 13 (Kafka 3.1) has topic ids instead of names (KIP-516):
 * a topic that was deleted and created again is another one. Versions after it are for replicas.
 * Sessions (KIP-227) are off by default: id 0, epoch -1.
 */
export const fetch = defineRequest({
  apiKey: 1,
  name: 'Fetch',
  versions: [4, 13],
  flexibleSince: 12,
  request: {
    clusterId: string().since(12).nullable().default(null).tagged(0).ignorable(),
    replicaId: int32().default(-1),
    maxWaitMs: int32(),
    minBytes: int32(),
    maxBytes: int32().default(0x7fffffff),
    /** 0 read uncommitted, 1 read committed. */
    isolationLevel: int8().default(0),
    sessionId: int32().since(7).default(0).ignorable(),
    sessionEpoch: int32().since(7).default(-1).ignorable(),
    topics: array({
      topic: string().until(12).default('').ignorable(),
      topicId: uuid().since(13).default(zeroUuid).ignorable(),
      partitions: array({
        partition: int32(),
        currentLeaderEpoch: int32().since(9).default(-1).ignorable(),
        fetchOffset: int64(),
        lastFetchedEpoch: int32().since(12).default(-1),
        logStartOffset: int64().since(5).default(-1).ignorable(),
        partitionMaxBytes: int32(),
      }),
    }),
    forgottenTopicsData: array({
      topic: string().until(12).default('').ignorable(),
      topicId: uuid().since(13).default(zeroUuid).ignorable(),
      partitions: array(int32()),
    })
      .since(7)
      .default([]),
    rackId: string().since(11).default('').ignorable(),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16().since(7).ignorable(),
    sessionId: int32().since(7).default(0),
    responses: array({
      topic: string().until(12).default('').ignorable(),
      topicId: uuid().since(13).default(zeroUuid).ignorable(),
      partitions: array({
        partitionIndex: int32(),
        errorCode: int16(),
        highWatermark: int64(),
        lastStableOffset: int64(),
        logStartOffset: int64().since(5).default(-1).ignorable(),
        divergingEpoch: struct({ epoch: int32().default(-1), endOffset: int64().default(-1) })
          .since(12)
          .tagged(0),
        currentLeader: struct({ leaderId: int32().default(-1), leaderEpoch: int32().default(-1) })
          .since(12)
          .tagged(1),
        snapshotId: struct({ endOffset: int64().default(-1), epoch: int32().default(-1) })
          .since(12)
          .tagged(2),
        abortedTransactions: array({ producerId: int64(), firstOffset: int64() }).nullable(),
        preferredReadReplica: int32().since(11).default(-1),
        records: records().nullable(),
      }),
    }),
  },
});
