/** Kafka's own topics, what coordinators and controllers keep in each, and what reads it. */
import { clusterMetadataTopic } from '../../wire/requests/describe-quorum.js';
import { classicGroupMessages } from './classic-group-messages.js';
import { consumerGroupMessages } from './consumer-group-messages.js';
import { shareStateMessages, transactionMessages } from './coordinator-messages.js';
import { shareGroupMessages } from './share-group-messages.js';
import type { MessageReader } from './message-reader.js';
import { metadataLogReader } from './metadata-log.js';
import { readKey, readValue } from './read-message.js';
import type { StoredMessages } from './stored-message.js';
import { streamsGroupMessages } from './streams-group-messages.js';

/** Of coordinators, by the names of `internal-topic-names.ts`. */
export const storedMessages: Readonly<Record<string, StoredMessages>> = {
  __consumer_offsets: new Map([
    ...classicGroupMessages,
    ...consumerGroupMessages,
    ...shareGroupMessages,
    ...streamsGroupMessages,
  ]),
  __transaction_state: new Map(transactionMessages),
  __share_group_state: new Map(shareStateMessages),
};

export function readerOf(topic: string): MessageReader | undefined {
  if (topic === clusterMetadataTopic) return metadataLogReader;
  const messages = storedMessages[topic];
  return (
    messages && {
      key: (bytes) => readKey(messages, bytes),
      value: (key, bytes) => readValue(messages, key, bytes),
    }
  );
}
