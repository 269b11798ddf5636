/** A position → an offset of one partition: arithmetic, except for a time, which the partition's leader looks up. */
import type { Int64 } from '../../text/int64.js';
import { timeText } from '../../text/times.js';
import type { Position, Positions } from '../../text/positions.js';
import { byPartition } from './partition-key.js';
import { offsetsAt, type PartitionLeader } from './partition-offsets.js';
import type { KafkaSession } from './session.js';

/** `high` is where the next record will go. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** `offset` is null if every record is older than the time, and if it is unknown: then `problem` says why. */
export interface FoundOffset {
  readonly offset: Int64 | null;
  readonly problem: string | null;
  /** When a record that was looked for by time says that it was written, if that is still to come. */
  readonly datedAhead?: Int64;
}

/** The leaders' answers for a time, by `partitionKey`; empty for other positions. */
export async function lookUpTime(
  session: KafkaSession,
  leaders: readonly PartitionLeader[],
  position: Positions | { readonly kind: 'shift' } | null,
): Promise<ReadonlyMap<string, FoundOffset>> {
  if (position?.kind !== 'time') return new Map();
  const found = await offsetsAt(session, leaders, position.timestampMs);
  return byPartition(found.map((each) => ({ ...each, ...aheadOf(each.timestamp, position.timestampMs) })));
}

/** Clocks differ a little. */
const toleratedMs = 60_000;

/** Who asks for a time to come gets what was asked for. */
export function aheadOf(timestamp: Int64 | null, askedMs: number): Pick<FoundOffset, 'datedAhead'> {
  const latestMs = Math.max(Date.now() + toleratedMs, askedMs);
  return timestamp !== null && timestamp > latestMs && askedMs <= Date.now() ? { datedAhead: timestamp } : {};
}

/** Leaders find the first record at or after a time; one that is dated in the future is that for every time. */
export function datedAheadNotes(name: string, found: FoundOffset | undefined): readonly string[] {
  if (found?.datedAhead === undefined || found.offset === null) return [];
  return [
    `${name}: the record at offset ${found.offset}, found by its time, is dated ${timeText(found.datedAhead)}, in the future; records after it may be older than the time asked for.`,
  ];
}

/** Not bounded: an offset may be gone, or not exist yet. */
export function findOffset(
  position: Position | undefined,
  { low, high }: Bounds,
  atTime: FoundOffset | undefined,
): FoundOffset {
  switch (position?.kind) {
    case 'start':
      return { offset: low, problem: null };
    case 'end':
      return { offset: high, problem: null };
    case 'offset':
      return { offset: position.offset, problem: null };
    case 'last':
      // All of them if there are fewer: that is what "the last N" means, so no note is needed.
      return { offset: Math.max(low, high - position.count), problem: null };
    case 'time':
      return atTime ?? { offset: null, problem: 'nothing is known of that time' };
    case undefined:
      return { offset: null, problem: 'no offset was given for it' };
  }
}

export function clamp({ low, high }: Bounds, offset: Int64): number {
  return Math.min(Math.max(Number(offset), low), high);
}
