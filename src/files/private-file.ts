/** Files that only their owner may read: written completely or not at all, in folders that only their owner may enter. */
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { chmod, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pid } from 'node:process';
import { makeFolder } from './make-folder.js';

const fileMode = 0o600;
const folderMode = 0o700;

/** Makes it; a folder that exists is closed to others. For folders of our own only. */
export async function closeFolder(folder: string): Promise<void> {
  makeFolder(folder, folderMode);
  await chmod(folder, folderMode);
}

export function writePrivateFileSync(path: string, text: string): void {
  makeFolder(dirname(path), folderMode);
  const draft = draftOf(path);
  writeFileSync(draft, text, { mode: fileMode });
  // The mode above is for a new file only.
  chmodSync(draft, fileMode);
  renameSync(draft, path);
}

export async function writePrivateFile(path: string, text: string): Promise<void> {
  makeFolder(dirname(path), folderMode);
  const draft = draftOf(path);
  await writeFile(draft, text, { mode: fileMode });
  await chmod(draft, fileMode);
  await rename(draft, path);
}

function draftOf(path: string): string {
  return `${path}.${pid}.new`;
}
