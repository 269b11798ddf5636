/** What a search covered and how to go on from there: a search that found nothing has to be verifiable. */
import { groupBy } from '../text/group-by.js';
import { grouped } from '../view/counted.js';
import type { Int64 } from '../text/int64.js';
import { timeText } from '../text/times.js';

export interface SearchedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** Exclusive; null when it follows. */
  readonly to: number | null;
  readonly next: number;
  readonly records: number;
}

export interface SearchCoverage {
  readonly partitions: readonly SearchedPartition[];
  readonly scanned: number;
  readonly matched: number;
  /** Of the batches seen, milliseconds; null when there was none. */
  readonly times: { readonly earliestMs: Int64; readonly latestMs: Int64 } | null;
  /** Ready to be pasted: one for each topic that is not read to the end. */
  readonly goOn: readonly string[];
  /** Why nothing may have matched. */
  readonly hints?: readonly string[];
}

/** More of one topic are told together. */
const mostPartitions = 3;

/** Sentences, a line each. */
export function describeCoverage({
  partitions,
  scanned,
  matched,
  times,
  goOn,
  hints = [],
}: SearchCoverage): string[] {
  const seen = partitions.filter(({ from, next }) => next > from);
  const shown = [...groupBy(seen, ({ topic }) => topic)].flatMap(([topic, own]) => describeTopic(topic, own));
  const where = shown.length === 0 ? 'nothing: there are no records in what was asked for' : shown.join(', ');
  const when = times ? `, written ${timeText(times.earliestMs)} to ${timeText(times.latestMs)}` : '';
  const unseen = partitions.filter(({ from, next, to }) => next === from && to !== null && next < to);
  const lines = [`Searched ${where}${when}: ${grouped(scanned)} scanned, ${grouped(matched)} matched.`];
  if (unseen.length > 0) {
    lines.push(
      `Not looked at: ${[...groupBy(unseen, ({ topic }) => topic)].map(([topic, own]) => `${topic}[${numbers(own)}]`).join(', ')}.`,
    );
  }
  if (matched === 0) lines.push(...hints);
  for (const command of goOn) lines.push(`Go on from there: ${command}`);
  return lines;
}

/** Where each of many partitions was left is in the command that goes on. */
function describeTopic(topic: string, partitions: readonly SearchedPartition[]): string[] {
  if (partitions.length <= mostPartitions) {
    return partitions.map(
      ({ partition, from, next }) => `${topic}[${partition}] offsets ${from} to ${next - 1}`,
    );
  }
  const offsets = partitions.reduce((sum, { from, next }) => sum + next - from, 0);
  return [
    `${topic}[${numbers(partitions)}] (${grouped(offsets)} offsets in ${partitions.length} partitions)`,
  ];
}

/** 0-2,5 */
function numbers(partitions: readonly SearchedPartition[]): string {
  const sorted = partitions.map(({ partition }) => partition).sort((one, other) => one - other);
  const runs: [number, number][] = [];
  for (const partition of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === partition - 1) last[1] = partition;
    else runs.push([partition, partition]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
