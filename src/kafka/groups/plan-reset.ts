/** Where groups would continue: their new offsets, bounded by the log, and what that replays or skips. */
import type { Folders } from '../../view/world.js';
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import { describePosition, positionIn } from '../../text/positions.js';
import { choosePartitions } from '../session/choose-partitions.js';
import { datedAheadNotes } from '../session/find-offset.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { existingIn } from '../session/topic-names.js';
import { groupIds } from './group-ids.js';
import { commandLine } from '../../text/command-line.js';
import { internalTopics } from './kinds/streams-tasks.js';
import { doneAheadOf } from './group-lag.js';
import { findGroups, type GroupSnapshot } from './group-snapshots.js';
import { checkHasOffsets, type OffsetChange } from './offset-changes.js';
import { isChanging, type OffsetPlan } from './offset-plan.js';
import { readLogs, resetTopics, type ResetLogs } from './reset-logs.js';
import { changeOf, plannedOffset, shareChangeOf, type ResetTarget } from './reset-target.js';
import { damagedNotes, openUndoStore } from './undo-store.js';

export interface ResetRequest {
  readonly group: string;
  /** Null: every topic in which the group has committed something. */
  readonly topics: readonly string[] | null;
  /** The topics are those that a group has committed in, as with null: one that is gone by now is left out. */
  readonly mayBeGone?: boolean;
  /** None: all of them. */
  readonly partitions: readonly number[];
  readonly target: ResetTarget;
  /** Whether a group that is not there yet is made as a share group. */
  readonly makesShare?: boolean;
  /** What is committed beside an offset, by `partitionKey`, where the offset is the target's own. */
  readonly metadata?: ReadonlyMap<string, string>;
  readonly now: Date;
}

export interface ResetPlan extends OffsetPlan {
  /** Those that hold before and after. */
  readonly notes: readonly string[];
}

/** One reset, with what is known of its group and topics. */
interface Draft {
  readonly request: ResetRequest;
  readonly snapshot: GroupSnapshot | undefined;
  readonly topics: readonly string[];
}

/**
 * In the order of the requests, with as few questions for many groups as for one. A new group is created by its first
 * offset, as in Kafka.
 */
export async function planResets(
  session: KafkaSession,
  requests: readonly ResetRequest[],
  folders: Pick<Folders, 'data'>,
): Promise<readonly ResetPlan[]> {
  const isNamed = ({ topics, mayBeGone }: ResetRequest) => topics !== null && mayBeGone !== true;
  const naming = existingIn(
    session,
    requests.filter(isNamed).flatMap(({ topics }) => topics ?? []),
  );
  // What is wrong with a group is told first.
  naming.catch(() => undefined);
  const snapshots = await findGroups(
    session,
    requests.map(({ group }) => group),
  );
  const known = requests.every(({ group }) => snapshots.has(group)) ? [] : await groupIds(session);
  const drafts = requests.map((request): Draft => {
    const snapshot = snapshots.get(request.group);
    checkHasOffsets(snapshot);
    return { request, snapshot, topics: topicsToReset(request, snapshot, known) };
  });
  const { clusterId, states, missing } = await resetTopics(
    session,
    await naming,
    drafts.filter(({ request }) => !isNamed(request)).flatMap(({ topics }) => topics),
  );
  const chosen = drafts.map(({ request: { partitions, target }, topics }) =>
    choosePartitions(
      topics.flatMap((name) => states.get(name) ?? []),
      partitions,
      target.kind === 'shift' ? [] : [target],
    ),
  );
  const logs = await readLogs(
    session,
    chosen.flat(),
    drafts.map(({ request }) => request.target),
  );
  const plans: ResetPlan[] = [];
  for (const [index, draft] of drafts.entries()) {
    const planned = planOffsets(draft, chosen[index] ?? [], logs);
    const absent = planMissing(draft, missing);
    const { snapshot, request } = draft;
    const isShare = isShareDraft(draft);
    const store = openUndoStore(folders, clusterId, request.group);
    const { kept, damaged } = await store.entries();
    const partitions = [...planned.partitions, ...absent.partitions];
    const notes = [...absent.notes, ...planned.notes, ...internalNotes(snapshot), ...damagedNotes(damaged)];
    const changing = partitions.filter(isChanging);
    plans.push({
      changes: {
        group: request.group,
        executed: false,
        partitions,
        blockedBy: snapshot?.members ?? [],
        notes: snapshot ? notes : [...notes, newGroupNote(request.group, known)],
        undoable: kept.length,
      },
      isShare,
      wanted: changing.map((each) => ({
        ...{ topic: each.topic, partition: each.partition, offset: each.newOffset },
        metadata: metadataFor(request, each),
      })),
      snapshot,
      kept: entryOf(draft, changing),
      store,
      notes,
    });
  }
  return plans;
}

/** The same for one. */
export async function planReset(
  session: KafkaSession,
  request: ResetRequest,
  folders: Pick<Folders, 'data'>,
): Promise<ResetPlan> {
  const [plan] = await planResets(session, [request], folders);
  return plan as ResetPlan;
}

function isShareDraft({ request, snapshot }: Pick<Draft, 'request' | 'snapshot'>): boolean {
  return snapshot === undefined ? request.makesShare === true : snapshot.type === 'share';
}

/** What an undo restores. */
function entryOf({ request, snapshot }: Draft, changing: readonly OffsetChange[]): ResetPlan['kept'] {
  const { group, now, target } = request;
  const metadata = byPartition(snapshot?.committed ?? []);
  const topics = [...new Set(changing.map(({ topic }) => topic))].join(', ');
  return {
    group,
    ...(isShareDraft({ request, snapshot }) ? { type: 'share' } : {}),
    at: now.toISOString(),
    change: `reset ${topics} to ${targetInWords(target)}`,
    offsets: changing.map(({ topic, partition, currentOffset }) => ({
      topic,
      partition,
      offset: currentOffset,
      metadata: metadata.get(partitionKey(topic, partition))?.metadata ?? '',
    })),
  };
}

/** It belongs to its offset: beside one that had to be moved into the log it would be wrong. */
function metadataFor(
  { target, metadata }: ResetRequest,
  { topic, partition, newOffset }: OffsetChange,
): string {
  const own = target.kind === 'shift' ? undefined : positionIn(target, topic, partition);
  const isTheSame = own?.kind === 'offset' && own.offset === newOffset;
  return (isTheSame ? metadata?.get(partitionKey(topic, partition)) : undefined) ?? '';
}

/** Topics that are gone are left out; those that cannot be read are problems. */
function planMissing(
  { snapshot, topics }: Draft,
  missing: ReadonlyMap<string, string | null>,
): { readonly partitions: readonly OffsetChange[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const partitions = topics.flatMap((name): readonly OffsetChange[] => {
    const problem = missing.get(name);
    if (problem === undefined) return [];
    if (problem === null) {
      notes.push(`Topic "${name}" no longer exists: it is left out.`);
      return [];
    }
    const own = (snapshot?.committed ?? []).filter(({ topic }) => topic === name);
    return own.map(({ topic, partition, offset }) => ({
      ...{ topic, partition, currentOffset: offset },
      ...{ newOffset: null, change: null, upperBound: null, problem },
    }));
  });
  return { partitions, notes };
}

function planOffsets(
  { request: { target }, snapshot }: Draft,
  wanted: readonly TopicPartition[],
  logs: ResetLogs,
): { readonly partitions: readonly OffsetChange[]; readonly notes: readonly string[] } {
  const committed = byPartition(snapshot?.committed ?? []);
  const notes: string[] = [];
  const ahead: string[] = [];
  const partitions = wanted.map(({ topic, partition }): OffsetChange => {
    const key = partitionKey(topic, partition);
    const range = logs.rangeOf(topic, partition);
    const currentOffset = committed.get(key)?.offset ?? null;
    const row = { topic, partition, currentOffset, upperBound: range?.upperBound ?? null };
    const { low, high } = range ?? { low: null, high: null };
    if (low === null || high === null) {
      const problem = range?.problem ?? 'its offsets are unknown';
      return { ...row, newOffset: null, change: null, problem };
    }
    const bounds = { low, high };
    const own = target.kind === 'shift' ? target : positionIn(target, topic, partition);
    const planned = plannedOffset(bounds, currentOffset, own, logs.atTime(target, topic, partition));
    if (planned === undefined) {
      notes.push(`${topic}[${partition}]: nothing is committed, so there is nothing to shift.`);
      return { ...row, newOffset: null, change: { kind: 'unchanged', offsets: 0 }, problem: null };
    }
    const { asked, offset, problem } = planned;
    if (problem !== null) return { ...row, newOffset: null, change: null, problem };
    notes.push(...datedAheadNotes(`${topic}[${partition}]`, logs.atTime(target, topic, partition)));
    if (asked === null) notes.push(`${topic}[${partition}]: no record is that recent; it goes to the end.`);
    else if (asked < low)
      notes.push(`${topic}[${partition}]: offset ${asked} is gone; it begins at ${low} now.`);
    else if (asked > high) {
      notes.push(`${topic}[${partition}]: there is no offset ${asked} yet; it ends at ${high}.`);
    }
    const isShare = snapshot?.type === 'share';
    const doneAhead = isShare ? doneAheadOf(committed.get(key), high) : 0;
    if (doneAhead !== 0 && currentOffset !== null) ahead.push(`${topic}[${partition}]`);
    const change = isShare
      ? shareChangeOf(currentOffset, offset, bounds, doneAhead)
      : changeOf(currentOffset, offset, bounds);
    return { ...row, newOffset: offset, change, problem: null };
  });
  if (ahead.length > 0) notes.push(againNote(ahead));
  return { partitions, notes };
}

/** kafka-streams-groups deletes them with each reset. */
function internalNotes(snapshot: GroupSnapshot | undefined): readonly string[] {
  const topics = snapshot?.topology ? internalTopics(snapshot.topology) : [];
  return topics.length === 0
    ? []
    : [
        `Its stores keep what they have counted, in ${topics.join(', ')}. To begin with empty ones, delete these before the application starts again: ${commandLine`topics delete ${topics}`}`,
      ];
}

/** Undoing it would bring back the start offset alone. */
function againNote(partitions: readonly string[]): string {
  return `${partitions.join(', ')}: records after the start offset were acknowledged already. From the new one on they are delivered again, and an undo does not bring back which they were.`;
}

function topicsToReset(
  { group, topics }: ResetRequest,
  snapshot: GroupSnapshot | undefined,
  known: readonly string[],
) {
  if (topics !== null) return topics;
  const committed = [...new Set((snapshot?.committed ?? []).map(({ topic }) => topic))];
  if (committed.length > 0) return committed;
  if (snapshot === undefined) {
    const near = nearestNames(group, known);
    throw new LabError('not-found', `There is no group "${group}", so it has no topics.`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(', ')}? For a new group name the topics: --topic TOPIC`
          : 'For a new group name the topics: --topic TOPIC',
    });
  }
  throw new LabError('refused', `Group "${group}" has committed nothing, so --all-topics names no topic.`, {
    hint: 'Name the topics: --topic TOPIC',
  });
}

function newGroupNote(group: string, known: readonly string[]): string {
  const near = nearestNames(group, known);
  const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  return `There is no group "${group}" yet; --execute creates it.${meant}`;
}

function targetInWords(target: ResetTarget): string {
  if (target.kind !== 'shift') return describePosition(target);
  return `${Math.abs(target.by)} offsets ${target.by < 0 ? 'back' : 'on'}`;
}
