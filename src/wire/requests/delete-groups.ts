/** DeleteGroups: groups without members to remove. */
import { array, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DeleteGroups (KIP-229), to the coordinator of each group. */
export const deleteGroups = defineRequest({
  apiKey: 42,
  name: 'DeleteGroups',
  versions: [0, 3],
  flexibleSince: 2,
  request: { groupsNames: array(string()) },
  response: {
    throttleTimeMs: int32(),
    results: array({
      groupId: string(),
      errorCode: int16(),
      errorMessage: string().since(3).nullable().default(null).ignorable(),
    }),
  },
});
