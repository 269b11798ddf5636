/** AlterClientQuotas: set or remove limits on users, client ids and addresses. */
import { array, bool, float64, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

const entity = array({ entityType: string(), entityName: string().nullable() });

/** https://kafka.apache.org/protocol#The_Messages_AlterClientQuotas (KIP-546). A null name is the default entity. */
export const alterClientQuotas = defineRequest({
  apiKey: 49,
  name: 'AlterClientQuotas',
  versions: [0, 1],
  flexibleSince: 1,
  request: {
    entries: array({ entity, ops: array({ key: string(), value: float64(), remove: bool() }) }),
    validateOnly: bool().default(false),
  },
  response: {
    throttleTimeMs: int32(),
    entries: array({ errorCode: int16(), errorMessage: string().nullable(), entity }),
  },
});
