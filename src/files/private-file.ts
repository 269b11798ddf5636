/** Files that only their owner may read: written completely or not at all, in folders that only their owner may enter. */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pid } from 'node:process';

const fileMode = 0o600;
const folderMode = 0o700;

/** Also the folders above it that do not exist yet. */
function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: folderMode });
}

/** Makes it; a folder that exists is closed to others. For folders of our own only. */
export async function closeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: folderMode });
  await chmod(folder, folderMode);
}

export function writePrivateFileSync(path: string, text: string): void {
  makePrivateFolder(dirname(path));
  const draft = draftOf(path);
  writeFileSync(draft, text, { mode: fileMode });
  // The mode above is for a new file only.
  chmodSync(draft, fileMode);
  renameSync(draft, path);
}

export async function writePrivateFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: folderMode });
  const draft = draftOf(path);
  await writeFile(draft, text, { mode: fileMode });
  await chmod(draft, fileMode);
  await rename(draft, path);
}

function draftOf(path: string): string {
  return `${path}.${pid}.new`;
}
