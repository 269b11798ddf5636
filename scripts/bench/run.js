// One command as one process from start to end: wall time here, CPU and peak memory from /usr/bin/time where it is.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Tells this checkout from others. */
export const checkout = createHash('sha256').update(root).digest();
const timer = '/usr/bin/time';
export const hasTimer = existsSync(timer);

/**
 * `command` is a line for sh. Its standard output goes nowhere, or is counted when `count` says so. CPU is that of the
 * command and of all it waited for, the peak that of the largest of them. It has a process group of its own, which ends
 * when `signal` is aborted.
 * @param {string} command
 * @param {{ signal?: AbortSignal | undefined, count?: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<import('./types.js').Sample>}
 */
export async function run(command, { signal, count = false, env = process.env } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-run-'));
  const figures = join(folder, 'figures');
  const shell = ['-c', command];
  const timed = ['-f', '%U %S %M', '-o', figures, 'sh', ...shell];
  try {
    const startedAt = performance.now();
    const child = spawn(hasTimer ? timer : 'sh', hasTimer ? timed : shell, {
      stdio: ['ignore', count ? 'pipe' : 'ignore', 'pipe'],
      detached: true,
      env,
    });
    const stop = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    let outputBytes = 0;
    let complaints = '';
    child.stdout?.on('data', (chunk) => (outputBytes += chunk.length));
    child.stderr?.on('data', (chunk) => (complaints = (complaints + chunk).slice(-2000)));
    let wallSeconds = 0;
    child.once('exit', () => (wallSeconds = (performance.now() - startedAt) / 1000));
    /** @type {number | NodeJS.Signals} */
    const exitCode = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, killed) => resolve(code ?? killed ?? 1));
    });
    signal?.removeEventListener('abort', stop);
    return { exitCode, wallSeconds, outputBytes, complaints, ...measured(figures) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} figures */
function measured(figures) {
  if (!existsSync(figures)) return { cpuSeconds: undefined, peakMiB: undefined };
  // A command that fails has a line about that before the figures.
  const last = readFileSync(figures, 'utf8').trim().split('\n').at(-1) ?? '';
  const [user = NaN, system = NaN, peakKiB = NaN] = last.split(' ').map(Number);
  return { cpuSeconds: user + system, peakMiB: peakKiB / 1024 };
}
