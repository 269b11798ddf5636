/** Positions as typed → offsets of each partition, bounded by what is there. */
import { LabError } from '../../text/errors.js';
import type { Position } from '../../text/positions.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import type { PartitionRange } from '../../wire/reader/reader.js';
import { offsetsAt, type PartitionLeader } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';

export type Isolation = 'read_committed' | 'read_uncommitted';

export interface RangeRequest {
  readonly topics: readonly string[];
  /** None: all of them. */
  readonly partitions: readonly number[];
  readonly from: Position;
  /** The only partition of a topic with so many that is worth reading. */
  readonly partitionOf?: ((partitionCount: number) => number) | undefined;
  /** Where `from` is given for each partition by itself; those that are not named are not read. */
  readonly fromOffsets?: ReadonlyMap<number, number> | undefined;
  /** The same of `to`. */
  readonly toOffsets?: ReadonlyMap<number, number> | undefined;
  /** Null: as far as there are records now, or for ever when following. */
  readonly to: Position | null;
  readonly follow: boolean;
  readonly isolation: Isolation;
}

export interface ReadPlan {
  readonly ranges: readonly PartitionRange[];
  /** What was asked for and is not there: trimmed offsets, partitions without a leader. */
  readonly notes: readonly string[];
  /** True when a partition had to be left out. */
  readonly isPartial: boolean;
}

export async function planRanges(session: KafkaSession, request: RangeRequest): Promise<ReadPlan> {
  const topics = await existingTopics(session, request.topics);
  const leaders = topics.flatMap(({ name, partitions }) => {
    const named = [request.fromOffsets, request.toOffsets].flatMap((offsets) => [...(offsets?.keys() ?? [])]);
    for (const wanted of [...request.partitions, ...named]) checkPartition(name, wanted, partitions.length);
    return partitions
      .filter(({ partition }) => request.partitions.length === 0 || request.partitions.includes(partition))
      .filter(({ partition }) => request.fromOffsets?.has(partition) ?? true)
      .filter(({ partition }) => request.toOffsets?.has(partition) ?? true)
      .filter(({ partition }) => !request.partitionOf || request.partitionOf(partitions.length) === partition)
      .map(({ partition, leader }) => ({ topic: name, partition, leader }));
  });
  const [lows, ends, from, to] = await Promise.all([
    offsetsAt(session, leaders, offsetAt.earliest),
    offsetsAt(session, leaders, offsetAt.latest, request.isolation),
    timesOf(session, leaders, request.from),
    timesOf(session, leaders, request.to),
  ]);
  const notes: string[] = [];
  const ranges = lows.flatMap((low, index): PartitionRange[] => {
    const end = ends[index]?.offset ?? null;
    const name = `${low.topic}[${low.partition}]`;
    if (low.offset === null || end === null) {
      notes.push(`${name} is left out: ${low.problem ?? ends[index]?.problem ?? 'its offsets are unknown'}.`);
      return [];
    }
    const bounds = { low: low.offset, end };
    const asked: RangeRequest = {
      ...request,
      from: ownPosition(request.fromOffsets, low.partition) ?? request.from,
      to: ownPosition(request.toOffsets, low.partition) ?? request.to,
    };
    const range = rangeWithin(bounds, asked, from?.[index]?.offset ?? null, to?.[index]?.offset ?? null);
    if (range.asked < low.offset) {
      notes.push(`${name}: offset ${range.asked} is gone; it begins at ${low.offset} now.`);
    }
    if (range.asked > end && !request.follow) {
      notes.push(`${name}: there is no offset ${range.asked} yet; it ends at ${end}.`);
    }
    return [{ topic: low.topic, partition: low.partition, from: range.from, to: range.to }];
  });
  return { ranges, notes, isPartial: ranges.length < lows.length };
}

/**
 * `fromTime`, `toTime`: the offsets that belong to positions in time; null when every record is older.
 * `asked` is where the reader wanted to begin, `from` where there is something; `to` is exclusive, null for ever.
 */
export function rangeWithin(
  { low, end }: { readonly low: number; readonly end: number },
  { from, to, follow }: Pick<RangeRequest, 'from' | 'to' | 'follow'>,
  fromTime: number | null,
  toTime: number | null,
): { readonly asked: number; readonly from: number; readonly to: number | null } {
  const asked = offsetOf(from, low, end, fromTime);
  const present = follow ? null : end;
  const until = to === null ? present : Math.min(offsetOf(to, low, end, toTime), present ?? Infinity);
  return { asked, from: Math.max(asked, low), to: until };
}

function ownPosition(
  offsets: ReadonlyMap<number, number> | undefined,
  partition: number,
): Position | undefined {
  const offset = offsets?.get(partition);
  return offset === undefined ? undefined : { kind: 'offset', offset };
}

/** Refuses a partition that does not exist; clients that do not check lose records or wait for ever. */
export function checkPartition(topic: string, partition: number, count: number): void {
  if (partition < count) return;
  throw new LabError(
    'refused',
    `Topic "${topic}" has no partition ${partition}: it has ${count}, 0 to ${count - 1}.`,
    {
      hint: `See them: kafka-lab topics describe ${topic}`,
    },
  );
}

/** The broker looks a time up; every other position is arithmetic. */
async function timesOf(
  session: KafkaSession,
  leaders: readonly PartitionLeader[],
  position: Position | null,
) {
  return position?.kind === 'time' ? offsetsAt(session, leaders, position.timestampMs) : null;
}

/** `atTime` is null when every record is older than the time: then there is nothing from there on. */
function offsetOf(position: Position, low: number, end: number, atTime: number | null): number {
  switch (position.kind) {
    case 'start':
      return low;
    case 'end':
      return end;
    case 'offset':
      return position.offset;
    case 'last':
      return Math.max(low, end - position.count);
    case 'time':
      return atTime ?? end;
  }
}
