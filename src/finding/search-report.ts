/** What a search covered and how to go on from there: a search that found nothing has to be verifiable. */
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
}

/** More would hide the rest. */
const mostPartitions = 12;

/** Sentences, a line each. */
export function describeCoverage({ partitions, scanned, matched, times, goOn }: SearchCoverage): string[] {
  const seen = partitions.filter(({ from, next }) => next > from);
  const shown = seen
    .slice(0, mostPartitions)
    .map(({ topic, partition, from, next }) => `${topic}[${partition}] offsets ${from} to ${next - 1}`);
  if (seen.length > mostPartitions) shown.push(`and ${seen.length - mostPartitions} more partitions`);
  const where = shown.length === 0 ? 'nothing: there are no records in what was asked for' : shown.join(', ');
  const when = times ? `, written ${timeText(times.earliestMs)} to ${timeText(times.latestMs)}` : '';
  const unseen = partitions.filter(({ from, next, to }) => next === from && to !== null && next < to);
  const lines = [`Searched ${where}${when}: ${grouped(scanned)} scanned, ${grouped(matched)} matched.`];
  if (unseen.length > 0) {
    lines.push(
      `Not looked at: ${unseen.map(({ topic, partition }) => `${topic}[${partition}]`).join(', ')}.`,
    );
  }
  for (const command of goOn) lines.push(`Go on from there: ${command}`);
  return lines;
}

/** Words for a POSIX shell. */
export function shellWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
