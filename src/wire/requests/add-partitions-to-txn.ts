/** AddPartitionsToTxn: partitions that a transaction is going to write. */
import { array, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

const topics = array({ name: string(), partitions: array(int32()) });

/** https://kafka.apache.org/protocol#The_Messages_AddPartitionsToTxn (KIP-98). Versions 4 and up are spoken between brokers only (KIP-890). */
export const addPartitionsToTxn = defineRequest({
  apiKey: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 3],
  flexibleSince: 3,
  request: {
    v3AndBelowTransactionalId: string(),
    v3AndBelowProducerId: int64(),
    v3AndBelowProducerEpoch: int16(),
    v3AndBelowTopics: topics,
  },
  response: {
    throttleTimeMs: int32(),
    resultsByTopicV3AndBelow: array({
      name: string(),
      resultsByPartition: array({ partitionIndex: int32(), partitionErrorCode: int16() }),
    }),
  },
});
