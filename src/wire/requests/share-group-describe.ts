/** ShareGroupDescribe: state and members of share groups. */
import { array, bool, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';
import { assignment } from './consumer-group-describe.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_ShareGroupDescribe (KIP-932), to the group's coordinator. Version 0 was that of
 * Kafka 4.0, for early access only.
 */
export const shareGroupDescribe = defineRequest({
  apiKey: 77,
  name: 'ShareGroupDescribe',
  versions: [1, 1],
  flexibleSince: 0,
  request: {
    groupIds: array(string()),
    includeAuthorizedOperations: bool().default(false),
  },
  response: {
    throttleTimeMs: int32(),
    groups: array({
      errorCode: int16(),
      errorMessage: string().nullable(),
      groupId: string(),
      groupState: string(),
      groupEpoch: int32(),
      assignmentEpoch: int32(),
      assignorName: string(),
      members: array({
        memberId: string(),
        rackId: string().nullable(),
        memberEpoch: int32(),
        clientId: string(),
        clientHost: string(),
        subscribedTopicNames: array(string()),
        assignment,
      }),
      authorizedOperations: int32(),
    }),
  },
});
