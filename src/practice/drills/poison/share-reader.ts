/** A member of a share group that releases poison, so that it is delivered again, and accepts all else. */
import { consumeShare } from '../../../kafka/share/consume-share.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { LoggedRecord } from '../stream/readers.js';
import type { Stage } from '../stream/stage.js';
import { loggedRecord, silentPrinter } from './handler.js';
import type { Release } from './poison-account.js';

export class ShareReader {
  /** How often each id was accepted. */
  readonly accepted = new Map<number, number>();
  readonly releases: Release[] = [];
  /** Ids that came behind a poison record of their partition, and were accepted before it was given up. */
  readonly acceptedPast = new Set<number>();
  /** Why the reading broke off. */
  problem: string | null = null;
  /** Acceptances that the group took. */
  confirmed = 0;
  readonly #stage: Stage;
  readonly #poison: ReadonlySet<number>;
  readonly #limit: number;
  /** Offset of each poison record that is still to be delivered again. */
  readonly #retried = new Map<number, LoggedRecord>();
  readonly #givenUp = new Set<number>();
  readonly #over = new AbortController();
  readonly #reading: Promise<void>;

  constructor(
    stage: Stage,
    groupId: string,
    {
      poison,
      limit,
      isKnown,
    }: {
      readonly poison: ReadonlySet<number>;
      /** How often the group delivers a record at most. */
      readonly limit: number;
      /** Whether others have handled this id before. */
      isKnown(id: number): boolean;
    },
  ) {
    this.#stage = stage;
    this.#poison = poison;
    this.#limit = limit;
    this.#reading = consumeShare(stage.openSession(), silentPrinter(), {
      ...{ groupId, topics: [stage.topic], follow: true, limit: Infinity },
      verdict: { judge: (record) => this.#judge(record, isKnown) },
      signal: this.#over.signal,
      note: () => undefined,
    }).then(
      ({ counts }) => void (this.confirmed = counts.accepted),
      (error: unknown) => void (this.problem = error instanceof Error ? error.message : String(error)),
    );
  }

  /** Poison ids that the group has delivered as often as it does. */
  get givenUp(): ReadonlySet<number> {
    return this.#givenUp;
  }

  /** Resolves when everything that was judged is acknowledged, and the member has left. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#reading;
  }

  #judge(cursor: RecordDecoder, isKnown: (id: number) => boolean): 'accept' | 'release' {
    const record = loggedRecord(cursor);
    const { id, partition, offset } = record;
    if (this.#poison.has(id)) {
      this.#release(record, cursor.deliveryCount ?? 0);
      return 'release';
    }
    this.accepted.set(id, (this.accepted.get(id) ?? 0) + 1);
    const isPast = [...this.#retried.values()].some(
      (each) => each.partition === partition && each.offset < offset,
    );
    if (isPast) this.acceptedPast.add(id);
    if (!isKnown(id)) this.#stage.ledger.read(id, partition, offset);
    return 'accept';
  }

  #release(record: LoggedRecord, deliveryCount: number): void {
    const { id } = record;
    this.releases.push({ id, deliveryCount });
    if (deliveryCount < this.#limit) {
      this.#retried.set(id, record);
      return;
    }
    this.#retried.delete(id);
    this.#givenUp.add(id);
    this.#stage.action(`share group: id ${id} released after delivery ${deliveryCount}, the last one`);
  }
}
