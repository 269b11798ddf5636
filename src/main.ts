/** The only file that touches `process`: argv, environment, streams, signals, exit code. */

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import type * as Completion from './cli/completion/entry.js';
import { foldersFor } from './config/folders.js';
import type * as Run from './run.js';
import type { Folders, TerminalInput } from './view/world.js';

/** The package's own, and the hash of the bundle; put in by scripts/build.js. */
declare const packageVersion: string;
declare const bundleHash: string;

/** What the bundle offers: each part runs when it is asked for. */
interface Program {
  readonly run: () => Promise<typeof Run>;
  readonly completion: () => Promise<typeof Completion>;
}

/** Resolves with the exit code. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<number> {
  // Before anything else is loaded: scripts ask for it only to see whether the program is there.
  if (['--version', '-V'].includes(argv[0] ?? '')) {
    print(`${packageVersion}\n`);
    return 0;
  }
  if (argv[0] === '__complete') return complete(argv.slice(1));
  if (await printHelp(argv)) return 0;
  const folders = await ownFolders();
  const program = await (await loadProgram(argv, folders)).run();
  const { run, reportError, currentFolder, onReaderLeaving, descriptorStream } = program;
  const interruption = new AbortController();
  const interrupt = () => {
    // The first ^C lets the command close what it opened; the second does not wait.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  };
  // The menu takes ^C for a step back.
  let onInterrupt = interrupt;
  process.on('SIGINT', () => onInterrupt());
  process.on('SIGTERM', interrupt);
  // Told by the kernel, by the shell and by the keyboard's end: each is the first.
  const hangUp = () => interruption.abort();
  process.on('SIGHUP', hangUp);
  // `2>&1 | head -1`: the rest of the output is lost, which is not a reason to stop the work.
  process.stderr.on('error', () => undefined);
  const exitActs = new Set<() => void>();
  const actAtExit = () => {
    for (const act of exitActs) act();
    exitActs.clear();
  };
  process.on('exit', actAtExit);
  await expectHangup(hangUp);
  // What no command awaits any more ends as any other error does, on a terminal that is as it was found.
  const crash = (error: unknown) => {
    actAtExit();
    restoreTerminal();
    const { env, stderr } = process;
    process.exit(reportError(error, argv, { env, stderr, signal: interruption.signal }));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  const code = await run(argv, {
    version: packageVersion,
    env: process.env,
    cwd: currentFolder(() => process.cwd()),
    folders,
    stdin: await standardInput(),
    stdout: descriptorStream(process.stdout),
    stderr: process.stderr,
    signal: interruption.signal,
    now: () => new Date(),
    memory: new Map(),
    settled: new Set(),
    takeInterrupts(listener) {
      const before = onInterrupt;
      onInterrupt = listener;
      return () => {
        onInterrupt = before;
      };
    },
    watchReader: () => onReaderLeaving(process.stdout.fd, () => process.stdout.destroy()),
    atExit(act) {
      exitActs.add(act);
      return () => exitActs.delete(act);
    },
    ...(process.platform === 'win32' ? {} : { jobControl: program.createJobControl(process) }),
  });
  process.exitCode = code;
  leaveSoon();
  return code;
}

/**
 * `hangUp`: for a process that gets no SIGHUP for its terminal (setsid). Before it exits Node gives terminals back, and aborts,
 * with a core dump, if one of them is gone (a closed window).
 */
async function expectHangup(hangUp: () => void): Promise<void> {
  const { isatty } = await import('node:tty');
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  // ^D ends it, too.
  if (terminals.includes(0)) process.stdin.on('end', () => isatty(0) || hangUp());
  process.on('exit', () => {
    if (terminals.every((descriptor) => isatty(descriptor))) return;
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  });
}

/** ASCII. A stream for it takes as long to make as all else that is done for it; a pipe may be full all the same, or closed. */
function print(text: string): void {
  let written = 0;
  try {
    written = writeSync(1, text);
  } catch {
    // The stream waits, or says why not.
  }
  if (written === text.length) return;
  process.stdout.on('error', onUnwritten);
  process.stdout.write(text.slice(written));
}

/** If it is the help that the build has laid out. */
async function printHelp(argv: readonly string[]): Promise<boolean> {
  if (argv.length !== 1 || !argv[0]?.startsWith('-')) return false;
  const { readHelpPage } = await import('./start/help-page.js');
  const page = readHelpPage(__dirname, argv, process.stdout);
  if (page === undefined) return false;
  process.stdout.on('error', onUnwritten);
  process.stdout.write(page);
  return true;
}

/** `--help | head -1` has seen enough; anything else is told in the words that `createSink` has for it. */
function onUnwritten({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return;
  process.exitCode = 1;
  process.stderr.write(`error: The output cannot be written: ${message}\n`);
}

/** Keys in lines again, and the cursor in sight: a prompt or a spinner may have been on. */
function restoreTerminal(): void {
  const { stdin, stderr } = process;
  if (stdin.isTTY && stdin.isRaw) stdin.setRawMode(false);
  if (stderr.isTTY && process.env['TERM'] !== 'dumb') stderr.write('\u001b[?25h');
}

/** A shell waits for this at each key, so that it loads nothing of what runs and renders commands. */
async function complete(argv: readonly string[]): Promise<number> {
  // Nothing of a failure belongs among what is being typed.
  process.on('uncaughtException', () => process.exit());
  process.on('unhandledRejection', () => process.exit());
  const folders = await ownFolders();
  const { answerShell, commands, groups } = await (await loadProgram(argv, folders)).completion();
  const answer = await answerShell(
    argv,
    { entries: commands, groups },
    { env: process.env, cwd: process.cwd(), folders },
  );
  process.stdout.on('error', () => process.exit());
  // What may still be open to a cluster that is away must not keep the shell waiting.
  process.stdout.write(answer, () => process.exit());
  return 0;
}

/** A terminal's keys are read by many; of others most commands read nothing. */
async function standardInput(): Promise<TerminalInput> {
  const { isatty } = await import('node:tty');
  if (isatty(0)) return process.stdin;
  const { lateInput } = await import('./start/late-input.js');
  return lateInput(() => process.stdin);
}

async function ownFolders(): Promise<Folders> {
  const { homedir } = await import('node:os');
  return foldersFor(process.platform, process.env, homedir(), join(__dirname, '..'));
}

async function loadProgram(argv: readonly string[], { cache }: Folders): Promise<Program> {
  const { createRequire } = await import('node:module');
  const { startProgram } = await import('./start/load-program.js');
  const bundle = { path: join(__dirname, 'program.cjs'), id: bundleHash };
  const atExit = (act: () => void) => process.on('exit', act);
  return startProgram(bundle, argv, cache, createRequire(__filename), atExit) as Program;
}

/** What a command had to leave behind, a join of a group that is under way perhaps, must not keep the process. */
function leaveSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength === 0 || process.stdout.destroyed) process.exit();
    leaveSoon();
  }, 100).unref();
}
