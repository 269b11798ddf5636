/**
 * What happened to each numbered record: sent, acknowledged at an offset, read. Taken from the wire, not from what
 * the client reports.
 */
export interface Sighting {
  readonly id: number;
  readonly partition: number;
  readonly offset: number;
  /** Since the start of the drill. */
  readonly atMs: number;
}

export class Ledger {
  readonly #originMs = performance.now();
  /** When each id was passed to the producer; the index is the id. */
  readonly sentAtMs: number[] = [];
  /** The first acknowledgement of each id. */
  readonly acknowledged = new Map<number, Sighting>();
  /** How often each id was sent in a request. */
  readonly attempts = new Map<number, number>();
  readonly reads: Sighting[] = [];

  get nowMs(): number {
    return Math.round(performance.now() - this.#originMs);
  }

  /** The next id, counted as sent from now on. */
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
