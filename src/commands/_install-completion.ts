/** Completion for every new shell: two lines at the end of the file that bash or zsh reads at its start, or a file of its own for fish. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../text/errors.js';
import type { Environment } from '../view/world.js';
import { completionScript, type Shell } from './_completion-scripts.js';

export interface InstallationPlan {
  readonly shell: Shell;
  readonly file: string;
  /** What is there now; undefined if there is no such file. Bytes, since nothing of it is to be changed. */
  readonly before: Buffer | undefined;
  /** What is added to the end; for fish the whole file. */
  readonly text: string;
  readonly isThere: boolean;
}

const firstLine = '# kafka-lab: completion';

/** Throws LabError 'environment' without a home, and for a file that is somebody else's or cannot be read. */
export function planInstallation(shell: Shell, env: Environment): InstallationPlan {
  const file = fileFor(shell, env);
  const before = readIfThere(file);
  if (shell === 'fish') {
    const text = completionScript('fish');
    if (before !== undefined && !before.toString('utf8').startsWith(firstLine)) {
      throw new LabError('environment', `${file} is there already, and is not kafka-lab's.`, {
        hint: 'Move it away first, or put into it what this prints: kafka-lab completion fish',
      });
    }
    return { shell, file, before, text, isThere: before?.toString('utf8') === text };
  }
  // Without the program, or with one that fails, the shell starts as before. Of bash 3.2, source reads nothing from <(…).
  const text = [
    `${firstLine} for ${shell}`,
    `command -v kafka-lab >/dev/null 2>&1 && eval "$(kafka-lab completion ${shell})"`,
    '',
  ].join('\n');
  const isThere = new RegExp(`^[^#\\n]*kafka-lab completion ${shell}\\b`, 'm').test(
    before?.toString('utf8') ?? '',
  );
  return { shell, file, before, text, isThere };
}

function fileFor(shell: Shell, env: Environment): string {
  const home = env['HOME'];
  if (!home) {
    throw new LabError(
      'environment',
      'HOME is not set, so that nobody knows where the files of a shell are.',
      {
        hint: `What belongs into such a file: kafka-lab completion ${shell}`,
      },
    );
  }
  switch (shell) {
    case 'bash':
      return join(home, '.bashrc');
    case 'zsh':
      return join(env['ZDOTDIR'] || home, '.zshrc');
    case 'fish':
      return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'fish', 'completions', 'kafka-lab.fish');
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failed(file, 'read', error);
  }
}

/** As a whole or not at all: beside it, then in its place. A link stays a link, and permissions stay as they are. */
export function carryOutInstallation({ shell, file, before, text }: InstallationPlan): void {
  try {
    if (before === undefined) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
      return;
    }
    const path = realpathSync(file);
    const isOpenLine = before.length > 0 && before.at(-1) !== 10;
    const whole =
      shell === 'fish'
        ? Buffer.from(text)
        : Buffer.concat([before, Buffer.from(`${isOpenLine ? '\n' : ''}\n${text}`)]);
    const beside = `${path}.kafka-lab-${randomBytes(4).toString('hex')}`;
    try {
      writeFileSync(beside, whole, { flag: 'wx', mode: statSync(path).mode });
      if (!readFileSync(path).equals(before))
        throw new Error('it was changed by somebody else in the meantime');
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  } catch (error) {
    throw failed(file, 'written', error);
  }
}

function failed(file: string, what: string, error: unknown): LabError {
  const reason = error instanceof Error ? error.message : String(error);
  return new LabError('environment', `${file} cannot be ${what}: ${reason}`);
}

/** How to undo it. */
export function removalOf({ shell, file, text }: InstallationPlan): string {
  return shell === 'fish'
    ? `To take it away, delete ${file}.`
    : `To take it away, delete from ${file} the line: ${text.split('\n')[1] ?? ''}`;
}
