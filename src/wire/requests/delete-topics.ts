/** DeleteTopics: topics to remove, by name or by id. */
import { array, int16, int32, string, uuid, zeroUuid } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_DeleteTopics. Up to version 5 `topicNames`, from 6 (Kafka 2.8, KIP-516) `topics` with a name or an id. `maxVersion: 5`
 * asks in the older shape, which every broker speaks.
 */
export const deleteTopics = defineRequest({
  apiKey: 20,
  name: 'DeleteTopics',
  versions: [1, 6],
  flexibleSince: 4,
  request: {
    topics: array({ name: string().nullable().default(null), topicId: uuid().default(zeroUuid) })
      .since(6)
      .default([]),
    topicNames: array(string()).until(5).default([]),
    timeoutMs: int32().default(60_000),
  },
  response: {
    throttleTimeMs: int32(),
    responses: array({
      name: string().nullable(6),
      topicId: uuid().since(6).ignorable(),
      errorCode: int16(),
      errorMessage: string().since(5).nullable().default(null).ignorable(),
    }),
  },
});
