/** A change of a group's committed offsets, computed once: what is shown is what is committed. */
import { LabError } from '../../text/errors.js';
import { partitionKey } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { applyOffsets, offsetProblems } from './apply-offsets.js';
import type { WantedOffset } from './apply-share-offsets.js';
import type { GroupSnapshot } from './group-snapshots.js';
import type { OffsetChange, OffsetChanges } from './offset-changes.js';
import type { UndoEntry, UndoStore } from './undo-store.js';

export interface OffsetPlan<Kept extends UndoEntry = UndoEntry> {
  /** As it is shown before anything is changed. */
  readonly changes: OffsetChanges;
  /** Start offsets of a share group. */
  readonly isShare: boolean;
  /** The partitions among them that change. */
  readonly wanted: readonly WantedOffset[];
  /** The group when the plan was made; undefined if there was none. */
  readonly snapshot: GroupSnapshot | undefined;
  /** What a reset saves for undo, or what an undo restores. */
  readonly kept: Kept;
  readonly store: UndoStore;
}

/** A share group may read again from where it begins already: what is acknowledged ahead of that is forgotten. */
export function isChanging({ currentOffset, newOffset, change, problem }: OffsetChange): boolean {
  return problem === null && (newOffset !== currentOffset || change?.kind === 'replays');
}

/**
 * Commits and reads back; `failed` says whether an offset is not as planned. Throws LabError 'refused' when nothing
 * was changed, after `onRefused`.
 */
export async function commitPlan(
  session: KafkaSession,
  { changes, isShare, wanted }: Pick<OffsetPlan, 'changes' | 'isShare' | 'wanted'>,
  onRefused: () => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly changes: OffsetChanges; readonly failed: boolean }> {
  const applied = { group: changes.group, isShare, wanted };
  const codes = await applyOffsets(session, applied).catch(async (error: unknown) => {
    if (error instanceof LabError && error.code === 'refused') await onRefused();
    throw error;
  });
  const problems = await offsetProblems(session, applied, codes);
  const partitions = changes.partitions.map((each) => ({
    ...each,
    problem: problems.get(partitionKey(each.topic, each.partition)) ?? each.problem,
  }));
  return { changes: { ...changes, executed: true, blockedBy: [], partitions }, failed: problems.size > 0 };
}
