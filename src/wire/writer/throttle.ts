/** How long brokers have paused a writer because of quotas. */

export class ThrottleTally {
  #totalMs = 0;
  #untilMs = 0;

  /** From now on; several brokers may do so at the same time, which counts once. */
  add(throttleMs: number, nowMs = Date.now()): void {
    const untilMs = nowMs + throttleMs;
    this.#totalMs += Math.max(0, untilMs - Math.max(nowMs, this.#untilMs));
    this.#untilMs = Math.max(this.#untilMs, untilMs);
  }

  /** What has passed of it. */
  passedMs(nowMs = Date.now()): number {
    return this.#totalMs - Math.max(0, this.#untilMs - nowMs);
  }
}
