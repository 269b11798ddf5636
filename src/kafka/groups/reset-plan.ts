/** The arithmetic of moving a group: where each partition goes, bounded by what is there, and what that replays or skips. */
import type { Position } from '../../text/positions.js';

export type ResetTarget =
  | { readonly kind: 'position'; readonly position: Position }
  /** So many offsets on from where the group is; back when negative. */
  | { readonly kind: 'shift'; readonly by: number }
  /** An offset for each partition, by `partitionKey`; `source`: what says so. */
  | { readonly kind: 'each'; readonly offsets: ReadonlyMap<string, number>; readonly source: string };

/** Where one partition goes. */
export type PartitionTarget = Exclude<ResetTarget, { kind: 'each' }>;

/** `high` is where the next record will go. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface PlannedOffset {
  readonly offset: number;
  /** What was asked for, before the bounds. Null: every record is older than the time. */
  readonly asked: number | null;
}

export interface Change {
  /**
   * `begins`: nothing was committed before, and so many offsets are to be read from there. `forgets`: nothing will
   * be committed after. `returns`: what was committed lay outside of what is kept.
   */
  readonly kind: 'replays' | 'skips' | 'unchanged' | 'begins' | 'forgets' | 'returns';
  /** How many offsets; as many records, unless the topic is compacted or has transactions. */
  readonly offsets: number;
}

/** `atTime`: the offset that belongs to a position in time. Undefined: nothing is committed that could be shifted. */
export function plannedOffset(
  bounds: Bounds,
  current: number | null,
  target: PartitionTarget,
  atTime: number | null,
): PlannedOffset | undefined {
  if (target.kind === 'shift') {
    return current === null ? undefined : within(bounds, current + target.by);
  }
  const { position } = target;
  switch (position.kind) {
    case 'start':
      return within(bounds, bounds.low);
    case 'end':
      return within(bounds, bounds.high);
    case 'offset':
      return within(bounds, position.offset);
    case 'last':
      // All of them when there are fewer: that is what the words say, and no bound was met.
      return within(bounds, Math.max(bounds.low, bounds.high - position.count));
    case 'time':
      return atTime === null ? { offset: bounds.high, asked: null } : within(bounds, atTime);
  }
}

/** What members will read again or never, when the group goes on at `next` instead of `current`. */
export function changeOf(current: number | null, next: number | null, bounds: Bounds): Change {
  if (next === null) return { kind: current === null ? 'unchanged' : 'forgets', offsets: 0 };
  const to = clamp(bounds, next);
  if (current === null) return { kind: 'begins', offsets: bounds.high - to };
  if (current === next) return { kind: 'unchanged', offsets: 0 };
  // Offsets that are not there are neither replayed nor skipped.
  const from = clamp(bounds, current);
  if (to < from) return { kind: 'replays', offsets: from - to };
  if (to > from) return { kind: 'skips', offsets: to - from };
  return { kind: 'returns', offsets: 0 };
}

function within(bounds: Bounds, asked: number): PlannedOffset {
  return { offset: clamp(bounds, asked), asked };
}

function clamp({ low, high }: Bounds, offset: number): number {
  return Math.min(Math.max(offset, low), high);
}
