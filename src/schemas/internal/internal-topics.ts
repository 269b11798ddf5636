/** Kafka's own topics, and what coordinators keep in each. */
import { classicGroupMessages } from './classic-group-messages.js';
import { consumerGroupMessages } from './consumer-group-messages.js';
import { shareStateMessages, transactionMessages } from './coordinator-messages.js';
import { shareGroupMessages } from './share-group-messages.js';
import type { StoredMessages } from './stored-message.js';
import { streamsGroupMessages } from './streams-group-messages.js';

/** By the names of `internal-topic-names.ts`. */
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
