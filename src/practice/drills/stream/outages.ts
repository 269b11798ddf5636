/** When a partition was without service: records were waiting for it, and none was acknowledged. Pure. */
import type { Sighting } from './ledger.js';

export interface Outage {
  readonly partition: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Shorter gaps are normal on a busy machine. */
const shortestMs = 500;
/** A gap counts as an outage from this multiple of the usual interval between two records. */
const usualDistances = 6;

export function outagesOf(
  served: readonly Sighting[],
  sentAtMs: readonly number[],
  { rate, partitions }: { readonly rate: number; readonly partitions: number },
): readonly Outage[] {
  const begin = sentAtMs[0];
  const end = sentAtMs.at(-1);
  if (begin === undefined || end === undefined) return [];
  const toleratedMs = Math.max(shortestMs, (usualDistances * 1000 * partitions) / rate);
  return Array.from({ length: partitions }, (_, partition) => {
    const moments = served
      .filter((each) => each.partition === partition && each.atMs < end)
      .map(({ atMs }) => atMs)
      .sort((one, other) => one - other);
    const fences = [begin, ...moments, end];
    return fences.flatMap((toMs, index): Outage[] => {
      const fromMs = fences[index - 1] ?? begin;
      return toMs - fromMs > toleratedMs ? [{ partition, fromMs, toMs }] : [];
    });
  }).flat();
}
