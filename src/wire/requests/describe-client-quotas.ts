/** DescribeClientQuotas: limits on users, client ids and addresses. */
import { array, bool, float64, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** How a component is to match: this very name, the default entity, or any. */
export const quotaMatch = { exact: 0, default: 1, any: 2 } as const;

/** https://kafka.apache.org/protocol#The_Messages_DescribeClientQuotas (KIP-546). */
export const describeClientQuotas = defineRequest({
  apiKey: 48,
  name: 'DescribeClientQuotas',
  versions: [0, 1],
  flexibleSince: 1,
  request: {
    components: array({ entityType: string(), matchType: int8(), match: string().nullable() }),
    /** True: leave out entities with further components. */
    strict: bool().default(false),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable(),
    entries: array({
      /** A null name is the default entity. */
      entity: array({ entityType: string(), entityName: string().nullable() }),
      values: array({ key: string(), value: float64() }),
    }).nullable(),
  },
});
