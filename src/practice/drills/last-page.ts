/** The page of the last drill, kept for `drill report`. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from '../../view/world.js';

const fileIn = ({ data }: Folders): string => join(data, 'last-drill.html');

export async function keepPage(folders: Folders, page: string): Promise<void> {
  await mkdir(folders.data, { recursive: true });
  await writeFile(`${fileIn(folders)}.new`, page);
  await rename(`${fileIn(folders)}.new`, fileIn(folders));
}

/** Undefined if no drill was run yet. */
export function lastPage(folders: Folders): Promise<string | undefined> {
  return readFile(fileIn(folders), 'utf8').catch(() => undefined);
}
