/** ConsumerGroupDescribe: state and members of groups of the newer protocol. */
import { array, bool, int16, int32, int8, string, struct, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** Of a member, in groups whose coordinator assigns partitions. */
export const assignment = struct({
  topicPartitions: array({ topicId: uuid(), topicName: string(), partitions: array(int32()) }),
});

/** https://kafka.apache.org/protocol#The_Messages_ConsumerGroupDescribe (KIP-848), to the group's coordinator. */
export const consumerGroupDescribe = defineRequest({
  apiKey: 69,
  name: 'ConsumerGroupDescribe',
  versions: [0, 1],
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
        instanceId: string().nullable(),
        rackId: string().nullable(),
        memberEpoch: int32(),
        clientId: string(),
        clientHost: string(),
        subscribedTopicNames: array(string()),
        subscribedTopicRegex: string().nullable(),
        assignment,
        targetAssignment: assignment,
        /** -1 unknown, 0 a classic member, 1 one of the newer protocol. */
        memberType: int8().since(1).default(-1).ignorable(),
      }),
      authorizedOperations: int32(),
    }),
  },
});
