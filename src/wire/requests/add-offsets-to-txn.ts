/** AddOffsetsToTxn: a group whose offsets a transaction is going to commit. */
import { int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_AddOffsetsToTxn (KIP-98), to the transaction's coordinator. Version 4 only adds an error of the newer transaction
 * protocol (KIP-890).
 */
export const addOffsetsToTxn = defineRequest({
  apiKey: 25,
  name: 'AddOffsetsToTxn',
  versions: [0, 3],
  flexibleSince: 3,
  request: { transactionalId: string(), producerId: int64(), producerEpoch: int16(), groupId: string() },
  response: { throttleTimeMs: int32(), errorCode: int16() },
});
