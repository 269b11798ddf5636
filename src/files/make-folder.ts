/** A folder with those above it. Node's recursive mkdir never ends where the system says ENOENT of a parent that is there, as below /proc. */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Another command may delete it, or one above it, as often as it is made: more often than this is no accident. */
const mostTries = 20;

/** Does nothing if it is there. `mode` is for folders that are made. Throws the system's error. */
export function makeFolder(folder: string, mode = 0o777): void {
  for (let left = mostTries; ; left -= 1) {
    try {
      mkdirSync(folder, { mode });
      return;
    } catch (error) {
      if (isFolder(folder)) return;
      const { code } = error as NodeJS.ErrnoException;
      const lacksParent = code === 'ENOENT' && dirname(folder) !== folder;
      // EEXIST of what is not there: it was deleted meanwhile.
      const hasGone = code === 'EEXIST' && !lstatSync(folder, { throwIfNoEntry: false });
      if (left === 0 || !(lacksParent || hasGone)) throw error;
      if (lacksParent) makeFolder(dirname(folder), mode);
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
