/** This program in processes of its own, as a user would run it, so that it can be killed. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Stage } from './stage.js';

export type OwnProcess = ChildProcessByStdio<null, Readable, null>;

export function startProgram({ packageFolder, env }: Stage['program'], argv: readonly string[]): OwnProcess {
  const child = spawn(process.execPath, [join(packageFolder, 'bin', 'kafka-lab.js'), ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // Without a listener a failed start would be an uncaught error; a process that is not there does nothing.
  child.on('error', () => undefined);
  return child;
}

/** SIGKILL, as in a crash. */
export function killProgram(child: OwnProcess): void {
  // Node signals process 0, which is every process of this group, if a child was never started.
  if (child.pid !== undefined) child.kill('SIGKILL');
}

/** ^C, and SIGKILL if that does not end it within five seconds. */
export function endProgram(child: OwnProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    const hurry = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => {
      clearTimeout(hurry);
      resolve();
    });
    child.kill('SIGINT');
  });
}
