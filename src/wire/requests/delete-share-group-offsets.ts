/** DeleteShareGroupOffsets: what a share group without members knows of whole topics is forgotten. */
import { array, int16, int32, string, uuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/** https://kafka.apache.org/protocol#The_Messages_DeleteShareGroupOffsets (KIP-932), to the group's coordinator. */
export const deleteShareGroupOffsets = defineRequest({
  apiKey: 92,
  name: 'DeleteShareGroupOffsets',
  versions: [0, 0],
  flexibleSince: 0,
  request: {
    groupId: string(),
    topics: array({ topicName: string() }),
  },
  response: {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string().nullable(),
    responses: array({
      topicName: string(),
      topicId: uuid(),
      errorCode: int16(),
      errorMessage: string().nullable(),
    }),
  },
});
