/** Moves several groups, each as if alone: all plans first, and nothing is done while one of those named cannot be. */
import { LabError } from '../../text/errors.js';
import { listGroups } from './list-groups.js';
import { activeGroup, type OffsetChanges } from './offset-changes.js';
import { resetGroup, type ResetRequest } from './reset-group.js';
import type { KafkaSession } from '../session/session.js';
import type { UndoStore } from './undo-store.js';

export type GroupWish = Pick<ResetRequest, 'group' | 'topics' | 'target'>;

export interface ResetSettings extends Pick<ResetRequest, 'partitions' | 'execute' | 'now'> {
  /** Groups with members stay plans among the others instead of holding them up. */
  readonly skipActive: boolean;
}

/** In this order. Throws LabError as `resetGroup` does, and then nothing was changed. */
export async function resetGroups(
  session: KafkaSession,
  wishes: readonly GroupWish[],
  { skipActive, ...settings }: ResetSettings,
  openStore: (clusterId: string | null, group: string) => UndoStore,
): Promise<readonly OffsetChanges[]> {
  const reset = (wish: GroupWish, execute: boolean) =>
    resetGroup(session, { ...settings, ...wish, execute }, (clusterId) => openStore(clusterId, wish.group));
  const [only, second] = wishes;
  if (only && !second && !skipActive) return [await reset(only, settings.execute)];
  const plans = await Promise.all(wishes.map((wish) => reset(wish, false)));
  if (!settings.execute) return plans;
  const blocked = plans.find(({ blockedBy }) => blockedBy.length > 0);
  if (blocked && !skipActive) throw activeGroup(blocked.group, blocked.blockedBy);
  const results: OffsetChanges[] = [];
  for (const [index, wish] of wishes.entries()) {
    const plan = plans[index];
    if (!plan) continue;
    results.push(plan.blockedBy.length > 0 ? plan : await reset(wish, true).catch(asProblem(plan)));
  }
  return results;
}

/** Whoever is done stays done when a later one is refused. */
function asProblem(plan: OffsetChanges) {
  return (error: unknown): OffsetChanges => {
    if (!(error instanceof LabError) || error.code !== 'refused') throw error;
    const partitions = plan.partitions.map((each) => ({ ...each, problem: each.problem ?? error.message }));
    return { ...plan, executed: true, partitions };
  };
}

/** Every group that has committed something in one of these topics (null: anywhere), with those topics. */
export async function groupsReading(
  session: KafkaSession,
  topics: readonly string[] | null,
): Promise<readonly { readonly group: string; readonly topics: readonly string[] }[]> {
  // A share group has no offsets of this kind.
  const { groups, missing, leaderless } = await listGroups(session, ({ type }) => type !== 'share');
  if (missing.length > 0 || leaderless > 0) {
    throw new LabError(
      'refused',
      `Not every group can be told: ${missing.map(({ reason }) => reason).join(' ') || 'partitions of __consumer_offsets have no leader.'}`,
      { hint: 'Name the groups, or wait until all brokers are back: kafka-lab brokers list' },
    );
  }
  const found = groups
    .map(({ group, topics: read }) => ({
      group,
      topics: topics?.filter((name) => read.includes(name)) ?? read,
    }))
    .filter((each) => each.topics.length > 0);
  if (found.length > 0) return found;
  throw new LabError(
    'not-found',
    topics === null ? 'No group has committed anything.' : `No group reads ${topics.join(', ')}.`,
    { hint: 'See what there is: kafka-lab groups list' },
  );
}
