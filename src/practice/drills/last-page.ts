/** The page of the last drill, kept for `drill report`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../../files/private-file.js';
import type { Folders } from '../../view/world.js';

const fileIn = ({ data }: Folders): string => join(data, 'last-drill.html');

export function keepPage(folders: Folders, page: string): Promise<void> {
  return writePrivateFile(fileIn(folders), page);
}

/** Undefined if no drill was run yet. */
export function lastPage(folders: Folders): Promise<string | undefined> {
  return readFile(fileIn(folders), 'utf8').catch(() => undefined);
}
