/** Which ids of the stream are poison: three of partition 0, about a second apart. */
import type { DrillSettings } from '../stream/settings.js';

const many = 3;

export function poisonIdsOf({
  rate,
  partitions,
}: Pick<DrillSettings, 'rate' | 'partitions'>): ReadonlySet<number> {
  // The stream goes to all partitions in turn, beginning with the first.
  const apart = partitions * Math.max(1, Math.round(rate / partitions));
  return new Set(Array.from({ length: many }, (_, index) => apart * (index + 1)));
}
