/** The whole program in this process, with streams that tests fill and read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { foldersFor } from '../../config/folders.js';
import type * as Run from '../../run.js';
import { captureStream } from './capture-stream.js';
import type { Environment } from '../../view/world.js';

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSettings {
  /** Nothing by default. */
  readonly stdin?: string | Buffer | AsyncIterable<Buffer>;
  readonly env?: Environment;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  /** Told each time something is written there, with all of it so far. */
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
  readonly signal?: AbortSignal;
  readonly now?: Date;
  /** Keep state in this folder; a new one that is deleted afterwards by default. */
  readonly home?: string;
}

/** Of scripts/test-environment.js. */
declare const builtProgram: () => Promise<typeof Run>;

/** On clusters it is what the build has made, as it is shipped; without a build the modules themselves. */
const { run } = await (process.env['KAFKA_LAB_TEST_BUILT'] === undefined
  ? import('../../run.js')
  : builtProgram());

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));

export async function runCli(argv: readonly string[], settings: CliSettings = {}): Promise<CliResult> {
  const home = settings.home ?? mkdtempSync(join(tmpdir(), 'kafka-lab-cli-'));
  const stdout = captureStream(settings);
  stdout.on('data', () => settings.onStdout?.(stdout.text()));
  const stderr = captureStream(settings);
  stderr.on('data', () => settings.onStderr?.(stderr.text()));
  const env = { PATH: process.env['PATH'], ...settings.env, KAFKA_LAB_HOME: home };
  try {
    const exitCode = await run(argv, {
      version: '0.0.0-test',
      env,
      cwd: home,
      folders: foldersFor('linux', env, home, packageFolder),
      stdin: Readable.from(chunksOf(settings.stdin)),
      stdout: stdout,
      stderr: stderr,
      signal: settings.signal ?? new AbortController().signal,
      now: () => settings.now ?? new Date(),
      memory: new Map(),
      settled: new Set(),
    });
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    if (settings.home === undefined) rmSync(home, { recursive: true, force: true });
  }
}

function chunksOf(stdin: CliSettings['stdin']): Iterable<Buffer> | AsyncIterable<Buffer> {
  if (stdin === undefined) return [];
  return typeof stdin === 'string' || Buffer.isBuffer(stdin) ? [Buffer.from(stdin)] : stdin;
}
