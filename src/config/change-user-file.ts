/** The user's own file of connections, changed in place with its comments kept. */
import { lstatSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pid } from 'node:process';
import { isMap, type Document } from 'yaml';
import { makeFolder } from '../files/make-folder.js';
import { LabError } from '../text/errors.js';
import { readYaml } from '../text/read-yaml.js';
import { parseConfig } from './config-file.js';
import type { Folders } from '../view/world.js';
import { withFileLock } from './file-lock.js';
import { readIfThere, userFile } from './user-file.js';

/**
 * `change` gets the YAML document; the result is checked before it is written, whole or not at all. Of two commands that
 * change the file at once the second begins with what the first has written. Throws LabError 'usage' or 'environment'.
 */
export function changeUserFile(folders: Folders, change: (document: Document) => void): string {
  const path = userFile(folders);
  try {
    makeFolder(dirname(path), 0o700);
    withFileLock(path, () => write(targetOf(path), changed(path, change)));
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('environment', `${path} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return path;
}

function changed(path: string, change: (document: Document) => void): string {
  const before = readIfThere(path) ?? '# Connections of kafka-lab.\n';
  // What is wrong with it already is said before anything is changed.
  parseConfig(before, path);
  const document: Document = readYaml(before).document;
  if (!isMap(document.contents)) document.contents = document.createNode({});
  if (!isMap(document.get('connections'))) document.delete('connections');
  change(document);
  const text = document.toString({ lineWidth: 0 });
  parseConfig(text, path);
  return text;
}

function write(target: string, text: string): void {
  const beside = `${target}.${pid}`;
  try {
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

const mostLinks = 40;

/** A link, as to a file kept with others under version control, stays one: the file that it names is replaced. */
function targetOf(path: string): string {
  let target = path;
  for (let links = 0; links < mostLinks; links += 1) {
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
    target = resolve(dirname(target), readlinkSync(target));
  }
  throw new Error('too many symbolic links');
}
