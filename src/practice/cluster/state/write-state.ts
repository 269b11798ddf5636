/** How the state of a cluster gets to the disk in one piece. */
import { closeFolder, writePrivateFile } from '../../../files/private-file.js';
import { stateFile } from './cluster-folder.js';
import type { ClusterState } from './state.js';

/** A reader sees the old state or the new one, never half of one. */
export async function writeState(folder: string, state: ClusterState): Promise<void> {
  await closeFolder(folder);
  await writePrivateFile(stateFile(folder), `${JSON.stringify(state, null, 2)}\n`);
}
