/** What a coordinator keeps in a topic of Kafka's own: one kind of key, and the versions of its value. */
import type { Fields } from '../../wire/protocol/schema.js';

/** A field as it is read → what is shown in its place; `message`: the whole value that it is in. */
export type ShownField = (read: unknown, message: Readonly<Record<string, unknown>>) => unknown;

export interface StoredMessage {
  /** Kafka's name of it, without Key and Value. */
  readonly name: string;
  /** Behind two bytes that say which kind it is; never flexible. */
  readonly key: Fields;
  /** Behind two bytes that say which version it is. */
  readonly value: Fields;
  /** Versions begin with 0. */
  readonly newestValue: number;
  /** The first version of values with tagged fields (KIP-482). */
  readonly flexibleSince: number;
  /** Fields that say more than their number or their bytes, by their names. */
  readonly shown?: Readonly<Record<string, ShownField>>;
}

/** By the number that a key begins with. */
export type StoredMessages = ReadonlyMap<number, StoredMessage>;

/** The words that Kafka's own tools have for numbers; a number that is not among them stays one. */
export function wordsFor(words: Readonly<Record<number, string>>): ShownField {
  return (read) => words[read as number] ?? read;
}
