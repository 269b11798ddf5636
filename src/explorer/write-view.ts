/** What is shown, in a file. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LabError } from '../text/errors.js';

/** Never over a file that is there. Resolves with its path. Throws LabError. */
export async function writeView(cwd: string, file: string, text: string): Promise<string> {
  const path = resolve(cwd, file.trim());
  try {
    await writeFile(path, text, { flag: 'wx' });
    return path;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new LabError('exists', `${path} exists already; nothing was written.`, { cause: error });
    throw new LabError('failed', `${path} could not be written: ${message}`, { cause: error });
  }
}
