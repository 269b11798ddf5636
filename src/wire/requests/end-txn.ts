/** EndTxn: commit or abort a transaction. */
import { bool, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_EndTxn (KIP-98). Version 5 belongs to the newer transaction protocol (KIP-890 part 2), which also changes how a
 * producer has to write; 4 is right for one that names its partitions first.
 */
export const endTxn = defineRequest({
  apiKey: 26,
  name: 'EndTxn',
  versions: [0, 4],
  flexibleSince: 3,
  request: { transactionalId: string(), producerId: int64(), producerEpoch: int16(), committed: bool() },
  response: { throttleTimeMs: int32(), errorCode: int16() },
});
