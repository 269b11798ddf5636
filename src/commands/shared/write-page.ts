/** Writes a page to the file that was asked for. */
import { writeFile } from 'node:fs/promises';
import { LabError } from '../../text/errors.js';

/** Throws LabError 'failed'. */
export async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (error) {
    throw new LabError('failed', `The report could not be written: ${(error as Error).message}`, {
      hint: 'Is there such a folder, and may you write there?',
    });
  }
}
