/** The arithmetic of moving a group: where each partition goes, bounded by the log, and what that replays or skips. */
import { addInt64, type Int64 } from '../../text/int64.js';
import type { Position, Positions } from '../../text/positions.js';
import { clamp, findOffset, type Bounds, type FoundOffset } from '../session/find-offset.js';

/** This many offsets forward from the current position; back if negative. */
export interface Shift {
  readonly kind: 'shift';
  readonly by: number;
}

export type ResetTarget = Positions | Shift;

/** `offset` lies within the bounds. */
interface PlannedOffset {
  readonly offset: number | null;
  readonly problem: string | null;
  /** What was asked for, before the bounds. Null: every record is older than the time, or there is a `problem`. */
  readonly asked: Int64 | null;
}

export interface Change {
  /**
   * `begins`: nothing was committed before, and this many offsets are to be read from there. `forgets`: nothing will
   * be committed after. `returns`: what was committed lay outside the log.
   */
  readonly kind: 'replays' | 'skips' | 'unchanged' | 'begins' | 'forgets' | 'returns';
  /** The number of offsets; also of records, unless the topic is compacted or has transactions. */
  readonly offsets: number;
}

/** `target`: where one partition goes. The result is undefined if nothing is committed that could be shifted. */
export function plannedOffset(
  bounds: Bounds,
  current: Int64 | null,
  target: Position | Shift | undefined,
  atTime: FoundOffset | undefined,
): PlannedOffset | undefined {
  if (target?.kind === 'shift' && current === null) return undefined;
  const { offset: asked, problem } =
    target?.kind === 'shift'
      ? { offset: addInt64(current ?? 0, target.by), problem: null }
      : findOffset(target, bounds, atTime);
  return { offset: problem === null ? clamp(bounds, asked ?? bounds.high) : null, asked, problem };
}

/** What members will read again or never, if the group continues at `next` instead of `current`. */
export function changeOf(current: Int64 | null, next: Int64 | null, bounds: Bounds): Change {
  if (next === null) return { kind: current === null ? 'unchanged' : 'forgets', offsets: 0 };
  const to = clamp(bounds, next);
  if (current === null) return { kind: 'begins', offsets: bounds.high - to };
  if (current === next) return { kind: 'unchanged', offsets: 0 };
  // Offsets outside the log are neither replayed nor skipped.
  const from = clamp(bounds, current);
  if (to < from) return { kind: 'replays', offsets: from - to };
  if (to > from) return { kind: 'skips', offsets: to - from };
  return { kind: 'returns', offsets: 0 };
}

/**
 * The same for a share group. `doneAhead`: records after its start offset that are acknowledged already; wherever it begins anew,
 * those after that are delivered again. Null if that is unknown.
 */
export function shareChangeOf(
  current: Int64 | null,
  next: Int64 | null,
  bounds: Bounds,
  doneAhead: number | null,
): Change {
  const change = changeOf(current, next, bounds);
  if (change.kind !== 'unchanged' && change.kind !== 'replays') return change;
  if (current === null || doneAhead === 0) return change;
  return { kind: 'replays', offsets: change.offsets + (doneAhead ?? bounds.high - clamp(bounds, current)) };
}
