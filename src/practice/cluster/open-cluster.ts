/** How every operation except `up` and `down` opens a cluster that is up. */
import { noCluster } from './down.js';
import { readState } from './state/find-cluster.js';
import { clusterFolder } from './state/cluster-folder.js';
import { withLock } from './state/lock.js';
import { requireName } from './state/name.js';
import { ClusterRecord } from './state/record.js';
import { runnerFor } from './runner-for-engine.js';
import type { Runner, Surroundings } from './engine/runner.js';

export interface OpenCluster {
  readonly record: ClusterRecord;
  readonly runner: Runner;
}

/** Throws `not-found` if no cluster of that name is up. */
export function openCluster(name: string, surroundings: Surroundings): OpenCluster {
  requireName(name);
  const state = readState(clusterFolder(surroundings.folders, name));
  if (!state || state.phase === 'down') throw noCluster(name, state !== undefined);
  const record = new ClusterRecord(surroundings.folders, state);
  return { record, runner: runnerFor(record, surroundings) };
}

/** The same for what changes it: one command at a time. */
export function withCluster<T>(
  name: string,
  surroundings: Surroundings,
  work: (cluster: OpenCluster) => Promise<T>,
): Promise<T> {
  const { record } = openCluster(name, surroundings);
  // Read again under the lock: another command may have changed it.
  return withLock(record.folder, surroundings, () => work(openCluster(name, surroundings)));
}
