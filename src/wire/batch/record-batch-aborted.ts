/** Which batches of a fetch response belong to transactions that were aborted (KIP-98). */

/** As a fetch response lists them: from `firstOffset` on, what this producer wrote was aborted. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** Asked batch by batch in the order of the log, as the Java client does. */
export class AbortedTransactions {
  readonly #pending: AbortedTransaction[];
  readonly #open = new Set<number>();
  #next = 0;

  constructor(transactions: readonly AbortedTransaction[]) {
    this.#pending = [...transactions].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Is the transactional batch ending at `lastOffset` part of an aborted transaction? */
  includes(producerId: number, lastOffset: number): boolean {
    for (let pending = this.#pending[this.#next]; pending && pending.firstOffset <= lastOffset;) {
      this.#open.add(pending.producerId);
      pending = this.#pending[++this.#next];
    }
    return this.#open.has(producerId);
  }

  /** An abort marker ends the producer's aborted transaction: what follows is another one. */
  endedBy(producerId: number, lastOffset: number): void {
    this.includes(producerId, lastOffset);
    this.#open.delete(producerId);
  }
}
