/** Sizes in bytes and how often each occurred: exact below a limit, and beyond it within 1 % (the buckets of a DDSketch). */

/** Each size below is counted by itself. */
export const exactBelowBytes = 1024 * 1024;
/** Of the sizes from there on. */
const sketchError = 0.01;

const growth = (1 + sketchError) / (1 - sketchError);
const percentiles = { p50: 0.5, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

export interface SizeFigures {
  readonly count: number;
  readonly totalBytes: number;
  readonly meanBytes: number | null;
  readonly minBytes: number | null;
  /** The smallest size that so many are at or below. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly maxBytes: number | null;
  /** False if a percentile lies where sizes are known within 1 % only. */
  readonly isExact: boolean;
}

export class SizeDistribution {
  #small = new Float64Array(256);
  /** By the power of `growth` that they are at or below. */
  readonly #large = new Map<number, number>();
  #count = 0;
  #totalBytes = 0;
  #minBytes = Infinity;
  #maxBytes = -1;

  add(sizeBytes: number): void {
    this.#count += 1;
    this.#totalBytes += sizeBytes;
    if (sizeBytes > this.#maxBytes) this.#maxBytes = sizeBytes;
    if (sizeBytes < this.#minBytes) this.#minBytes = sizeBytes;
    if (sizeBytes >= this.#small.length && !this.#grows(sizeBytes)) {
      const bucket = Math.ceil(Math.log(sizeBytes) / Math.log(growth));
      this.#large.set(bucket, (this.#large.get(bucket) ?? 0) + 1);
      return;
    }
    (this.#small[sizeBytes] as number) += 1;
  }

  #grows(sizeBytes: number): boolean {
    if (sizeBytes >= exactBelowBytes) return false;
    const grown = new Float64Array(2 ** (32 - Math.clz32(sizeBytes)));
    grown.set(this.#small);
    this.#small = grown;
    return true;
  }

  figures(): SizeFigures {
    const at = (share: number) => (this.#count === 0 ? null : this.#at(Math.ceil(share * this.#count)));
    const found = {
      p50: at(percentiles.p50),
      p95: at(percentiles.p95),
      p99: at(percentiles.p99),
      p999: at(percentiles.p999),
    };
    return {
      count: this.#count,
      totalBytes: this.#totalBytes,
      meanBytes: this.#count === 0 ? null : this.#totalBytes / this.#count,
      minBytes: this.#count === 0 ? null : this.#minBytes,
      ...found,
      maxBytes: this.#count === 0 ? null : this.#maxBytes,
      isExact: (found.p999 ?? 0) < exactBelowBytes,
    };
  }

  /** The size of the `rank`th, counted from 1, in their order. */
  #at(rank: number): number {
    let passed = 0;
    for (let size = 0; size < this.#small.length; size += 1) {
      passed += this.#small[size] as number;
      if (passed >= rank) return size;
    }
    for (const [bucket, count] of [...this.#large].sort(([one], [other]) => one - other)) {
      passed += count;
      // In the middle of the bucket, as the error counts; never beyond what there was.
      const middle = Math.round((2 * growth ** bucket) / (growth + 1));
      if (passed >= rank) return Math.min(this.#maxBytes, Math.max(exactBelowBytes, middle));
    }
    return this.#maxBytes;
  }
}
