/** DescribeAcls: the access rules that match a filter. */
import { array, int16, int32, int8, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DescribeAcls (KIP-140, patterns KIP-290). Numbers: `acl-enums.ts`; null matches any name. */
export const describeAcls = defineRequest({
  apiKey: 29,
  name: 'DescribeAcls',
  versions: [1, 3],
  flexibleSince: 2,
  request: {
    resourceTypeFilter: int8(),
    resourceNameFilter: string().nullable(),
    patternTypeFilter: int8(),
    principalFilter: string().nullable(),
    hostFilter: string().nullable(),
    operation: int8(),
    permissionType: int8(),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable(),
    resources: array({
      resourceType: int8(),
      resourceName: string(),
      patternType: int8(),
      acls: array({ principal: string(), host: string(), operation: int8(), permissionType: int8() }),
    }),
  },
});
