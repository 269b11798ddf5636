/** The locks on records of one broker: of those that are still to be shown, and of those that are given back at the end. */
import { countOf, type OffsetRun } from './acknowledgements.js';
import { reasonOf, verdicts } from './acknowledging.js';
import type { Delivery, SharedPartition } from './delivery.js';
import { keyOf, type Acknowledgement, type ShareAcknowledgeAnswer } from './share-session.js';
import type { Tally } from './tally.js';

interface Lock {
  readonly partition: SharedPartition;
  /** Locked or renewed last. */
  sinceMs: number;
  /** Why the broker does not renew it. */
  refused?: string;
}

/** Of what an answer brought, as long as it is not settled. */
interface Held extends Lock {
  readonly delivery: Delivery;
}

/** Of what was shown and is released at the end. */
interface Kept extends Lock {
  readonly released: Acknowledgement;
}

export class Locks {
  readonly #tally: Tally;
  #held: readonly Held[] = [];
  #kept: readonly Kept[] = [];
  #lockMs = Infinity;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** `lockMs`: after so long they run out; 0 if the broker does not say. */
  hold(deliveries: readonly Delivery[], lockMs: number): void {
    const sinceMs = performance.now();
    this.#held = deliveries.map((delivery) => ({ partition: delivery.partition, delivery, sinceMs }));
    this.#lockMs = lockMs > 0 ? lockMs : Infinity;
  }

  /** All that was held is settled. */
  settled(): void {
    this.#held = [];
  }

  /** Of `delivery`, which is held. */
  keep({ partition }: Delivery, runs: Acknowledgement['runs']): void {
    if (runs.length === 0) return;
    const lock = this.#held.find((each) => keyOf(each.partition) === keyOf(partition));
    const { sinceMs = performance.now(), refused } = lock ?? {};
    const released = { partition, runs };
    this.#kept = [...this.#kept, { partition, released, sinceMs, ...(refused && { refused }) }];
  }

  /** All that can be renewed, once half of the time of any of it is over. */
  renewals(nowMs: number): readonly Acknowledgement[] {
    const isDue = this.#renewable().some(({ sinceMs }) => nowMs - sinceMs >= this.#lockMs / 2);
    if (!isDue) return [];
    return this.#renewable()
      .map((lock) => ({ partition: lock.partition, runs: renewed(lockedBy(lock)) }))
      .filter(({ runs }) => runs.length > 0);
  }

  /** The answer to all renewals that were due at `nowMs`. */
  renewed(answer: ShareAcknowledgeAnswer, nowMs: number): void {
    const told = verdicts(answer);
    for (const lock of this.#renewable()) {
      const verdict = told.get(keyOf(lock.partition));
      if (!verdict) continue;
      // Refused, it lasts as long as it would have.
      if (verdict.errorCode !== 0) lock.refused = reasonOf(verdict);
      else if (lock.sinceMs <= nowMs) lock.sinceMs = nowMs;
    }
  }

  /** Those that the broker does not renew, for this reason if it has told none, are lost when their time is over. */
  expire(nowMs: number, reason?: string): void {
    for (const lock of [...this.#held, ...this.#kept]) {
      const why = lock.refused ?? reason;
      if (why !== undefined && nowMs - lock.sinceMs >= this.#lockMs) this.#lose(lock, why);
    }
  }

  /** All are gone. */
  lost(reason: string): void {
    for (const lock of [...this.#held, ...this.#kept]) this.#lose(lock, reason);
  }

  /** What is to be said of all that is still locked, so that the group has it again. */
  giveBack(): readonly Acknowledgement[] {
    const rest = this.#held.map(({ partition, delivery }) => ({ partition, runs: delivery.release() }));
    const kept = this.#kept.map(({ released }) => released);
    this.#held = [];
    this.#kept = [];
    return [...kept, ...rest];
  }

  #renewable(): readonly (Held | Kept)[] {
    return [...this.#held.filter(({ delivery }) => !delivery.isLost), ...this.#kept].filter(
      ({ refused }) => refused === undefined,
    );
  }

  #lose(lock: Held | Kept, reason: string): void {
    if ('released' in lock) {
      this.#kept = this.#kept.filter((each) => each !== lock);
      // With the group again, only earlier than it should be.
      this.#tally.gaveBackEarly(lock.partition, lock.released.runs, reason);
      return;
    }
    const { delivery, partition, sinceMs } = lock;
    if (delivery.isLost) return;
    delivery.isLost = true;
    if (countOf(delivery.rest) > 0)
      this.#tally.ranOut(partition, delivery.rest, performance.now() - sinceMs, reason);
  }
}

function lockedBy(lock: Held | Kept): readonly OffsetRun[] {
  return 'released' in lock ? lock.released.runs : lock.delivery.rest;
}

function renewed(runs: readonly OffsetRun[]): Acknowledgement['runs'] {
  return runs.map(({ first, last }) => ({ first, last, type: 'renew' }));
}
