/** The keys with the largest counts; of the same count, in the order of their bytes. */
import type { KeyRows } from './key-rows.js';

interface RankedKey {
  readonly records: number;
  /** One a partition. */
  readonly rows: readonly number[];
  readonly first: number;
}

export class TopKeys {
  readonly kept: RankedKey[] = [];
  readonly #rows: KeyRows;
  readonly #most: number;

  constructor(rows: KeyRows, most: number) {
    this.#rows = rows;
    this.#most = most;
  }

  add(records: number, rows: readonly number[]): void {
    const { kept } = this;
    const first = rows[0] as number;
    const last = kept.length < this.#most ? undefined : kept.at(-1);
    if (last && !this.#isBefore(records, first, last)) return;
    const at = kept.findIndex((each) => this.#isBefore(records, first, each));
    kept.splice(at === -1 ? kept.length : at, 0, { records, rows: [...rows], first });
    if (kept.length > this.#most) kept.pop();
  }

  #isBefore(records: number, row: number, other: RankedKey): boolean {
    if (records !== other.records) return records > other.records;
    return this.#rows.compareKeys(row, other.first) < 0;
  }
}
