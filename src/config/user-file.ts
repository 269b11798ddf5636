/** The user's own file of connections, readable only by the user. */
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { platform } from 'node:process';
import { join } from 'node:path';
import { LabError } from '../text/errors.js';
import { formatBytes } from '../text/format-bytes.js';
import { quotedWords } from '../text/command-line.js';
import { decodeText } from '../text/source/encoding.js';
import type { ParsedConfig } from './config-file.js';
import type { Folders } from '../view/world.js';

export const userFile = (folders: Folders): string => join(folders.config, 'connections.yml');

const othersMayRead = 0o077;

export interface UserFile extends ParsedConfig {
  readonly path: string;
  /** What was wrong with its mode, and has been corrected. */
  readonly note: string | undefined;
}

/** Undefined if there is none. Takes a laxer mode than 0600 away. Throws LabError 'usage' or 'environment'. */
export async function readUserFile(folders: Folders): Promise<UserFile | undefined> {
  const path = userFile(folders);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  // Most command lines have no such file, and need no YAML.
  const { parseConfig } = await import('./config-file.js');
  const note = mendMode(path);
  return { ...parseConfig(text, path), path, note };
}

/** Thousands of connections fit; a file that is larger is something else, and its YAML would take all memory. */
const mostBytes = 1024 * 1024;

/**
 * Throws LabError 'environment', also if it is not a file: reading a named pipe would wait for a writer, deaf to ^C; and
 * 'usage' if it is too large, or not UTF-8.
 */
export function readIfThere(path: string): string | undefined {
  try {
    const found = statSync(path);
    if (!found.isFile()) throw new Error('it is not a file');
    if (found.size > mostBytes) {
      throw new LabError(
        'usage',
        `${path} has ${formatBytes(found.size)}; a configuration file has at most ${formatBytes(mostBytes)}.`,
      );
    }
    return decodeText(readFileSync(path), path);
  } catch (error) {
    if (error instanceof LabError) throw error;
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new LabError('environment', `${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function mendMode(path: string): string | undefined {
  // Windows keeps its own kind of permissions, and the folder is the user's own there.
  if (platform === 'win32') return undefined;
  const mode = statSync(path).mode & 0o777;
  if ((mode & othersMayRead) === 0) return undefined;
  try {
    chmodSync(path, 0o600);
  } catch (error) {
    throw new LabError('environment', `${path} can be read by others (mode ${octal(mode)}).`, {
      hint: `It may hold passwords, so kafka-lab uses it only with mode 600: chmod 600 ${quotedWords([path])}`,
      cause: error,
    });
  }
  return `${path} could be read by others (mode ${octal(mode)}); it is 600 now. If it held a password, change that password.`;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}
