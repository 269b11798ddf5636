/** A PEM file that a setting names, as text: what is in it is for others to check. */
import { readFile } from 'node:fs/promises';
import { requireText, type PemFile } from '../net/pem.js';
import { LabError } from '../text/errors.js';

/** `setting`: `oidc.ca of connection prod`. Throws LabError 'environment' naming the file. */
export async function readPem(path: string, setting: string): Promise<PemFile> {
  try {
    const file = { setting, path, bytes: await readFile(path) };
    requireText(file);
    return file;
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('environment', `${setting} cannot be read: ${(error as Error).message}`, {
      hint: 'It is the path of a PEM file, counted from the folder of the file that names it.',
      cause: error,
    });
  }
}
