/** Records sent, acknowledged and read in each half second of a drill. Pure. */
import type { Ledger } from './ledger.js';

export interface Throughput {
  readonly bucketMs: number;
  readonly sent: readonly number[];
  readonly acknowledged: readonly number[];
  readonly read: readonly number[];
}

const bucketMs = 500;

export function throughputOf({
  sentAtMs,
  acknowledged,
  reads,
}: Pick<Ledger, 'sentAtMs' | 'acknowledged' | 'reads'>): Throughput {
  const acknowledgedAt = [...acknowledged.values()].map(({ atMs }) => atMs);
  const readAt = reads.map(({ atMs }) => atMs);
  const last = [...sentAtMs, ...acknowledgedAt, ...readAt].reduce((most, each) => Math.max(most, each), 0);
  const count = Math.floor(last / bucketMs) + 1;
  const buckets = (moments: readonly number[]) => {
    const counts = new Array<number>(count).fill(0);
    for (const atMs of moments) {
      const at = Math.floor(atMs / bucketMs);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  };
  return { bucketMs, sent: buckets(sentAtMs), acknowledged: buckets(acknowledgedAt), read: buckets(readAt) };
}
