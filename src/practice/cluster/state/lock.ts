/** One command at a time changes a cluster: a lock file with the identity of the process that holds it. */
import { randomUUID } from 'node:crypto';
import { link, readFile, readdir, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { makeFolder } from '../../../files/make-folder.js';
import { LabError } from '../../../text/errors.js';
import type { Progress } from '../../../view/progress.js';
import { identify, isAlive } from './process-identity.js';
import { processIdentitySchema, type ProcessIdentity } from './state.js';
import { sleep } from '../../../text/wait.js';

export interface LockOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** How long to wait for another command; two minutes by default. */
  readonly timeoutMs?: number;
  /** What the holder is doing, for messages: `working on this cluster` by default. */
  readonly work?: string;
}

/** Runs `work` while holding the lock of the folder; waits for a running command that holds it, not for a dead one. */
export async function withLock<T>(folder: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'lock');
  const own = await identify(pid);
  const deadline = Date.now() + (options.timeoutMs ?? 120_000);
  const doing = options.work ?? 'working on this cluster';
  let told = false;
  while (!(await create(file, JSON.stringify(own)))) {
    const holder = await readHolder(file);
    if (!holder) continue;
    if (!(await isAlive(holder))) {
      await removeStale(file, holder);
      continue;
    }
    if (Date.now() > deadline) {
      throw new LabError('timeout', `Another kafka-lab (process ${holder.pid}) is still ${doing}.`, {
        hint: `Wait for it or end it, then try again. Its lock is ${file}`,
      });
    }
    if (!told)
      options.progress.note(`Waiting for another kafka-lab (process ${holder.pid}) that is ${doing}.`);
    told = true;
    await sleep(100, options.signal);
  }
  try {
    return await work();
  } finally {
    await unlink(file).catch(() => undefined);
    // Succeeds only if the folder is still empty.
    await rmdir(folder).catch(() => undefined);
  }
}

/**
 * For the holder of the lock: deletes what else is in the folder, which goes with the lock. Those who wait for it keep the
 * files that they wait with.
 */
export async function clearFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== 'lock' && !name.startsWith('lock.'))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Written under another name first, so that it is never read half-written. */
async function create(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  makeFolder(dirname(file), 0o700);
  try {
    await writeFile(draft, content, { mode: 0o600 });
    await link(draft, file);
    return true;
  } catch (error) {
    // ENOENT: its last holder has removed the folder meanwhile.
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** `undefined` if it is gone by now. Throws `environment` if it is damaged: it may belong to a living process. */
async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return processIdentitySchema().parse(JSON.parse(text));
  } catch (cause) {
    throw new LabError(
      'environment',
      `The lock ${file} is damaged: it does not say which process holds it.`,
      {
        hint: 'If no other kafka-lab is at work, delete the file.',
        cause,
      },
    );
  }
}

/**
 * Two commands may find the same dead holder at once. The second file makes sure that only one of them
 * removes the lock, and looks again before it does, so that it never removes the lock of a running one.
 */
async function removeStale(file: string, dead: ProcessIdentity): Promise<void> {
  const guard = `${file}.${dead.pid}.stale`;
  if (!(await create(guard, ''))) {
    await sleep(50);
    // A guard is left over only if its process was killed within these few lines.
    await unlink(guard).catch(() => undefined);
    return;
  }
  const holder = await readHolder(file);
  if (holder?.pid === dead.pid && holder.born === dead.born) await unlink(file).catch(() => undefined);
  await unlink(guard).catch(() => undefined);
}
