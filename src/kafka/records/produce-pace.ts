/** Limits the rate to a number of records a second. */

/** Pauses are at least this long, so at high rates many records go at a time. */
const shortestPauseMs = 5;

export class Pace {
  readonly #perSecond: number;
  #startedAtMs: number | undefined;
  #count = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Counts one more record and says how long to wait before it may go. */
  next(nowMs = Date.now()): number {
    this.#startedAtMs ??= nowMs;
    const dueMs = this.#startedAtMs + (this.#count++ * 1000) / this.#perSecond;
    const waitMs = dueMs - nowMs;
    // Time that was lost waiting for the input is not made up for in a burst.
    if (waitMs < -1000) this.#startedAtMs -= waitMs;
    return waitMs >= shortestPauseMs ? waitMs : 0;
  }
}
