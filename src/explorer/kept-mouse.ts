/** Whether the explorer takes the mouse, kept for the next time in one small file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFileSync } from '../files/private-file.js';

const fileSchema = z.object({ version: z.literal(1), mouse: z.boolean() });

/** False until it was switched on; a missing or damaged file counts as that. */
export function loadMouse(folder: string): boolean {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8'))).mouse;
  } catch {
    return false;
  }
}

/** Never throws. */
export function saveMouse(folder: string, mouse: boolean): void {
  try {
    writePrivateFileSync(fileIn(folder), `${JSON.stringify({ version: 1, mouse }, null, 2)}\n`);
  } catch {
    // A full or read-only disk is told by what needs it.
  }
}

function fileIn(folder: string): string {
  return join(folder, 'explorer.json');
}
