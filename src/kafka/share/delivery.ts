/** What one answer brought of one partition: its records, and what was acquired of them. */
import type { TopicPartition } from '../session/partition-key.js';
import {
  acknowledged,
  behind,
  mergedRanges,
  type Acknowledged,
  type AcknowledgedRun,
  type AcquiredRange,
  type OffsetRun,
} from './acknowledgements.js';

export interface SharedPartition extends TopicPartition {
  readonly topicId: string;
}

export class Delivery {
  readonly partition: SharedPartition;
  readonly records: Buffer;
  readonly ranges: readonly AcquiredRange[];
  /** The locks ran out: what is left of it is no longer this member's to show. */
  isLost = false;
  /** Offsets below are acknowledged, or on their way to be. */
  #next = 0;

  constructor(partition: SharedPartition, records: Buffer, acquired: readonly AcquiredRange[]) {
    this.partition = partition;
    this.records = records;
    this.ranges = mergedRanges(acquired);
  }

  /** Everything below `to` was shown, or has no record. */
  settle(to: number, shown: readonly OffsetRun[], type: Acknowledged): readonly AcknowledgedRun[] {
    const runs = acknowledged(this.ranges, [this.#next, to], shown, type);
    this.#next = Math.max(this.#next, to);
    return runs;
  }

  /** What is not settled. */
  get rest(): readonly OffsetRun[] {
    return behind(this.ranges, this.#next);
  }

  /** What is left of it, given back. */
  release(): readonly AcknowledgedRun[] {
    const runs = this.isLost ? [] : this.rest.map((run) => ({ ...run, type: 'release' as const }));
    this.#next = Infinity;
    return runs;
  }
}
