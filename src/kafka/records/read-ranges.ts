/** Positions as typed → offsets of each partition, bounded by what the log holds. */
import { positionIn, type Positions } from '../../text/positions.js';
import type { Int64 } from '../../text/int64.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import type { PartitionRange } from '../../wire/reader/reader.js';
import { choosePartitions } from '../session/choose-partitions.js';
import { findOffset, lookUpTime, type Bounds, type FoundOffset } from '../session/find-offset.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import { offsetsAt } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export type Isolation = 'read_committed' | 'read_uncommitted';

export interface RangeRequest {
  readonly topics: readonly string[];
  /** None: all of them. */
  readonly partitions: readonly number[];
  readonly from: Positions;
  /** The only partition worth reading, and how many the topic has. */
  readonly partitionOf?: ((partitionCount: number) => number) | undefined;
  /** Null: up to the current end, or forever when following. */
  readonly to: Positions | null;
  readonly follow: boolean;
  readonly isolation: Isolation;
}

export interface ReadPlan {
  readonly ranges: readonly PartitionRange[];
  /** What was requested and is unavailable: trimmed offsets, partitions without a leader. */
  readonly notes: readonly string[];
  /** How many partitions were asked for, with those that had to be left out. */
  readonly asked: number;
  /** True when a partition had to be left out. */
  readonly isPartial: boolean;
}

export async function planRanges(session: KafkaSession, request: RangeRequest): Promise<ReadPlan> {
  const { from, to, follow, partitionOf } = request;
  const topics = await existingTopics(session, request.topics);
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const leaders = choosePartitions(topics, request.partitions, to === null ? [from] : [from, to]).filter(
    ({ topic, partition }) => !partitionOf || partitionOf(counts.get(topic) ?? 0) === partition,
  );
  const [lows, ends, fromTimes, toTimes] = await Promise.all([
    offsetsAt(session, leaders, offsetAt.earliest),
    offsetsAt(session, leaders, offsetAt.latest, request.isolation),
    lookUpTime(session, leaders, from),
    lookUpTime(session, leaders, to),
  ]);
  const endOf = byPartition(ends);
  const notes: string[] = [];
  const ranges = lows.flatMap(({ topic, partition, offset: low, problem }): PartitionRange[] => {
    const key = partitionKey(topic, partition);
    const end = endOf.get(key);
    const high = end?.offset ?? null;
    const name = `${topic}[${partition}]`;
    const leftOut = (reason: string) => {
      notes.push(`${name} is left out: ${reason}.`);
      return [];
    };
    if (low === null || high === null) return leftOut(problem ?? end?.problem ?? 'its offsets are unknown');
    const bounds = { low, high };
    const find = (positions: Positions, times: ReadonlyMap<string, FoundOffset>) =>
      findOffset(positionIn(positions, topic, partition), bounds, times.get(key));
    const begin = find(from, fromTimes);
    const stop = to === null ? null : find(to, toTimes);
    const unknown = begin.problem ?? stop?.problem ?? null;
    if (unknown !== null) return leftOut(unknown);
    const range = rangeWithin(bounds, begin.offset, stop === null ? Infinity : stop.offset, follow);
    if (range.asked < low) notes.push(`${name}: offset ${range.asked} is gone; it begins at ${low} now.`);
    if (range.asked > high && !follow) {
      notes.push(`${name}: there is no offset ${range.asked} yet; it ends at ${high}.`);
    }
    return [{ topic, partition, from: range.from, to: range.to }];
  });
  return { ranges, notes, asked: lows.length, isPartial: ranges.length < lows.length };
}

/**
 * `from`, `to`: null when every record is older than the time; then there is nothing from there on. `asked` is where
 * the reader wanted to begin, `from` the first offset that exists; `to` is exclusive, null: forever.
 */
export function rangeWithin(
  { low, high }: Bounds,
  from: FoundOffset['offset'],
  to: FoundOffset['offset'],
  follow: boolean,
): { readonly asked: Int64; readonly from: number; readonly to: number | null } {
  const asked = from ?? high;
  const until = Math.min(Number(to ?? high), follow ? Infinity : high);
  return { asked, from: Math.max(Number(asked), low), to: until === Infinity ? null : until };
}
