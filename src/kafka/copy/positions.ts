/** How far a copy has come, kept as the committed offsets of a group on the target's cluster, so that another one can go on there. */
import { commandLine } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import { counted } from '../../view/counted.js';
import type { PartitionRange } from '../../wire/reader/reader.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import type { Transaction } from '../../wire/writer/transaction.js';
import { refusal } from '../connection/errors.js';
import { applyOffsets } from '../groups/apply-offsets.js';
import { findGroup } from '../groups/group-snapshots.js';
import { activeGroup } from '../groups/offset-changes.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import type { Lane } from './lane.js';

export interface PositionsPlace {
  readonly group: string;
  /** Of the source; null if the brokers do not say. */
  readonly clusterId: string | null;
  readonly target: string;
  /** Of the sources by name, and of the target: null if the brokers do not say, or it is not there yet. */
  readonly sourceIds: ReadonlyMap<string, string | null>;
  readonly targetId: string | null;
  /** Of the target. */
  readonly partitions: number;
  /** Whether the source is on the cluster of the target. */
  readonly isWithin: boolean;
}

/** Source partitions by `partitionKey` → the next offset. */
export type KeptPositions = ReadonlyMap<string, number>;

/**
 * Brokers keep offsets of partitions that they have. On another cluster than the source's these are the target's, under the
 * numbers of the source's partitions. Throws LabError 'usage' if that cannot be.
 */
export function checkPlace(
  { group, isWithin, partitions, target }: PositionsPlace,
  sources: readonly TopicPartition[],
): void {
  if (isWithin) return;
  const topics = new Set(sources.map(({ topic }) => topic));
  const most = Math.max(...sources.map(({ partition }) => partition)) + 1;
  if (topics.size <= 1 && most <= partitions) return;
  const why =
    topics.size > 1
      ? 'one source at a time'
      : `a target with as many partitions as the source: ${target} has ${partitions}, and ${most} are copied`;
  throw new LabError('usage', `To keep the positions in group ${group} on another cluster takes ${why}.`, {
    hint: 'Without --group and --transaction the report has the line that goes on.',
  });
}

/**
 * None if the group is not there. Throws LabError 'refused' if it has members, or offsets that are not of this copy, or of topics
 * that were deleted and created again since.
 */
export async function readPositions(
  target: KafkaSession,
  place: PositionsPlace,
  sources: readonly TopicPartition[],
): Promise<KeptPositions> {
  const found = await findGroup(target, place.group);
  if (!found) return new Map();
  if (found.members?.length) {
    throw activeGroup(place.group, found.members, refusal('The broker would refuse', unknownMember));
  }
  const committed = byPartition(found.committed);
  const positions = new Map<string, number>();
  for (const source of sources) {
    const kept = placeOf(place, source);
    const offset = committed.get(partitionKey(kept.topic, kept.partition));
    if (offset === undefined) continue;
    if (offset.metadata !== signOf(place, source.topic)) {
      const isOfNames = offset.metadata.replaceAll(idInSign, '') === signOf(withoutIds(place), source.topic);
      throw isOfNames ? ofEarlierTopics(place, source) : ofAnother(place, kept);
    }
    positions.set(partitionKey(source.topic, source.partition), Number(offset.offset));
  }
  return positions;
}

const unknownMember = errorCodeNamed('UNKNOWN_MEMBER_ID');
const unknownTopic = errorCodeNamed('UNKNOWN_TOPIC_OR_PARTITION');

/** Throws LabError if it is not certain that they are kept. Of a transaction, once that is committed. */
export async function keepPositions(
  target: KafkaSession,
  place: PositionsPlace,
  lanes: readonly Lane[],
  transaction: Transaction | undefined,
): Promise<void> {
  const wanted = lanes.map((lane) => ({
    ...placeOf(place, lane),
    offset: lane.goesOnAt,
    metadata: signOf(place, lane.topic),
  }));
  if (transaction) {
    await transaction.commitOffsets(
      place.group,
      [...groupBy(wanted, ({ topic }) => topic)].map(([name, own]) => ({
        name,
        partitions: own.map(({ partition, offset, metadata }) => ({
          partitionIndex: partition,
          committedOffset: offset,
          committedMetadata: metadata,
        })),
      })),
      (topics) => areGone(target, topics),
    );
    return;
  }
  const codes = await applyOffsets(target, { group: place.group, isShare: false, wanted });
  const [refused] = [...codes.values()].filter((code) => code !== 0);
  if (refused === undefined) return;
  const unknown = wanted.filter(
    ({ topic, partition }) => codes.get(partitionKey(topic, partition)) === unknownTopic,
  );
  const isOnlyThat = [...codes.values()].every((code) => code === 0 || code === unknownTopic);
  if (!isOnlyThat || !(await areGone(target, [...new Set(unknown.map(({ topic }) => topic))])))
    throw refusal(`The offsets of group "${place.group}" were not committed`, refused);
}

/** The same ranges, from where an earlier copy stopped. */
export function goOnFrom(
  ranges: readonly PartitionRange[],
  positions: KeptPositions,
): readonly PartitionRange[] {
  return ranges.map((range) => {
    const { topic, partition, to } = range;
    const kept = positions.get(partitionKey(topic, partition));
    // What was read ahead of a position that is no longer meant would be copied.
    return kept === undefined
      ? range
      : { topic, partition, to, from: to === null ? kept : Math.min(kept, to) };
  });
}

export function positionNotes(
  { group }: PositionsPlace,
  kept: KeptPositions,
  ranges: readonly PartitionRange[],
): readonly string[] {
  const beyond = ranges.flatMap(({ topic, partition, to }) => {
    const position = kept.get(partitionKey(topic, partition));
    if (position === undefined || to === null || position <= to) return [];
    return [
      `${topic}[${partition}] ends at ${to}, before ${position}, up to where it was copied: nothing of it is copied.`,
    ];
  });
  if (kept.size === 0) return [`Group ${group} keeps the positions; it has none of this copy yet.`];
  return [
    `Goes on from the positions that group ${group} keeps of ${counted(kept.size, 'partition')}; --from holds for others only.`,
    ...beyond,
  ];
}

function placeOf({ isWithin, target }: PositionsPlace, { topic, partition }: TopicPartition): TopicPartition {
  return { topic: isWithin ? topic : target, partition };
}

/** Brokers keep no offsets of a topic that was deleted; nobody could go on from them. */
async function areGone(session: KafkaSession, names: readonly string[]): Promise<boolean> {
  const { topics } = await session.metadata(names);
  return topics.every(({ errorCode }) => errorCode === unknownTopic);
}

/**
 * Of which copy an offset is, so that no other one goes on from it. A topic that was created again has the name of the earlier
 * one, and other records.
 */
function signOf({ clusterId, target, sourceIds, targetId }: PositionsPlace, source: string): string {
  return `copied: ${source}${idText(sourceIds.get(source))} of ${clusterId ?? 'an unknown cluster'} to ${target}${idText(targetId)}`;
}

const idInSign = / \([^()]*\)/g;

function idText(id: string | null | undefined): string {
  return id ? ` (${id})` : '';
}

function withoutIds(place: PositionsPlace): PositionsPlace {
  return { ...place, sourceIds: new Map(), targetId: null };
}

function ofEarlierTopics({ group, target }: PositionsPlace, { topic }: TopicPartition): LabError {
  return new LabError(
    'refused',
    `Group ${group} keeps how far ${topic} was copied to ${target} before one of them was deleted or created again: going on from there would leave records out.`,
    {
      hint: `To copy from the beginning, forget it: ${commandLine`groups delete ${group}`}; or name another group`,
    },
  );
}

function ofAnother({ group }: PositionsPlace, { topic, partition }: TopicPartition): LabError {
  return new LabError(
    'refused',
    `Group ${group} has an offset of ${topic}[${partition}] that is not of this copy.`,
    {
      hint: `See whose it is: ${commandLine`groups describe ${group}`}; to keep the positions elsewhere, name another group`,
    },
  );
}
