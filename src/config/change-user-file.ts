/** The user's own file of connections, changed in place with its comments kept. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pid } from 'node:process';
import { parseDocument, type Document } from 'yaml';
import { LabError } from '../text/errors.js';
import { parseConfig } from './config-file.js';
import type { Folders } from '../view/world.js';
import { readIfThere, userFile } from './user-file.js';

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
