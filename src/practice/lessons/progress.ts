/** Progress in the lessons: one small file beside the practice clusters. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFileSync } from '../../files/private-file.js';
import type { Folders } from '../../view/world.js';

const placeSchema = z.object({
  /** Steps done of a lesson that was left; 0 if none is in progress. */
  step: z.int().min(0),
  /** When it was finished last. */
  doneAt: z.string().nullable(),
});
export type Place = z.output<typeof placeSchema>;

const fileSchema = z.object({ version: z.literal(1), lessons: z.record(z.string(), placeSchema) });

const notBegun: Place = { step: 0, doneAt: null };

const fileOf = (folders: Folders): string => join(folders.data, 'lessons.json');

/** A missing or damaged file means no progress; it is rewritten. */
function read(folders: Folders): Readonly<Record<string, Place>> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(fileOf(folders), 'utf8'))).lessons;
  } catch {
    return {};
  }
}

export function placeIn(folders: Folders, lesson: string): Place {
  return read(folders)[lesson] ?? notBegun;
}

export function keepPlace(folders: Folders, lesson: string, place: Place): void {
  const lessons = { ...read(folders), [lesson]: place };
  writePrivateFileSync(fileOf(folders), `${JSON.stringify({ version: 1, lessons }, null, 2)}\n`);
}
