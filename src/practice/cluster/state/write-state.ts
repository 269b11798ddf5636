/** How the state of a cluster gets to the disk in one piece. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { stateFile } from './cluster-folder.js';
import type { ClusterState } from './state.js';

/** A reader sees the old state or the new one, never half of one. */
export async function writeState(folder: string, state: ClusterState): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = stateFile(folder);
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
