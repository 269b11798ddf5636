/** Runs the docker program and turns its failures into LabErrors with hints. */
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LabError } from '../../../text/errors.js';
import { findExecutable } from '../state/executable.js';
import type { Environment } from '../../../view/world.js';

export interface DockerOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Its stdout. Throws `environment` with what it wrote to stderr. */
export async function docker(
  args: readonly string[],
  { env, signal, timeoutMs }: DockerOptions,
): Promise<string> {
  const program = await programIn(env);
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...env },
      timeout: timeoutMs ?? 120_000,
      maxBuffer: 64 * 1024 * 1024,
      ...(signal && { signal }),
    };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) {
        resolve(stdout);
        return;
      }
      const said = stderr.trim().split('\n').filter(Boolean).slice(-3).join('\n  ');
      const command = `docker ${args[0] ?? ''} ${args[0] === 'compose' ? (verbOf(args) ?? '') : ''}`.trim();
      const reason = error.killed && said === '' ? 'no answer in time' : said || error.message.split('\n')[0];
      reject(
        new LabError('environment', `${command} failed: ${reason}`, {
          hint: 'Check that Docker is running (`docker info`). Without it: kafka-lab cluster up --engine java',
          cause: error,
        }),
      );
    });
  });
}

/** Its output line by line, until it ends or `signal` ends it. */
export async function* dockerLines(
  args: readonly string[],
  env: DockerOptions['env'],
  signal: AbortSignal,
): AsyncIterable<string> {
  const child = spawn(await programIn(env), args, { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  // Of a child that was never started, Node would signal process 0, which is every process of this group.
  const end = () => {
    if (child.pid !== undefined) child.kill('SIGTERM');
  };
  signal.addEventListener('abort', end, { once: true });
  // Without a listener a failed start would be an uncaught error.
  child.on('error', () => undefined);
  try {
    for await (const line of createInterface({ input: child.stdout })) yield line;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

async function programIn(env: DockerOptions['env']): Promise<string> {
  const program = await findExecutable('docker', env);
  if (program === undefined) {
    throw new LabError('environment', 'docker is not on the PATH.', {
      hint: 'Install Docker with Compose, or use Java: kafka-lab cluster up --engine java',
    });
  }
  return program;
}

const verbOf = (args: readonly string[]) =>
  args.find((arg, index) => index > 0 && !arg.startsWith('-') && !args[index - 1]?.startsWith('--'));
