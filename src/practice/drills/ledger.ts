/**
 * What happened to each numbered record, written down as it passes: handed over, acknowledged at an offset, read. It
 * knows nothing of what the client says of itself.
 */
export interface Sighting {
  readonly id: number;
  readonly partition: number;
  readonly offset: number;
  /** Since the drill began. */
  readonly atMs: number;
}

export class Ledger {
  readonly #originMs = performance.now();
  /** When each id was handed over; the index is the id. */
  readonly sentAtMs: number[] = [];
  /** The first acknowledgement of each id that has one. */
  readonly acknowledged = new Map<number, Sighting>();
  /** How often each id went over the wire in a request. */
  readonly attempts = new Map<number, number>();
  readonly reads: Sighting[] = [];

  get nowMs(): number {
    return Math.round(performance.now() - this.#originMs);
  }

  /** The next id, which is now under way. */
  send(): number {
    return this.sentAtMs.push(this.nowMs) - 1;
  }

  attempt(id: number): void {
    this.attempts.set(id, (this.attempts.get(id) ?? 0) + 1);
  }

  acknowledge(id: number, partition: number, offset: number): void {
    if (!this.acknowledged.has(id)) {
      this.acknowledged.set(id, { id, partition, offset, atMs: this.nowMs });
    }
  }

  read(id: number, partition: number, offset: number): void {
    this.reads.push({ id, partition, offset, atMs: this.nowMs });
  }
}
