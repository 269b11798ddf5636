/** WriteTxnMarkers: end a transaction in single partitions, past its coordinator. */
import { array, bool, int16, int32, int64, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_WriteTxnMarkers (KIP-98; for administrators KIP-664), to the leader of each partition. */
export const writeTxnMarkers = defineRequest({
  apiKey: 27,
  name: 'WriteTxnMarkers',
  versions: [0, 2],
  flexibleSince: 1,
  request: {
    markers: array({
      producerId: int64(),
      producerEpoch: int16(),
      /** True commits. */
      transactionResult: bool(),
      topics: array({ name: string(), partitionIndexes: array(int32()) }),
      coordinatorEpoch: int32(),
      /** KIP-1228. From 2 on, the epoch has to be newer than the producer's last; administrators abort with that same one, so 0. */
      transactionVersion: int8().since(2).default(0).ignorable(),
    }),
  },
  response: {
    markers: array({
      producerId: int64(),
      topics: array({ name: string(), partitions: array({ partitionIndex: int32(), errorCode: int16() }) }),
    }),
  },
});
