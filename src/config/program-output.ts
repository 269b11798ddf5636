/** What a program prints, if that is a secret: no shell in between, and nothing of it in an error. */
import { LabError } from '../text/errors.js';
import type { Environment } from '../view/world.js';
import { capitalised } from '../text/letter-case.js';

export interface ProgramSettings {
  readonly env: Environment;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What it is for, in a sentence: `the token command of connection prod`. */
  readonly purpose: string;
  readonly hint: string;
}

const mostBytes = 1_000_000;

/** Its stdout without blanks around it. Throws LabError 'environment', 'timeout' or 'interrupted'. */
export async function programOutput(
  [program = '', ...args]: readonly string[],
  { env, timeoutMs, signal, purpose, hint }: ProgramSettings,
): Promise<string> {
  // Few connections need a program, and every command line would load it.
  const { spawn } = await import('node:child_process');
  const failure = (code: 'environment' | 'timeout' | 'interrupted', what: string) =>
    new LabError(code, `${capitalised(purpose)} (${program}) ${what}.`, { hint });
  // Its own words may hold what must not be shown, so that they are not shown.
  const start = () => spawn(program, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  let child: ReturnType<typeof start>;
  try {
    child = start();
  } catch {
    throw failure('environment', 'cannot be run: its name is empty, or a word has a NUL in it');
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const fail = (...why: Parameters<typeof failure>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      child.kill();
      reject(failure(...why));
    };
    const interrupt = () => fail('interrupted', 'was interrupted');
    const timer = setTimeout(() => fail('timeout', `did not end within ${timeoutMs} ms`), timeoutMs);
    signal.addEventListener('abort', interrupt);
    child.on('error', (error: NodeJS.ErrnoException) =>
      fail(
        'environment',
        error.code === 'ENOENT' ? 'is not installed on this machine' : `cannot be run: ${error.code ?? ''}`,
      ),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= mostBytes) chunks.push(chunk);
      else fail('environment', 'printed more than a megabyte');
    });
    child.on('close', (code, endedBy) => {
      if (code !== 0) {
        fail(
          'environment',
          code === null ? `was ended by ${endedBy ?? 'a signal'}` : `ended with exit code ${code}`,
        );
        return;
      }
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      const text = Buffer.concat(chunks).toString('utf8').trim();
      if (text === '') fail('environment', 'printed nothing');
      else resolve(text);
    });
  });
}
