/** The person's own file of connections: read, changed in place with its comments kept, and for their eyes only. */
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { platform, pid } from 'node:process';
import { dirname, join } from 'node:path';
import { parseDocument, type Document } from 'yaml';
import { LabError } from '../errors.js';
import { parseConfig, type ParsedConfig } from './config-file.js';
import type { Folders } from './folders.js';

export const userFile = (folders: Folders): string => join(folders.config, 'connections.yml');

const othersMayRead = 0o077;

export interface UserFile extends ParsedConfig {
  readonly path: string;
  /** What was wrong with its mode, and is mended. */
  readonly note: string | undefined;
}

/** Undefined where there is none. Takes a laxer mode than 0600 away. Throws LabError 'usage' or 'environment'. */
export function readUserFile(folders: Folders): UserFile | undefined {
  const path = userFile(folders);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const note = mendMode(path);
  return { ...parseConfig(text, path), path, note };
}

/** `change` gets the YAML document; what it leaves behind is checked before it is written, whole or not at all. */
export function changeUserFile(folders: Folders, change: (document: Document) => void): string {
  const path = userFile(folders);
  const document = parseDocument(readIfThere(path) ?? '# Connections of kafka-lab.\n');
  change(document);
  const text = document.toString({ lineWidth: 0 });
  parseConfig(text, path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const beside = `${path}.${pid}`;
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, path);
  } catch (error) {
    throw new LabError('environment', `${path} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return path;
}

export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new LabError('environment', `${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function mendMode(path: string): string | undefined {
  // Windows keeps its own kind of permissions, and the folder is the person's own there.
  if (platform === 'win32') return undefined;
  const mode = statSync(path).mode & 0o777;
  if ((mode & othersMayRead) === 0) return undefined;
  try {
    chmodSync(path, 0o600);
  } catch (error) {
    throw new LabError('environment', `${path} can be read by others (mode ${octal(mode)}).`, {
      hint: `It may hold passwords, so that kafka-lab uses it only with mode 600: chmod 600 ${path}`,
      cause: error,
    });
  }
  return `${path} could be read by others (mode ${octal(mode)}); it is 600 now. If it held a password, change that password.`;
}

function octal(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}
