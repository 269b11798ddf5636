/** DeleteRecords: cut off the beginning of partitions. */
import { array, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DeleteRecords (KIP-107), to the leader of each partition. `offset` -1 is the high watermark. */
export const deleteRecords = defineRequest({
  apiKey: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexibleSince: 2,
  request: {
    topics: array({
      name: string(),
      partitions: array({ partitionIndex: int32(), offset: int64() }),
    }),
    timeoutMs: int32().default(60_000),
  },
  response: {
    throttleTimeMs: int32(),
    topics: array({
      name: string(),
      partitions: array({ partitionIndex: int32(), lowWatermark: int64(), errorCode: int16() }),
    }),
  },
});
