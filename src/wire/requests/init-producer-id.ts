/** InitProducerId: a producer id and epoch, for idempotence and transactions. */
import { int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_InitProducerId (KIP-98; bumping a known epoch KIP-360). Version 6 is not final (KIP-939). */
export const initProducerId = defineRequest({
  apiKey: 22,
  name: 'InitProducerId',
  versions: [0, 5],
  flexibleSince: 2,
  request: {
    transactionalId: string().nullable(),
    transactionTimeoutMs: int32(),
    producerId: int64().since(3).default(-1),
    producerEpoch: int16().since(3).default(-1),
  },
  response: { throttleTimeMs: int32(), errorCode: int16(), producerId: int64(), producerEpoch: int16() },
});
