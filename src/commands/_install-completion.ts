/** Completion for every new shell: two lines at the end of the file that bash or zsh reads at its start, or a file of its own for fish. */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { quotedWords } from '../text/command-line.js';
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
  /** Whose the file has to be, and is to be if it is new; undefined on systems without such numbers. */
  readonly owner: Owner | undefined;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const firstLine = '# kafka-lab: completion';

/** Throws LabError 'environment' without a home, and for a file that is not the user's, or cannot be read or replaced. */
export function planInstallation(shell: Shell, env: Environment): InstallationPlan {
  const home = homeOf(shell, env);
  const file = fileFor(shell, home, env);
  const owner = ownerOf(home);
  const before = readIfThere(file);
  if (shell === 'fish') {
    const text = completionScript('fish');
    if (before !== undefined && !before.toString('utf8').startsWith(firstLine)) {
      throw new LabError('environment', `${file} is there already, and is not kafka-lab's.`, {
        hint: 'Move it away first, or put into it what this prints: kafka-lab completion fish',
      });
    }
    const isThere = before?.toString('utf8') === text;
    if (!isThere) checkPlace(file, shell, owner);
    return { shell, file, before, text, isThere, owner };
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
  if (!isThere) checkPlace(file, shell, owner);
  return { shell, file, before, text, isThere, owner };
}

/** A folder that is not there, or that depends on where one stands, is no home: a file in it would be read by no shell. */
function homeOf(shell: Shell, env: Environment): string {
  const home = env['HOME'];
  if (!home) {
    throw new LabError(
      'environment',
      'HOME is not set, so that nobody knows where the files of a shell are.',
      {
        hint: byHand(shell),
      },
    );
  }
  const folder = absolute('HOME', home);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new LabError('environment', `HOME is ${folder}, and there is no such folder.`, {
      hint: byHand(shell),
    });
  }
  return folder;
}

function fileFor(shell: Shell, home: string, env: Environment): string {
  const folderOf = (name: string, otherwise: string) => absolute(name, env[name] || otherwise);
  switch (shell) {
    case 'bash':
      return join(home, '.bashrc');
    case 'zsh':
      return join(folderOf('ZDOTDIR', home), '.zshrc');
    case 'fish':
      return join(
        folderOf('XDG_CONFIG_HOME', join(home, '.config')),
        ...['fish', 'completions', 'kafka-lab.fish'],
      );
  }
}

function absolute(name: string, folder: string): string {
  if (isAbsolute(folder)) return folder;
  throw new LabError('environment', `${name} is ${folder}, which is not an absolute path.`, {
    hint: `Set it to one: export ${name}=${name === 'HOME' ? '/home/NAME' : '"$HOME/…"'}`,
  });
}

/** Root, as under sudo, writes for the one whose home it is. */
function ownerOf(home: string): Owner | undefined {
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()];
  if (uid === undefined || gid === undefined) return undefined;
  return uid === 0 ? statSync(home) : { uid, gid };
}

/** What would be opened may be a pipe, on which a read waits for ever. */
function readIfThere(file: string): Buffer | undefined {
  try {
    if (!lstatSync(file, { throwIfNoEntry: false })) return undefined;
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) throw danglingLink(file);
    if (!found.isFile())
      throw new Error(`it is ${found.isDirectory() ? 'a folder' : 'a pipe or a device'}, and not a file`);
    return readFileSync(file);
  } catch (error) {
    throw failed(file, 'read', error);
  }
}

function danglingLink(link: string): LabError {
  return new LabError(
    'environment',
    `${link} is a link to ${readlinkSync(link)}, and there is nothing at its end.`,
    { hint: `Take the link away: ${quotedWords(['rm', link])}` },
  );
}

/** Before anybody is asked. To replace a file, only its folder has to be writable: that the file is not, is a wish of its owner. */
function checkPlace(file: string, shell: Shell, owner: Owner | undefined): void {
  try {
    const path = lstatSync(file, { throwIfNoEntry: false }) && realpathSync(file);
    if (path !== undefined) {
      const { uid, mode } = statSync(path);
      if (owner && uid !== owner.uid) {
        throw new LabError('environment', `${path} belongs to another user (number ${uid}).`, {
          hint: `Nothing was changed. ${byHand(shell)}`,
        });
      }
      // Root may write what nobody may.
      if ((mode & 0o222) === 0 || !isWritable(path)) {
        throw new LabError('environment', `${path} is read-only.`, {
          hint: `If it is yours to change: ${quotedWords(['chmod', 'u+w', path])}. ${byHand(shell)}`,
        });
      }
    }
    const folder = nearestFolder(dirname(path ?? file));
    if (!isWritable(folder)) {
      throw new LabError('environment', `${file} cannot be written: ${folder} is read-only.`, {
        hint: byHand(shell),
      });
    }
  } catch (error) {
    throw failed(file, 'written', error);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Itself, or the one above it in which it will be made. */
function nearestFolder(folder: string): string {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return nearestFolder(dirname(folder));
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) throw danglingLink(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder`);
  return folder;
}

function byHand(shell: Shell): string {
  return `What belongs into such a file: kafka-lab completion ${shell}`;
}

/** As a whole or not at all: beside it, then in its place. A link stays a link, and owner and permissions stay as they are. */
export function carryOutInstallation({ shell, file, before, text, owner }: InstallationPlan): void {
  try {
    if (before === undefined) {
      makeFolderOf(file, owner);
      writeFileSync(file, text, { flag: 'wx' });
      give(file, owner);
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
      const { uid, gid, mode } = statSync(path);
      writeFileSync(beside, whole, { flag: 'wx', mode: 0o600 });
      give(beside, owner && { uid, gid });
      // The mode of a new file is less than what is asked for, by the umask.
      chmodSync(beside, mode & 0o7777);
      if (!readIfThere(path)?.equals(before))
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

function makeFolderOf(file: string, owner: Owner | undefined): void {
  const folder = dirname(file);
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) give(made, owner);
}

function give(path: string, owner: Owner | undefined): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
}

function failed(file: string, what: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new LabError('environment', `${file} cannot be ${what}: ${reason}`);
}

/** How to undo it. */
export function removalOf({ shell, file, text }: InstallationPlan): string {
  return shell === 'fish'
    ? `To take it away, delete ${file}.`
    : `To take it away, delete from ${file} the line: ${text.split('\n')[1] ?? ''}`;
}
