/** The writers of a copy, one for each topic that records go to, opened when the first record needs it. */
import type { Compression } from '../../wire/batch/codecs/compression.js';
import type { Transaction } from '../../wire/writer/transaction.js';
import type { Writer } from '../../wire/writer/writer.js';
import type { Outcomes } from '../../wire/writer/types.js';
import { openTopicWriter } from '../records/topic-writer.js';
import type { KafkaSession } from '../session/session.js';

export interface WritingSettings {
  readonly acks: 'all' | '1' | '0';
  /** Of batches that are made anew; undefined: as in the source. */
  readonly compression: Compression | undefined;
  readonly deliveryTimeoutMs: number;
}

export class TargetWriters {
  readonly #session: KafkaSession;
  readonly #settings: WritingSettings;
  readonly #outcomes: Outcomes;
  readonly #transaction: Transaction | undefined;
  readonly #writers = new Map<string, Writer>();
  /** Of the topics when their writers were opened; null before Kafka 2.8. */
  readonly #ids = new Map<string, string | null>();

  constructor(
    session: KafkaSession,
    settings: WritingSettings,
    outcomes: Outcomes,
    transaction: Transaction | undefined,
  ) {
    this.#session = session;
    this.#settings = settings;
    this.#outcomes = outcomes;
    this.#transaction = transaction;
  }

  /** Undefined if it was not opened yet. */
  of(topic: string): Writer | undefined {
    return this.#writers.get(topic);
  }

  get all(): Iterable<Writer> {
    return this.#writers.values();
  }

  /** Throws LabError if the topic does not exist or may not be written. */
  async open(topic: string): Promise<Writer> {
    const { acks, compression = 'none', deliveryTimeoutMs } = this.#settings;
    const writer = await openTopicWriter(
      this.#session,
      topic,
      { acks, compression, idempotent: true, deliveryTimeoutMs, outcomes: this.#outcomes },
      (state) => this.#ids.set(topic, state?.id ?? null),
      this.#transaction,
    );
    this.#writers.set(topic, writer);
    return writer;
  }

  get stopped(): Error | undefined {
    for (const writer of this.all) if (writer.stopped) return writer.stopped;
    return undefined;
  }

  get trouble(): string | undefined {
    for (const writer of this.all) if (writer.trouble !== undefined) return writer.trouble;
    return undefined;
  }

  /** A sentence about a topic that is no longer the one that was written; undefined if there is none, or if that is unknown. */
  async lostTopic(): Promise<string | undefined> {
    const known = [...this.#ids].filter(([, id]) => id !== null);
    if (known.length === 0) return undefined;
    const now = await this.#session.metadata(known.map(([name]) => name)).catch(() => undefined);
    const idNow = new Map(now?.topics.map(({ name, id }) => [name, id]));
    const lost = known.find(([name, id]) => idNow.has(name) && idNow.get(name) !== id);
    if (!lost) return undefined;
    return `Topic ${lost[0]} was deleted while it was written${idNow.get(lost[0]) ? ', and created again' : ''}: what it got before is gone, though it is counted as written.`;
  }

  /** Resolves when every record has its outcome. */
  async flush(): Promise<void> {
    await Promise.all([...this.all].map((writer) => writer.flush()));
  }

  /** What is on its way gets no outcome any more. */
  abandon(reason: string): void {
    for (const writer of this.all) writer.abandon(reason);
  }

  joinAgain(): void {
    for (const writer of this.all) writer.joinAgain();
  }

  close(): void {
    for (const writer of this.all) writer.close();
  }
}
