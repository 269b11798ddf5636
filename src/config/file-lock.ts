/** One process at a time changes a file. */
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { pid } from 'node:process';
import { LabError } from '../text/errors.js';

/** A change takes milliseconds: a lock of this age was left by a process that was killed. */
const staleMs = 5000;
const giveUpMs = 10_000;
const pauseMs = 10;

/** Throws LabError 'environment' if others never let go, and what `work` and the file system throw. */
export function withFileLock<T>(path: string, work: () => T): T {
  const lock = `${path}.lock`;
  const giveUpAtMs = Date.now() + giveUpMs;
  while (!isTaken(lock)) {
    if (Date.now() > giveUpAtMs) {
      throw new LabError('environment', `${path} is being changed by another kafka-lab.`, {
        hint: `Try again; if no other one runs, delete ${lock}`,
      });
    }
    if (isStale(lock)) remove(lock);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isTaken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(lock: string): boolean {
  const taken = statSync(lock, { throwIfNoEntry: false });
  return taken !== undefined && Date.now() - taken.mtimeMs > staleMs;
}

/** Of several that find it stale one moves it away. */
function remove(lock: string): void {
  try {
    renameSync(lock, `${lock}.${pid}`);
    rmSync(`${lock}.${pid}`, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
