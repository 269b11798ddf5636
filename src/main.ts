/** The only file that touches `process`: argv, environment, streams, signals, exit code. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';
import { foldersFor } from './config/folders.js';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${packageFolder}/package.json`, 'utf8')) as { version: string };

/** Resolves with the exit code. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<number> {
  const interruption = new AbortController();
  const interrupt = () => {
    // The first ^C lets the command close what it opened; the second does not wait.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.on('SIGHUP', interrupt);
  // `2>&1 | head -1`: what is left to say has nobody to hear it, which is no reason to stop the work.
  process.stderr.on('error', () => undefined);
  const code = await run(argv, {
    version,
    env: process.env,
    cwd: process.cwd(),
    folders: foldersFor(process.platform, process.env, homedir(), packageFolder),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption.signal,
    now: () => new Date(),
    atExit(act) {
      process.on('exit', act);
      return () => process.off('exit', act);
    },
  });
  process.exitCode = code;
  leaveSoon();
  return code;
}

/** What a command had to leave behind, a join of a group that is under way perhaps, must not keep the process. */
function leaveSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength === 0 || process.stdout.destroyed) process.exit();
    leaveSoon();
  }, 100).unref();
}
