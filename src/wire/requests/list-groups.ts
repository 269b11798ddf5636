/** ListGroups: the groups that a broker coordinates, with state and type. */
import { array, int16, int32, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_ListGroups, to every broker. States since version 4 (KIP-518), types since 5 (KIP-848). */
export const listGroups = defineRequest({
  apiKey: 16,
  name: 'ListGroups',
  versions: [0, 5],
  flexibleSince: 3,
  request: {
    /** Empty: all. */
    statesFilter: array(string()).since(4).default([]),
    typesFilter: array(string()).since(5).default([]),
  },
  response: {
    throttleTimeMs: int32().since(1).ignorable(),
    errorCode: int16(),
    groups: array({
      groupId: string(),
      protocolType: string(),
      groupState: string().since(4).ignorable(),
      groupType: string().since(5).ignorable(),
    }),
  },
});
