/** What becomes of acquired records, as runs of offsets: pure. */
import { acknowledgeType } from '../../wire/requests/share-fetch.js';

/** Both ends inclusive. */
export interface OffsetRun {
  readonly first: number;
  readonly last: number;
}

export interface AcquiredRange extends OffsetRun {
  /** This delivery included. */
  readonly deliveryCount: number;
}

export type Acknowledged = keyof typeof acknowledgeType;

export interface AcknowledgedRun extends OffsetRun {
  readonly type: Acknowledged;
}

/** In order, neighbours that were delivered equally often joined: brokers tell them batch by batch. */
export function mergedRanges(acquired: readonly AcquiredRange[]): readonly AcquiredRange[] {
  const merged: AcquiredRange[] = [];
  for (const range of [...acquired].sort((one, other) => one.first - other.first)) {
    const before = merged.at(-1);
    if (before?.last === range.first - 1 && before.deliveryCount === range.deliveryCount) {
      merged[merged.length - 1] = { ...before, last: range.last };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/** What of these runs lies at `from` or behind it. */
export function behind(runs: readonly OffsetRun[], from: number): readonly OffsetRun[] {
  return runs
    .filter(({ last }) => last >= from)
    .map(({ first, last }) => ({ first: Math.max(first, from), last }));
}

/**
 * What was acquired in `[from, to)`, as far as it was shown with that type, the rest as gaps: offsets without a record. `shown` are in
 * order, and acquired.
 */
export function acknowledged(
  acquired: readonly OffsetRun[],
  [from, to]: readonly [number, number],
  shown: readonly OffsetRun[],
  type: Acknowledged,
): readonly AcknowledgedRun[] {
  const runs: AcknowledgedRun[] = [];
  let at = 0;
  for (const range of behind(acquired, from)) {
    const last = Math.min(range.last, to - 1);
    let next = range.first;
    for (; at < shown.length && (shown[at] as OffsetRun).first <= last; at += 1) {
      const run = shown[at] as OffsetRun;
      if (run.first > next) runs.push({ first: next, last: run.first - 1, type: 'gap' });
      // A run may go on into the next range, which is its neighbour.
      const end = Math.min(run.last, last);
      runs.push({ first: Math.max(run.first, next), last: end, type });
      next = end + 1;
      if (run.last > last) break;
    }
    if (next <= last) runs.push({ first: next, last, type: 'gap' });
  }
  return joined(runs);
}

/** In order, neighbours of one type joined, as brokers want them. */
function joined(runs: readonly AcknowledgedRun[]): readonly AcknowledgedRun[] {
  const result: AcknowledgedRun[] = [];
  for (const run of [...runs].sort((one, other) => one.first - other.first)) {
    const before = result.at(-1);
    if (before?.type === run.type && before.last === run.first - 1) {
      result[result.length - 1] = { ...before, last: run.last };
    } else {
      result.push(run);
    }
  }
  return result;
}

export function batchesOf(runs: readonly AcknowledgedRun[]) {
  return joined(runs).map(({ first, last, type }) => ({
    firstOffset: first,
    lastOffset: last,
    acknowledgeTypes: [acknowledgeType[type]],
  }));
}

export function countOf(runs: readonly OffsetRun[]): number {
  let count = 0;
  for (const { first, last } of runs) count += last - first + 1;
  return count;
}

/** `3, 5–9 and 4 more runs` */
export function offsetsInWords(runs: readonly OffsetRun[]): string {
  const texts = runs.map(({ first, last }) => (first === last ? String(first) : `${first}–${last}`));
  const few = 5;
  const more = texts.length - few;
  if (more <= 1) return texts.join(', ');
  return `${texts.slice(0, few).join(', ')} and ${more} more runs`;
}
