/** What reads the keys and the values of one of Kafka's own topics. */
import type { ReadMessage } from './read-message.js';

/** Both throw DecodeError. */
export interface MessageReader {
  key(bytes: Buffer): ReadMessage;
  /** A value does not always say itself what it is of. */
  value(key: Buffer | undefined, bytes: Buffer): ReadMessage;
}
