/** ListTransactions: the transactions that a broker coordinates. */
import { array, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_ListTransactions (KIP-664, duration KIP-994, pattern KIP-1152), to every broker. */
export const listTransactions = defineRequest({
  apiKey: 66,
  name: 'ListTransactions',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    /** Empty: all. */
    stateFilters: array(string()).default([]),
    producerIdFilters: array(int64()).default([]),
    /** Milliseconds that it has to have run; -1 any. */
    durationFilter: int64().since(1).default(-1),
    transactionalIdPattern: string().since(2).nullable().default(null),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    unknownStateFilters: array(string()),
    transactionStates: array({ transactionalId: string(), producerId: int64(), transactionState: string() }),
  },
});
