/** DescribeGroups: state and members of classic groups. */
import { array, bool, bytes, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_DescribeGroups, to the group's coordinator. An unknown group and one of the newer protocol (KIP-848) both read as
 * state "Dead" up to version 5; 6 says GROUP_ID_NOT_FOUND and why (KIP-1043).
 */
export const describeGroups = defineRequest({
  apiKey: 15,
  name: 'DescribeGroups',
  versions: [0, 6],
  flexibleSince: 5,
  request: {
    groups: array(string()),
    includeAuthorizedOperations: bool().since(3).default(false),
  },
  response: {
    throttleTimeMs: int32().since(1).ignorable(),
    groups: array({
      errorCode: int16(),
      errorMessage: string().since(6).nullable().default(null),
      groupId: string(),
      groupState: string(),
      protocolType: string(),
      protocolData: string(),
      members: array({
        memberId: string(),
        groupInstanceId: string().since(4).nullable().default(null).ignorable(),
        clientId: string(),
        clientHost: string(),
        memberMetadata: bytes(),
        memberAssignment: bytes(),
      }),
      authorizedOperations: int32().since(3).default(-0x80000000),
    }),
  },
});
