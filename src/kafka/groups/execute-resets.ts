/** Executes planned resets: the old offsets are saved, then the planned ones are committed. */
import { LabError } from '../../text/errors.js';
import { inParallel } from '../../text/wait.js';
import type { KafkaSession } from '../session/session.js';
import { activeGroup, checkInactive, type OffsetChanges } from './offset-changes.js';
import { commitPlan } from './offset-plan.js';
import type { ResetPlan } from './plan-reset.js';

/** Coordinators are not asked for more groups than this at a time. */
const atOnce = 8;

/** Throws LabError 'refused' while the group has members, before anything is changed. */
export async function executeReset(session: KafkaSession, plan: ResetPlan): Promise<OffsetChanges> {
  const { snapshot, wanted, kept, store, notes } = plan;
  checkInactive(snapshot);
  const { group } = plan.changes;
  if (wanted.length === 0) return { ...plan.changes, executed: true, notes };
  const path = await store.keep(kept);
  // A refusal changed nothing, so there is nothing to undo; after a broken connection that is unknown.
  const { changes } = await commitPlan(session, plan, () => store.forget(path));
  const undoable = (await store.entries()).kept.length;
  const made = snapshot ? [] : [`Group "${group}" did not exist before; it was created.`];
  return { ...changes, undoable, notes: [...notes, ...made] };
}

/**
 * A few at a time. With `skipActive`, groups with members stay plans among the others; otherwise the first of them throws
 * LabError 'refused', and then nothing was changed.
 */
export async function executeResets(
  session: KafkaSession,
  plans: readonly ResetPlan[],
  { skipActive }: { readonly skipActive: boolean },
): Promise<readonly OffsetChanges[]> {
  const [only, second] = plans;
  if (only && !second && !skipActive) return [await executeReset(session, only)];
  const blocked = plans.map(({ changes }) => changes).find(({ blockedBy }) => blockedBy.length > 0);
  if (blocked && !skipActive) throw activeGroup(blocked.group, blocked.blockedBy);
  return inParallel(plans, atOnce, async (plan) => {
    const { changes } = plan;
    return changes.blockedBy.length > 0 ? changes : executeReset(session, plan).catch(asProblem(changes));
  });
}

/** Groups already reset stay reset if a later one is refused. */
function asProblem(changes: OffsetChanges) {
  return (error: unknown): OffsetChanges => {
    if (!(error instanceof LabError) || error.code !== 'refused') throw error;
    const partitions = changes.partitions.map((each) => ({
      ...each,
      problem: each.problem ?? error.message,
    }));
    return { ...changes, executed: true, partitions };
  };
}
