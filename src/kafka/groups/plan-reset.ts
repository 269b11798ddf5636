/** Where a group would continue: its new offsets, bounded by the log, and what that replays or skips. */
import type { Folders } from '../../view/world.js';
import { LabError } from '../../text/errors.js';
import { describePosition, positionIn } from '../../text/positions.js';
import { choosePartitions } from '../session/choose-partitions.js';
import { lookUpTime } from '../session/find-offset.js';
import { listOffsets } from '../session/list-offsets.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { findGroup, nearestGroups, type GroupSnapshot } from './group-snapshots.js';
import { checkHasOffsets, type OffsetChange } from './offset-changes.js';
import { isChanging, type OffsetPlan } from './offset-plan.js';
import { changeOf, plannedOffset, type ResetTarget } from './reset-target.js';
import { damagedNotes, openUndoStore } from './undo-store.js';

export interface ResetRequest {
  readonly group: string;
  /** Null: every topic in which the group has committed something. */
  readonly topics: readonly string[] | null;
  /** None: all of them. */
  readonly partitions: readonly number[];
  readonly target: ResetTarget;
  readonly now: Date;
}

export interface ResetPlan extends OffsetPlan {
  /** Configs that apply before and after. */
  readonly notes: readonly string[];
}

/** A new group is created by its first offset, as in Kafka. */
export async function planReset(
  session: KafkaSession,
  request: ResetRequest,
  folders: Pick<Folders, 'data'>,
): Promise<ResetPlan> {
  const { group, now, target } = request;
  const [snapshot, { clusterId }] = await Promise.all([findGroup(session, group), session.metadata([])]);
  checkHasOffsets(snapshot);
  const planned = await planOffsets(session, request, snapshot);
  const { partitions } = planned;
  const store = openUndoStore(folders, clusterId, group);
  const { kept, damaged } = await store.entries();
  const changing = partitions.filter(isChanging);
  const topics = [...new Set(changing.map(({ topic }) => topic))].join(', ');
  const metadata = byPartition(snapshot?.committed ?? []);
  const notes = [...planned.notes, ...damagedNotes(damaged)];
  return {
    changes: {
      group,
      executed: false,
      partitions,
      blockedBy: snapshot?.members ?? [],
      notes: snapshot ? notes : [...notes, await newGroupNote(session, group)],
      undoable: kept.length,
    },
    wanted: changing.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset })),
    snapshot,
    kept: {
      group,
      at: now.toISOString(),
      change: `reset ${topics} to ${targetInWords(target)}`,
      offsets: changing.map(({ topic, partition, currentOffset }) => ({
        topic,
        partition,
        offset: currentOffset,
        metadata: metadata.get(partitionKey(topic, partition))?.metadata ?? '',
      })),
    },
    store,
    notes,
  };
}

async function planOffsets(
  session: KafkaSession,
  request: ResetRequest,
  snapshot: GroupSnapshot | undefined,
): Promise<{ readonly partitions: readonly OffsetChange[]; readonly notes: readonly string[] }> {
  const { target } = request;
  const topics = await existingTopics(session, topicsToReset(request, snapshot));
  const wanted = choosePartitions(topics, request.partitions, target.kind === 'shift' ? [] : [target]);
  const [ranges, times] = await Promise.all([
    listOffsets(session, wanted),
    lookUpTime(session, wanted, target),
  ]);
  const committed = byPartition(snapshot?.committed ?? []);
  const rangeOf = byPartition(ranges);
  const notes: string[] = [];
  const partitions = wanted.map(({ topic, partition }): OffsetChange => {
    const key = partitionKey(topic, partition);
    const range = rangeOf.get(key);
    const currentOffset = committed.get(key)?.offset ?? null;
    const row = { topic, partition, currentOffset, upperBound: range?.upperBound ?? null };
    const { low, high } = range ?? { low: null, high: null };
    if (low === null || high === null) {
      const problem = range?.problem ?? 'its offsets are unknown';
      return { ...row, newOffset: null, change: null, problem };
    }
    const bounds = { low, high };
    const own = target.kind === 'shift' ? target : positionIn(target, topic, partition);
    const planned = plannedOffset(bounds, currentOffset, own, times.get(key));
    if (planned === undefined) {
      notes.push(`${topic}[${partition}]: nothing is committed, so there is nothing to shift.`);
      return { ...row, newOffset: null, change: { kind: 'unchanged', offsets: 0 }, problem: null };
    }
    const { asked, offset, problem } = planned;
    if (problem !== null) return { ...row, newOffset: null, change: null, problem };
    if (asked === null) notes.push(`${topic}[${partition}]: no record is that recent; it goes to the end.`);
    else if (asked < low)
      notes.push(`${topic}[${partition}]: offset ${asked} is gone; it begins at ${low} now.`);
    else if (asked > high) {
      notes.push(`${topic}[${partition}]: there is no offset ${asked} yet; it ends at ${high}.`);
    }
    return { ...row, newOffset: offset, change: changeOf(currentOffset, offset, bounds), problem: null };
  });
  return { partitions, notes };
}

function topicsToReset({ group, topics }: ResetRequest, snapshot: GroupSnapshot | undefined) {
  if (topics !== null) return topics;
  const committed = [...new Set((snapshot?.committed ?? []).map(({ topic }) => topic))];
  if (committed.length > 0) return committed;
  throw new LabError(
    'refused',
    snapshot === undefined
      ? `There is no group "${group}", so it has no topics.`
      : `Group "${group}" has committed nothing, so --all-topics names no topic.`,
    { hint: 'Name the topics: --topic TOPIC' },
  );
}

async function newGroupNote(session: KafkaSession, group: string): Promise<string> {
  const near = await nearestGroups(session, group);
  const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  return `There is no group "${group}" yet; --execute creates it.${meant}`;
}

function targetInWords(target: ResetTarget): string {
  if (target.kind !== 'shift') return describePosition(target);
  return `${Math.abs(target.by)} offsets ${target.by < 0 ? 'back' : 'on'}`;
}
