/** The folder that the program was started in. */
import { LabError } from '../text/errors.js';

/** `read` is `process.cwd`, which throws once the folder was deleted. Throws LabError 'environment'. */
export function currentFolder(read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new LabError('environment', `The current folder cannot be used: ${(error as Error).message}.`, {
      hint: 'It was probably deleted. Go to another one: cd ~',
      cause: error,
    });
  }
}
