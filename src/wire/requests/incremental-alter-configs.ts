/** IncrementalAlterConfigs: change single settings and leave the others alone. */
import { array, bool, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

export const configOperation = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

/** https://kafka.apache.org/protocol#The_Messages_IncrementalAlterConfigs (KIP-339). Resource types are those of DescribeConfigs. */
export const incrementalAlterConfigs = defineRequest({
  apiKey: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexibleSince: 1,
  request: {
    resources: array({
      resourceType: int8(),
      resourceName: string(),
      configs: array({ name: string(), configOperation: int8(), value: string().nullable() }),
    }),
    validateOnly: bool().default(false),
  },
  response: {
    throttleTimeMs: int32(),
    responses: array({
      errorCode: int16(),
      errorMessage: string().nullable(),
      resourceType: int8(),
      resourceName: string(),
    }),
  },
});
