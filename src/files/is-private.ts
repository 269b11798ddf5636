/** May a file that is used without a question be believed? */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** False if anybody else may have put it there, or changed it: its folder and itself are the user's, and only theirs to write. */
export function isPrivate(file: string): boolean {
  const user = process.getuid?.();
  // On Windows the profile's folder is the user's.
  if (user === undefined) return true;
  try {
    return [dirname(file), file].every((path) => {
      const { uid, mode } = statSync(path);
      return uid === user && (mode & 0o022) === 0;
    });
  } catch {
    return false;
  }
}
