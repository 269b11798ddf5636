/** The nodes of a practice cluster that vote in the controller election. */
import type { Folders } from '../../view/world.js';
import { readState } from './state/find-cluster.js';
import { clusterFolder } from './state/cluster-folder.js';
import { readDerived } from './compose/shape.js';

/** Their ids; none with ZooKeeper. */
export async function votersOf(folders: Folders, name: string): Promise<readonly number[]> {
  const folder = clusterFolder(folders, name);
  const state = readState(folder);
  if (!state) return [];
  const { plan } = await readDerived(folder, state);
  return plan.services.filter(({ kraft }) => kraft?.isController).map(({ id }) => id);
}
