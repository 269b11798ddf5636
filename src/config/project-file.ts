/** A project's file of connections, `.kafka-lab.yml`: found upward, and trusted less than the user's own. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../text/errors.js';
import type { Folders } from '../view/world.js';
import type { ParsedConfig } from './config-file.js';
import { verifiesBroker } from './exposure.js';
import { readIfThere } from './user-file.js';
import { commandLine } from '../text/command-line.js';

const projectFileName = '.kafka-lab.yml';

export interface ProjectFile extends ParsedConfig {
  readonly path: string;
  /** Of the text that was read, so that no other one is trusted. */
  readonly sha256: string;
  readonly isTrusted: boolean;
}

/** From `cwd` up to the root of the repository (a folder with .git), else of the file system. Throws LabError 'usage'. */
export async function readProjectFile(cwd: string, folders: Folders): Promise<ProjectFile | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = await readProjectFileAt(join(folder, projectFileName), folders);
    if (found) return found;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/** Undefined if there is no such file. Throws LabError 'usage'. */
export async function readProjectFileAt(typed: string, folders: Folders): Promise<ProjectFile | undefined> {
  const text = readIfThere(typed);
  if (text === undefined) return undefined;
  const path = realpathSync(typed);
  // Most folders have no such file.
  const { parseConfig } = await import('./config-file.js');
  const { contentHash, isTrusted } = await import('./trusted-files.js');
  const parsed = parseConfig(text, path);
  requireHarmless(parsed);
  const sha256 = contentHash(text);
  return { ...parsed, path, sha256, isTrusted: isTrusted(folders, { path, sha256 }) };
}

/**
 * The files of a cloned repository have not been reviewed. So none of them may start a program, hold a
 * secret for all to read, or send a secret of the user's, which is not meant for Kafka, to its own servers.
 * What is left is looked up only after the user trusts the file: require-trust.ts.
 */
function requireHarmless({ config, at }: ParsedConfig): void {
  for (const [name, { sasl, tls }] of Object.entries(config.connections)) {
    const refuse: Refuse = (key, what, hint) =>
      new LabError('usage', `${at('connections', name, 'sasl', key)}: ${what}`, { hint });
    if (sasl?.tokenCommand) {
      throw refuse(
        'tokenCommand',
        'a project file cannot name a command to run; it would run for everyone who enters this folder.',
        `Give the connection to your own file: ${commandLine`connections add ${name} --token-command`} …`,
      );
    }
    requireHarmlessPassword(name, sasl?.password, refuse);
    if (typeof tls === 'object') {
      requireHarmlessPassword(
        name,
        tls.keyPassword,
        (_key, what, hint) =>
          new LabError('usage', `${at('connections', name, 'tls', 'keyPassword')}: ${what}`, { hint }),
      );
    }
    if (sasl?.mechanism === 'PLAIN' && !verifiesBroker({ tls })) {
      throw refuse(
        'mechanism',
        'a project file cannot use PLAIN without TLS that verifies the broker; it sends the password itself.',
        `Add tls there, use SCRAM-SHA-512, or keep the connection in your own file: ${commandLine`connections add ${name}`}`,
      );
    }
  }
}

type Refuse = (key: string, what: string, hint: string) => LabError;

function requireHarmlessPassword(name: string, password: string | undefined, refuse: Refuse): void {
  if (password === undefined || password === 'prompt') return;
  if (password.startsWith('keyring:')) {
    throw refuse(
      'password',
      'a project file cannot ask for secrets of your keyring.',
      `Say "prompt" or "env:KAFKA_PASSWORD" there, or keep the connection in your own file: ${commandLine`connections add ${name}`}`,
    );
  }
  const variable = /^env:(.*)$/.exec(password)?.[1];
  if (variable === undefined) {
    throw refuse(
      'password',
      'a password in a project file would be read by everyone who has the project.',
      'Say "prompt" or "env:KAFKA_PASSWORD" there, and change this password if the file was ever committed.',
    );
  }
  if (!/KAFKA/i.test(variable)) {
    throw refuse(
      'password',
      `a project file can only use environment variables with KAFKA in their names, and ${variable} has not.`,
      'Otherwise any repository could have your other secrets sent to servers of its own.',
    );
  }
}
