/** Produce: record batches to partitions that the broker leads. */
import { anyInt64, array, int16, int32, int64, records, string, struct } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

const leader = struct({ leaderId: int32().default(-1), leaderEpoch: int32().default(-1) });

/**
 * https://kafka.apache.org/protocol#The_Messages_Produce. `acks: 0` gets no response at all: the connection has to know. Version 12 says the same on the wire as
 * 11 but inside a transaction also promises the newer transaction protocol (KIP-890 part 2); 13 needs topic ids (KIP-516).
 */
export const produce = defineRequest({
  apiKey: 0,
  name: 'Produce',
  versions: [3, 11],
  flexibleSince: 9,
  request: {
    transactionalId: string().nullable().default(null),
    /** -1 all in-sync replicas, 1 the leader, 0 none. */
    acks: int16(),
    timeoutMs: int32(),
    topicData: array({
      name: string(),
      partitionData: array({ index: int32(), records: records().nullable() }),
    }),
  },
  response: {
    responses: array({
      name: string(),
      partitionResponses: array({
        index: int32(),
        errorCode: int16(),
        baseOffset: int64(),
        /** -1 unless the topic stamps the time of arrival. */
        logAppendTimeMs: anyInt64(),
        logStartOffset: int64().since(5).default(-1).ignorable(),
        recordErrors: array({
          batchIndex: int32(),
          batchIndexErrorMessage: string().nullable().default(null),
        })
          .since(8)
          .ignorable(),
        errorMessage: string().since(8).nullable().default(null).ignorable(),
        currentLeader: leader.since(10).tagged(0),
      }),
    }),
    throttleTimeMs: int32(),
    nodeEndpoints: array({ nodeId: int32(), host: string(), port: int32(), rack: string().nullable() })
      .since(10)
      .tagged(0),
  },
});
