/** Moves a group to a position: a plan first, and on demand the deed, with the old offsets kept. */
import { LabError } from '../../text/errors.js';
import { describePosition } from '../../text/positions.js';
import { applyOffsets, offsetProblems } from './apply-offsets.js';
import { partitionKey } from '../session/partition-key.js';
import { findGroup, nearestGroups, type GroupSnapshot } from './group-snapshots.js';
import { listOffsets } from '../session/list-offsets.js';
import { checkHasOffsets, checkInactive, type OffsetChange, type OffsetChanges } from './offset-changes.js';
import { offsetsAt } from '../session/partition-offsets.js';
import { checkPartition } from '../records/read-ranges.js';
import { changeOf, plannedOffset, type PartitionTarget, type ResetTarget } from './reset-plan.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import type { UndoStore } from './undo-store.js';

export interface ResetRequest {
  readonly group: string;
  /** Null: every topic in which the group has committed something. */
  readonly topics: readonly string[] | null;
  /** None: all of them. */
  readonly partitions: readonly number[];
  readonly target: ResetTarget;
  readonly execute: boolean;
  readonly now: Date;
}

/**
 * Throws LabError 'refused' on `execute` while the group has members, before anything is changed. A group that has
 * never been there is made by its first offset, as Kafka does it.
 */
export async function resetGroup(
  session: KafkaSession,
  request: ResetRequest,
  openStore: (clusterId: string | null) => UndoStore,
): Promise<OffsetChanges> {
  const [snapshot, { clusterId }] = await Promise.all([
    findGroup(session, request.group),
    session.metadata([]),
  ]);
  checkHasOffsets(snapshot);
  if (request.execute) checkInactive(snapshot);
  const topics = topicsToReset(request, snapshot);
  const plan = await planReset(session, request, topics, snapshot);
  const store = openStore(clusterId);
  if (!request.execute) {
    const notes = [...plan.notes, ...(snapshot ? [] : [await newGroupNote(session, request.group)])];
    return {
      ...resultOf(request, plan.partitions, notes),
      blockedBy: snapshot?.members ?? [],
      undoable: (await store.entries()).length,
    };
  }
  const changes = plan.partitions.filter(isToChange);
  const partitions = changes.length === 0 ? plan.partitions : await execute(session, request, plan, store);
  const notes = [...plan.notes];
  if (!snapshot && changes.length > 0)
    notes.push(`Group "${request.group}" was not there before; now it is.`);
  return { ...resultOf(request, partitions, notes), undoable: (await store.entries()).length };
}

interface Plan {
  readonly partitions: readonly OffsetChange[];
  readonly notes: readonly string[];
  /** What clients had put beside their offsets. */
  readonly metadata: ReadonlyMap<string, string>;
}

async function execute(
  session: KafkaSession,
  request: ResetRequest,
  { partitions, metadata }: Plan,
  store: UndoStore,
): Promise<readonly OffsetChange[]> {
  const changes = partitions.filter(isToChange);
  const topics = [...new Set(changes.map(({ topic }) => topic))].join(', ');
  const path = await store.keep({
    group: request.group,
    at: request.now.toISOString(),
    change: `reset ${topics} to ${targetInWords(request.target)}`,
    offsets: changes.map(({ topic, partition, currentOffset }) => ({
      topic,
      partition,
      offset: currentOffset,
      metadata: metadata.get(partitionKey(topic, partition)) ?? '',
    })),
  });
  const wanted = changes.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset }));
  const codes = await applyOffsets(session, request.group, wanted).catch(async (error: unknown) => {
    // A refusal changed nothing, so there is nothing to take back; of a broken connection nobody knows.
    if (error instanceof LabError && error.code === 'refused') await store.forget(path);
    throw error;
  });
  const problems = await offsetProblems(session, request.group, wanted, codes);
  return partitions.map((each) => ({
    ...each,
    problem: problems.get(partitionKey(each.topic, each.partition)) ?? each.problem,
  }));
}

async function planReset(
  session: KafkaSession,
  request: ResetRequest,
  topicNames: readonly string[],
  snapshot: GroupSnapshot | undefined,
): Promise<Plan> {
  const { target } = request;
  const topics = await existingTopics(session, topicNames);
  const wanted = topics.flatMap(({ name, partitions }) => {
    for (const number of request.partitions) checkPartition(name, number, partitions.length);
    return partitions
      .filter(({ partition }) => request.partitions.length === 0 || request.partitions.includes(partition))
      .filter(({ partition }) => target.kind !== 'each' || target.offsets.has(partitionKey(name, partition)))
      .map(({ partition, leader }) => ({ topic: name, partition, leader }));
  });
  const time =
    target.kind === 'position' && target.position.kind === 'time' ? target.position.timestampMs : null;
  const [ranges, times] = await Promise.all([
    listOffsets(session, wanted),
    time === null ? [] : offsetsAt(session, wanted, time),
  ]);
  const rangeOf = new Map(ranges.map((each) => [partitionKey(each.topic, each.partition), each]));
  const atTime = new Map(times.map((each) => [partitionKey(each.topic, each.partition), each.offset]));
  const committed = new Map(
    (snapshot?.committed ?? []).map((each) => [partitionKey(each.topic, each.partition), each]),
  );
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
    const planned = plannedOffset(bounds, currentOffset, ownTarget(target, key), atTime.get(key) ?? null);
    if (planned === undefined) {
      notes.push(`${topic}[${partition}]: nothing is committed, so there is nothing to shift.`);
      return { ...row, newOffset: null, change: { kind: 'unchanged', offsets: 0 }, problem: null };
    }
    const { asked, offset } = planned;
    if (asked === null) notes.push(`${topic}[${partition}]: no record is that young; it goes to the end.`);
    else if (asked < low)
      notes.push(`${topic}[${partition}]: offset ${asked} is gone; it begins at ${low} now.`);
    else if (asked > high) {
      notes.push(`${topic}[${partition}]: there is no offset ${asked} yet; it ends at ${high}.`);
    }
    return { ...row, newOffset: offset, change: changeOf(currentOffset, offset, bounds), problem: null };
  });
  return {
    partitions,
    notes,
    metadata: new Map([...committed].map(([key, { metadata }]) => [key, metadata])),
  };
}

function ownTarget(target: ResetTarget, key: string): PartitionTarget {
  if (target.kind !== 'each') return target;
  return { kind: 'position', position: { kind: 'offset', offset: target.offsets.get(key) ?? 0 } };
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
    { hint: 'Name what it shall read: --topic TOPIC' },
  );
}

function isToChange({ currentOffset, newOffset, problem }: OffsetChange): boolean {
  return problem === null && newOffset !== null && newOffset !== currentOffset;
}

async function newGroupNote(session: KafkaSession, group: string): Promise<string> {
  const near = await nearestGroups(session, group);
  const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  return `There is no group "${group}" yet; --execute makes it.${meant}`;
}

function resultOf(
  { group, execute }: ResetRequest,
  partitions: readonly OffsetChange[],
  notes: readonly string[],
) {
  return { group, executed: execute, partitions, notes, blockedBy: [] };
}

export function targetInWords(target: ResetTarget): string {
  if (target.kind === 'position') return describePosition(target.position);
  if (target.kind === 'each') return `the offsets of ${target.source}`;
  return `${Math.abs(target.by)} offsets ${target.by < 0 ? 'back' : 'on'}`;
}
