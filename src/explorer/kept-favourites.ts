/** Which views the numbers lead to, kept for the next time in one small file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFileSync } from '../files/private-file.js';
import { favourites } from './state/own-keys.js';

const fileSchema = z.object({
  version: z.literal(1),
  views: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7', '8', '9']), z.array(z.string()).min(1)),
});

/** Those that come with the program where no others were chosen; a missing or damaged file counts as empty. */
export function loadFavourites(folder: string): ReadonlyMap<string, readonly string[]> {
  const all = new Map(Object.entries(favourites));
  try {
    const { views } = fileSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
    for (const [number, words] of Object.entries(views)) all.set(number, words);
  } catch {
    // The file is optional.
  }
  return all;
}

/** Never throws. */
export function saveFavourites(folder: string, all: ReadonlyMap<string, readonly string[]>): void {
  const isOther = ([number, words]: readonly [string, readonly string[]]) =>
    words.join('\0') !== favourites[number]?.join('\0');
  const views = Object.fromEntries([...all].filter(isOther));
  try {
    writePrivateFileSync(fileIn(folder), `${JSON.stringify({ version: 1, views }, null, 2)}\n`);
  } catch {
    // A full or read-only disk is told by what needs it.
  }
}

function fileIn(folder: string): string {
  return join(folder, 'favourites.json');
}
