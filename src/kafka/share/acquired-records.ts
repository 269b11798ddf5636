/** The records of an answer that were acquired, and no others: brokers send whole batches, of which a part may be another member's. */
import { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import type { AcquiredRange, OffsetRun } from './acknowledgements.js';

const nothing: AcquiredRange = { first: 0, last: -1, deliveryCount: 0 };

export class AcquiredRecords extends RecordDecoder {
  #ranges: readonly AcquiredRange[] = [];
  #at = 0;
  #range = nothing;
  #shown: { first: number; last: number }[] = [];

  /** `ranges`: in order. */
  openAcquired(
    records: Buffer,
    { topic, partition }: { readonly topic: string; readonly partition: number },
    ranges: readonly AcquiredRange[],
  ): void {
    this.#ranges = ranges;
    this.#at = 0;
    this.#range = ranges[0] ?? nothing;
    this.#shown = [];
    const { first } = this.#range;
    const to = (ranges.at(-1) ?? nothing).last + 1;
    this.open(records, { topic, partition, from: first, to, checkCrcs: true });
  }

  override nextInBatch(): boolean {
    while (super.nextInBatch()) {
      const { offset } = this;
      while (offset > this.#range.last) this.#range = this.#ranges[(this.#at += 1)] ?? endless;
      if (offset < this.#range.first) continue;
      this.deliveryCount = this.#range.deliveryCount;
      const run = this.#shown.at(-1);
      if (run?.last === offset - 1) run.last = offset;
      else this.#shown.push({ first: offset, last: offset });
      return true;
    }
    return false;
  }

  /** What it has shown since the last call, in order. */
  takeShown(): readonly OffsetRun[] {
    const shown = this.#shown;
    this.#shown = [];
    return shown;
  }
}

const endless: AcquiredRange = { first: Infinity, last: Infinity, deliveryCount: 0 };
