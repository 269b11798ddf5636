/** A position → an offset of one partition: arithmetic, except for a time or a place, which the partition's leader looks up. */
import { LabError } from '../../text/errors.js';
import type { Int64 } from '../../text/int64.js';
import { timeText } from '../../text/times.js';
import type { Place, Position, Positions } from '../../text/positions.js';
import { negotiate } from '../../wire/protocol/send.js';
import { listOffsets, offsetAt, offsetAtSince } from '../../wire/requests/list-offsets.js';
import { byPartition } from './partition-key.js';
import { offsetsAt, type PartitionLeader, type PartitionOffset } from './partition-offsets.js';
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

/**
 * The leaders' answers for a time or a place, by `partitionKey`; empty for other positions. Throws LabError 'refused' if the
 * brokers are too old for the place.
 */
export async function lookUp(
  session: KafkaSession,
  leaders: readonly PartitionLeader[],
  position: Positions | { readonly kind: 'shift' } | null,
): Promise<ReadonlyMap<string, FoundOffset>> {
  if (position?.kind === 'place') return byPartition(await offsetsOfPlace(session, leaders, position.place));
  if (position?.kind !== 'time') return new Map();
  const found = await offsetsAt(session, leaders, position.timestampMs);
  return byPartition(found.map((each) => ({ ...each, ...aheadOf(each.timestamp, position.timestampMs) })));
}

const placeKeys = {
  'earliest-local': 'earliestLocal',
  'latest-tiered': 'latestTiered',
  'earliest-pending-upload': 'earliestPendingUpload',
  'max-timestamp': 'maxTimestamp',
} as const satisfies Record<Place, keyof typeof offsetAtSince>;

/**
 * Without tiered storage the earliest local offset is the first one, and leaders answer nothing for the other two. Throws
 * LabError 'refused' if the brokers are too old.
 */
export async function offsetsOfPlace(
  session: KafkaSession,
  leaders: readonly PartitionLeader[],
  place: Place,
): Promise<readonly PartitionOffset[]> {
  const key = placeKeys[place];
  const { version, release } = offsetAtSince[key];
  if (negotiate(await session.anyBroker(), listOffsets) < version) {
    throw new LabError('refused', `The position ${place} needs Kafka ${release} or newer.`, {
      hint: 'Which Kafka the brokers are: kafka-lab api-versions',
    });
  }
  const found = await offsetsAt(session, leaders, offsetAt[key]);
  return found.map((each) =>
    each.offset === null && each.problem === null ? { ...each, problem: nowhere[place] } : each,
  );
}

/** What it means that a leader knows the place and has no offset for it; null: the partition is empty. */
const nowhere: Readonly<Record<Place, string | null>> = {
  'earliest-local': 'nothing of it is on the disk of its leader',
  'latest-tiered':
    'nothing of it is in tiered storage (remote.storage.enable of the topic and of its brokers)',
  'earliest-pending-upload':
    'nothing of it waits for tiered storage: all that can be is there already, or the topic has none (remote.storage.enable)',
  'max-timestamp': null,
};

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
  found: FoundOffset | undefined,
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
    case 'place':
      return found ?? { offset: null, problem: unknownProblem(position) };
    case undefined:
      return { offset: null, problem: 'no offset was given for it' };
  }
}

/** Why it is unknown where a position is that `lookUp` has no answer for; null if it is none to look up. */
export function unknownProblem(position: Positions | null): string | null {
  if (position?.kind === 'time') return 'nothing is known of that time';
  return position?.kind === 'place' ? `nothing is known of ${position.place}` : null;
}

export function clamp({ low, high }: Bounds, offset: Int64): number {
  return Math.min(Math.max(Number(offset), low), high);
}
