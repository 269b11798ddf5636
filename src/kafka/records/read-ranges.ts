/** Positions as typed → offsets of each partition, bounded by what the log holds. */
import { positionIn, type Positions } from '../../text/positions.js';
import type { Int64 } from '../../text/int64.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import type { OpenTail } from '../../wire/reader/read-event.js';
import type { LeaderDirectory, PartitionRange } from '../../wire/reader/reader.js';
import { beginningsOfLast, type Beginning } from './last-records.js';
import { choosePartitions } from '../session/choose-partitions.js';
import {
  datedAheadNotes,
  findOffset,
  lookUp,
  unknownProblem,
  type Bounds,
  type FoundOffset,
} from '../session/find-offset.js';
import type { TopicState } from '../session/metadata.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
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
  /** What had to be left out. */
  readonly leftOut: readonly TopicPartition[];
  /** True when a partition had to be left out. */
  readonly isPartial: boolean;
  /** What was requested and waits for open transactions. */
  readonly open: readonly OpenTail[];
  /** As they were when this was planned. */
  readonly topics: readonly TopicState[];
  /** Who serves the log of the cluster's metadata; undefined for topics, which the brokers' metadata tells of. */
  readonly directory?: LeaderDirectory;
}

/** `isWanted`: of the partitions requested, only these. */
export async function planRanges(
  session: KafkaSession,
  request: RangeRequest,
  isWanted: (partition: TopicPartition) => boolean = () => true,
): Promise<ReadPlan> {
  const { from, to, follow, partitionOf, isolation } = request;
  const topics = await existingTopics(session, request.topics);
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const leaders = choosePartitions(topics, request.partitions, to === null ? [from] : [from, to]).filter(
    (each) => isWanted(each) && (!partitionOf || partitionOf(counts.get(each.topic) ?? 0) === each.partition),
  );
  const [lows, ends, highs, fromTimes, toTimes] = await Promise.all([
    offsetsAt(session, leaders, offsetAt.earliest),
    offsetsAt(session, leaders, offsetAt.latest, isolation),
    isolation === 'read_committed' ? offsetsAt(session, leaders, offsetAt.latest) : [],
    lookUp(session, leaders, from),
    lookUp(session, leaders, to),
  ]);
  const [endOf, highOf] = [byPartition(ends), byPartition(highs)];
  const notes: string[] = [];
  const leftOut: TopicPartition[] = [];
  const bounded = lows.flatMap(({ topic, partition, offset: low, problem }): BoundedPartition[] => {
    const key = partitionKey(topic, partition);
    const end = endOf.get(key);
    const readable = end?.offset ?? null;
    const unknown =
      (low === null || readable === null ? (problem ?? end?.problem ?? 'its offsets are unknown') : null) ??
      problemOf(from, fromTimes.get(key)) ??
      problemOf(to, toTimes.get(key));
    if (unknown === null && low !== null && readable !== null) {
      return [{ topic, partition, low, high: readable, logEnd: highOf.get(key)?.offset ?? readable }];
    }
    leftOut.push({ topic, partition });
    notes.push(
      `${topic}[${partition}] ${follow ? 'cannot be read yet' : 'is left out'}: ${unknown ?? 'its offsets are unknown'}.`,
    );
    return [];
  });
  const [fromLast, toLast] = await Promise.all([
    lookUpLast(session, topics, bounded, from, isolation),
    lookUpLast(session, topics, bounded, to, isolation),
  ]);
  const open: OpenTail[] = [];
  const ranges = bounded.map((bounds): PartitionRange => {
    const { topic, partition, low, high, logEnd } = bounds;
    const key = partitionKey(topic, partition);
    const name = `${topic}[${partition}]`;
    const find = (positions: Positions, found: ReadonlyMap<string, FoundOffset>) =>
      findOffset(positionIn(positions, topic, partition), bounds, found.get(key)).offset;
    const last = fromLast.get(key);
    const begin = last?.offset ?? find(from, fromTimes);
    const stop = to === null ? Infinity : (toLast.get(key)?.offset ?? find(to, toTimes));
    const range = rangeWithin(bounds, begin, stop, follow);
    notes.push(...datedAheadNotes(name, fromTimes.get(key)), ...datedAheadNotes(name, toTimes.get(key)));
    if (range.asked < low) notes.push(`${name}: offset ${range.asked} is gone; it begins at ${low} now.`);
    if (range.asked > logEnd && !follow) {
      notes.push(`${name}: there is no offset ${range.asked} yet; it ends at ${logEnd}.`);
    }
    const heldFrom = Math.max(high, Number(range.asked));
    // What `end` is depends on what can be read; meant is all there is.
    const heldTo = to?.kind === 'end' ? logEnd : Math.min(Number(stop ?? logEnd), logEnd);
    if (!follow && heldTo > heldFrom) {
      open.push({ topic, partition, from: heldFrom, offsets: heldTo - heldFrom });
    }
    return { topic, partition, from: range.from, to: range.to, ...(last?.kept && { kept: last.kept }) };
  });
  return { ranges, notes, leftOut, isPartial: leftOut.length > 0, open, topics };
}

interface BoundedPartition extends Bounds, TopicPartition {
  /** Where the log ends, behind what an open transaction holds back; `high` is what can be read. */
  readonly logEnd: number;
}

function problemOf(positions: Positions | null, found: FoundOffset | undefined): string | null {
  const unknown = unknownProblem(positions);
  return unknown === null || !found ? unknown : found.problem;
}

/** Where the last N begin, by `partitionKey`; empty for other positions. */
async function lookUpLast(
  session: KafkaSession,
  topics: readonly TopicState[],
  partitions: readonly BoundedPartition[],
  position: Positions | null,
  isolation: Isolation,
): Promise<ReadonlyMap<string, Beginning>> {
  if (position?.kind !== 'last' || partitions.length === 0) return new Map();
  const { count } = position;
  const tails = partitions.map(({ topic, partition, low, high: end }) => ({
    topic,
    partition,
    low,
    end,
    count,
  }));
  return beginningsOfLast(session, topics, tails, isolation);
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
