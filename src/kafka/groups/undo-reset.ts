/** Undoes the last reset of a group: the offsets that were saved then are committed again. */
import type { Folders } from '../../view/world.js';
import { LabError } from '../../text/errors.js';
import { byPartition, partitionKey } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { rangesOf } from './describe-groups.js';
import { findGroup, type GroupSnapshot } from './group-snapshots.js';
import { checkHasOffsets, checkInactive, type OffsetChange, type OffsetChanges } from './offset-changes.js';
import { commitPlan, isChanging, type OffsetPlan } from './offset-plan.js';
import { changeOf } from './reset-target.js';
import { damagedNotes, openUndoStore, type KeptEntry } from './undo-store.js';
import { commandLine } from '../../text/command-line.js';

/** Throws LabError 'not-found' if no reset of the group is saved here. */
export async function planUndo(
  session: KafkaSession,
  group: string,
  folders: Pick<Folders, 'data'>,
): Promise<OffsetPlan<KeptEntry>> {
  const store = openUndoStore(folders, (await session.metadata([])).clusterId, group);
  const { kept: entries, damaged } = await store.entries();
  const [kept, ...older] = entries;
  if (kept === undefined) {
    throw new LabError(
      'not-found',
      `No reset of group "${group}" is kept on this machine for this cluster.`,
      {
        hint: [
          `Only what ${commandLine`groups reset ${group} --execute`} did from here can be taken back.`,
          ...damagedNotes(damaged),
        ].join('\n'),
      },
    );
  }
  const snapshot = await findGroup(session, group);
  checkHasOffsets(snapshot);
  const planned = await planOffsets(session, kept, snapshot);
  const notes = [`Takes back what was done at ${kept.at}: ${kept.change}.`, ...planned.notes];
  if (older.length > 0)
    notes.push(`${older.length} earlier ${older.length === 1 ? 'reset is' : 'resets are'} kept too.`);
  notes.push(...damagedNotes(damaged));
  const metadata = byPartition(kept.offsets);
  return {
    changes: {
      group,
      executed: false,
      partitions: planned.partitions,
      blockedBy: snapshot?.members ?? [],
      notes,
      undoable: older.length + 1,
    },
    isShare: (snapshot?.type ?? kept.type) === 'share',
    wanted: planned.partitions.filter(isChanging).map(({ topic, partition, newOffset }) => ({
      topic,
      partition,
      offset: newOffset,
      metadata: metadata.get(partitionKey(topic, partition))?.metadata ?? '',
    })),
    snapshot,
    kept,
    store,
  };
}

/** Throws LabError 'refused' while the group has members, before anything is changed. */
export async function executeUndo(
  session: KafkaSession,
  plan: OffsetPlan<KeptEntry>,
): Promise<OffsetChanges> {
  checkInactive(plan.snapshot);
  const { changes, failed } = await commitPlan(session, plan);
  // A failed restore can be tried again.
  if (failed) return changes;
  await plan.store.forget(plan.kept.path);
  return { ...changes, undoable: changes.undoable - 1 };
}

/** Exactly the saved numbers, even if the log has moved on since. */
async function planOffsets(
  session: KafkaSession,
  { offsets }: KeptEntry,
  snapshot: GroupSnapshot | undefined,
): Promise<{ readonly partitions: readonly OffsetChange[]; readonly notes: readonly string[] }> {
  const ranges = await rangesOf(session, [...new Set(offsets.map(({ topic }) => topic))]);
  const committed = byPartition(snapshot?.committed ?? []);
  const notes: string[] = [];
  const partitions = offsets.map(({ topic, partition, offset }): OffsetChange => {
    const key = partitionKey(topic, partition);
    const range = ranges.get(key);
    const currentOffset = committed.get(key)?.offset ?? null;
    const row = { topic, partition, currentOffset, newOffset: offset, upperBound: range?.upperBound ?? null };
    if (range === undefined) return { ...row, change: null, problem: 'the partition is gone' };
    if (range.low === null || range.high === null) {
      return { ...row, change: null, problem: range.problem ?? 'its offsets are unknown' };
    }
    if (offset !== null && offset < range.low) {
      notes.push(
        `${topic}[${partition}]: it begins at ${range.low} now, so for ${offset} a member follows its auto.offset.reset.`,
      );
    }
    const bounds = { low: range.low, high: range.high };
    return { ...row, change: changeOf(currentOffset, offset, bounds), problem: null };
  });
  return { partitions, notes };
}
