/** Takes the last reset of a group back: the offsets that were kept then are committed again. */
import { LabError } from '../../text/errors.js';
import { applyOffsets, offsetProblems } from './apply-offsets.js';
import { rangesOf } from './describe-groups.js';
import { partitionKey } from '../session/partition-key.js';
import { findGroup } from './group-snapshots.js';
import { checkHasOffsets, checkInactive, type OffsetChange, type OffsetChanges } from './offset-changes.js';
import { changeOf } from './reset-plan.js';
import type { KafkaSession } from '../session/session.js';
import type { KeptEntry, UndoStore } from './undo-store.js';

export interface UndoRequest {
  readonly group: string;
  readonly execute: boolean;
}

/** Throws LabError 'not-found' when no reset of the group is kept here. */
export async function undoReset(
  session: KafkaSession,
  { group, execute }: UndoRequest,
  openStore: (clusterId: string | null) => UndoStore,
): Promise<OffsetChanges> {
  const store = openStore((await session.metadata([])).clusterId);
  const [entry, ...older] = await store.entries();
  if (entry === undefined) {
    throw new LabError(
      'not-found',
      `No reset of group "${group}" is kept on this machine for this cluster.`,
      {
        hint: `Only what kafka-lab groups reset ${group} --execute did from here can be taken back.`,
      },
    );
  }
  const snapshot = await findGroup(session, group);
  checkHasOffsets(snapshot);
  if (execute) checkInactive(snapshot);
  const committed = new Map(
    (snapshot?.committed ?? []).map((each) => [partitionKey(each.topic, each.partition), each.offset]),
  );
  const planned = await planUndo(session, entry, committed);
  const notes = [`Takes back what was done at ${entry.at}: ${entry.change}.`, ...planned.notes];
  if (older.length > 0)
    notes.push(`${older.length} earlier ${older.length === 1 ? 'reset is' : 'resets are'} kept too.`);
  if (!execute) {
    const blockedBy = snapshot?.members ?? [];
    return {
      group,
      executed: false,
      partitions: planned.partitions,
      blockedBy,
      notes,
      undoable: older.length + 1,
    };
  }
  const metadata = new Map(
    entry.offsets.map((each) => [partitionKey(each.topic, each.partition), each.metadata]),
  );
  const changes = planned.partitions.filter(
    ({ currentOffset, newOffset, problem }) => problem === null && newOffset !== currentOffset,
  );
  const wanted = changes.map(({ topic, partition, newOffset }) => ({
    topic,
    partition,
    offset: newOffset,
    metadata: metadata.get(partitionKey(topic, partition)) ?? '',
  }));
  const codes = await applyOffsets(session, group, wanted);
  const problems = await offsetProblems(session, group, wanted, codes);
  // What could not be restored can be tried again.
  if (problems.size === 0) await store.forget(entry.path);
  return {
    group,
    executed: true,
    partitions: planned.partitions.map((each) => ({
      ...each,
      problem: problems.get(partitionKey(each.topic, each.partition)) ?? each.problem,
    })),
    blockedBy: [],
    notes,
    undoable: older.length + (problems.size === 0 ? 0 : 1),
  };
}

/** The very numbers that were kept, also where the log has moved on since. */
async function planUndo(
  session: KafkaSession,
  { offsets }: KeptEntry,
  committed: ReadonlyMap<string, number>,
): Promise<{ readonly partitions: readonly OffsetChange[]; readonly notes: readonly string[] }> {
  const ranges = await rangesOf(session, [...new Set(offsets.map(({ topic }) => topic))]);
  const notes: string[] = [];
  const partitions = offsets.map(({ topic, partition, offset }): OffsetChange => {
    const range = ranges.get(partitionKey(topic, partition));
    const currentOffset = committed.get(partitionKey(topic, partition)) ?? null;
    const row = { topic, partition, currentOffset, newOffset: offset, upperBound: range?.upperBound ?? null };
    if (range === undefined) return { ...row, change: null, problem: 'the partition is gone' };
    if (range.low === null || range.high === null) {
      return { ...row, change: null, problem: range.problem ?? 'its offsets are unknown' };
    }
    if (offset !== null && offset < range.low) {
      notes.push(
        `${topic}[${partition}]: it begins at ${range.low} now, so a member goes on from ${offset} as its auto.offset.reset says.`,
      );
    }
    const bounds = { low: range.low, high: range.high };
    return { ...row, change: changeOf(currentOffset, offset, bounds), problem: null };
  });
  return { partitions, notes };
}
