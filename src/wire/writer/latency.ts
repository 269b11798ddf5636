/** How long records waited for their acknowledgement, from when their batch was sealed: a histogram. */

export interface Latencies {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export class LatencyTally {
  /** Records by milliseconds. */
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(latencyMs: number, records: number): void {
    this.#counts.set(latencyMs, (this.#counts.get(latencyMs) ?? 0) + records);
    this.#total += records;
  }

  /** Null while no record is acknowledged. */
  latencies(): Latencies | null {
    const sorted = [...this.#counts].sort(([one], [other]) => one - other);
    const [last] = sorted.at(-1) ?? [];
    if (last === undefined) return null;
    const within = (share: number) => {
      let seen = 0;
      for (const [latencyMs, records] of sorted) {
        seen += records;
        if (seen >= share * this.#total) return latencyMs;
      }
      return last;
    };
    return { p50: within(0.5), p95: within(0.95), p99: within(0.99), max: last };
  }
}
