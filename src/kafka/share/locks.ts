/** The locks on records of one broker: of those that are still to be shown, and of those that are given back at the end. */
import { countOf, type OffsetRun } from './acknowledgements.js';
import { reasonOf, verdicts } from './acknowledging.js';
import type { Delivery, SharedPartition } from './delivery.js';
import { keyOf, type Acknowledgement, type ShareAcknowledgeAnswer } from './share-session.js';
import type { Tally } from './tally.js';

export class Locks {
  readonly #tally: Tally;
  /** What the last answer brought, as long as it is not settled. */
  #held: readonly Delivery[] = [];
  /** What was shown and is released at the end. */
  #kept: Acknowledgement[] = [];
  #lockMs = Infinity;
  #lockedAtMs = 0;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  /** `lockMs`: after so long they run out; 0 if the broker does not say. */
  hold(deliveries: readonly Delivery[], lockMs: number): void {
    this.#held = deliveries;
    this.#lockMs = lockMs > 0 ? lockMs : Infinity;
    // Those that are kept are older, and are renewed by their own clock.
    if (this.#kept.length === 0) this.#lockedAtMs = performance.now();
  }

  /** All that was held is settled. */
  settled(): void {
    this.#held = [];
  }

  keep(released: Acknowledgement): void {
    if (released.runs.length > 0) this.#kept.push(released);
  }

  areHalfOver(nowMs: number): boolean {
    return nowMs - this.#lockedAtMs >= this.#lockMs / 2;
  }

  areOver(nowMs: number): boolean {
    return nowMs - this.#lockedAtMs >= this.#lockMs;
  }

  /** Everything that is locked. */
  renewals(): readonly Acknowledgement[] {
    const renew = (run: OffsetRun) => ({ ...run, type: 'renew' as const });
    return [
      ...this.#held
        .filter(({ isLost }) => !isLost)
        .map(({ partition, rest }) => ({ partition, runs: rest.map(renew) })),
      ...this.#kept.map(({ partition, runs }) => ({ partition, runs: runs.map(renew) })),
    ].filter(({ runs }) => runs.length > 0);
  }

  /** They last from `nowMs` on, except those that the broker refused to renew. */
  renewed(answer: ShareAcknowledgeAnswer, nowMs: number): void {
    for (const [key, verdict] of verdicts(answer)) {
      if (verdict.errorCode !== 0) this.#lose((partition) => keyOf(partition) === key, reasonOf(verdict));
    }
    this.#lockedAtMs = nowMs;
  }

  /** All are gone. */
  lost(reason: string): void {
    this.#lose(() => true, reason);
    this.#lockedAtMs = performance.now();
  }

  /** What is to be said of all that is still locked, so that the group has it again. */
  giveBack(): readonly Acknowledgement[] {
    const rest = this.#held.map((delivery) => ({ partition: delivery.partition, runs: delivery.release() }));
    const kept = this.#kept;
    this.#held = [];
    this.#kept = [];
    return [...kept, ...rest];
  }

  #lose(isMeant: (partition: SharedPartition) => boolean, reason: string): void {
    const heldMs = performance.now() - this.#lockedAtMs;
    for (const delivery of this.#held) {
      if (delivery.isLost || !isMeant(delivery.partition)) continue;
      delivery.isLost = true;
      const { rest } = delivery;
      if (countOf(rest) > 0) this.#tally.ranOut(delivery.partition, rest, heldMs, reason);
    }
    const gone = this.#kept.filter(({ partition }) => isMeant(partition));
    this.#kept = this.#kept.filter(({ partition }) => !isMeant(partition));
    // They are with the group again, only earlier than they should be.
    for (const { partition, runs } of gone) this.#tally.gaveBackEarly(partition, runs, reason);
  }
}
