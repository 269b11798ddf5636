/** Whether a process is still the one that was started: its pid may belong to another by now. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { kill, platform } from 'node:process';
import { promisify } from 'node:util';
import { LabError } from '../../../text/errors.js';
import type { ProcessIdentity } from './state.js';
import { askAgain } from '../../../text/wait.js';

const run = promisify(execFile);

/** `undefined` if no process has that pid (a zombie that has released its resources counts as none). */
export async function identify(pid: number, proc = '/proc'): Promise<ProcessIdentity | undefined> {
  const stat = await readFile(`${proc}/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) {
    // The name of the program stands in parentheses and may hold spaces; fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // While its last threads end, a process is a zombie that still holds its memory and ports.
    const threads = Number(fields[17]);
    if (fields[0] === 'X' || (fields[0] === 'Z' && threads <= 1)) return undefined;
    const boot = await readFile(`${proc}/sys/kernel/random/boot_id`, 'utf8').catch(() => '');
    return { pid, born: `${boot.trim()} ${fields[19] ?? ''}` };
  }
  if (!isThere(pid)) return undefined;
  const [program, ...words] = startCommand(pid, platform);
  const born = await outputOf(program, words);
  if (born) return { pid, born };
  // It may have ended meanwhile.
  if (!isThere(pid)) return undefined;
  throw new LabError('environment', `When process ${pid} started cannot be told on this machine.`, {
    hint: 'Practice clusters need /proc, the program ps, or on Windows PowerShell, to tell their processes from others.',
  });
}

/** What says when a process started: the same text from every shell, whatever its time zone and language. */
export function startCommand(pid: number, system: string): readonly [string, ...string[]] {
  if (system !== 'win32') return psCommand(pid, 'lstart=');
  const ticks = `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().Ticks`;
  return ['powershell', '-NoProfile', '-NonInteractive', '-Command', ticks];
}

const psCommand = (pid: number, column: string): [string, ...string[]] => [
  'env',
  ...['TZ=UTC', 'LC_ALL=C', 'ps', '-o', column, '-p', String(pid)],
];

function isThere(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export async function isAlive(identity: ProcessIdentity | undefined): Promise<boolean> {
  return identity !== undefined && (await identify(identity.pid))?.born === identity.born;
}

/** Resident bytes; `undefined` if unknown. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? (await ps(pid, 'rss='));
  return kibibytes ? Number(kibibytes) * 1024 : undefined;
}

function ps(pid: number, column: string): Promise<string> {
  const [program, ...words] = psCommand(pid, column);
  return outputOf(program, words);
}

/** Empty if it fails. */
async function outputOf(program: string, words: readonly string[]): Promise<string> {
  const { stdout } = await run(program, words).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

/** Sends a signal if the process is still that one. */
export async function signalProcess(
  identity: ProcessIdentity,
  signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT',
): Promise<void> {
  if (!(await isAlive(identity))) return;
  try {
    kill(identity.pid, signal);
  } catch {
    // It has already ended, as wanted.
  }
}

/** When further waiting is pointless, and how long to wait even then. */
export interface GiveUpEarly {
  isPointless(): Promise<boolean>;
  readonly graceMs: number;
}

/**
 * SIGTERM, then SIGKILL after `graceMs`; resolves when the process is gone. True if it exited by itself. Throws `interrupted`
 * when `signal` is aborted: the process then ends by itself.
 */
export async function endProcess(
  identity: ProcessIdentity,
  graceMs: number,
  giveUpEarly?: GiveUpEarly,
  signal?: AbortSignal,
): Promise<boolean> {
  await signalProcess(identity, 'SIGTERM');
  if (await isGoneWithin(identity, graceMs, giveUpEarly, signal)) return true;
  return killProcess(identity);
}

/** Resolves when it is gone; with false, as it did not exit by itself. */
export async function killProcess(identity: ProcessIdentity): Promise<false> {
  await signalProcess(identity, 'SIGKILL');
  await isGoneWithin(identity, 5000);
  return false;
}

async function isGoneWithin(
  identity: ProcessIdentity,
  timeoutMs: number,
  giveUpEarly?: GiveUpEarly,
  signal?: AbortSignal,
): Promise<boolean> {
  let giveUpAtMs = Infinity;
  const isGone = await askAgain(
    async () => {
      if (!(await isAlive(identity))) return true;
      if (giveUpAtMs === Infinity && (await giveUpEarly?.isPointless())) {
        giveUpAtMs = Date.now() + (giveUpEarly?.graceMs ?? 0);
      }
      return Date.now() >= giveUpAtMs ? false : undefined;
    },
    { timeoutMs, pauseMs: 20, ...(signal && { signal }) },
  );
  return isGone === true;
}
