/** A project's file of connections, `.kafka-lab.yml`: found upward, and trusted less than the user's own. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../text/errors.js';
import type { ParsedConfig } from './config-file.js';
import { readIfThere } from './user-file.js';

const projectFileName = '.kafka-lab.yml';

export interface ProjectFile extends ParsedConfig {
  readonly path: string;
}

/** From `cwd` up to the root of the repository (a folder with .git), else of the file system. Throws LabError 'usage'. */
export async function readProjectFile(cwd: string): Promise<ProjectFile | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, projectFileName);
    const text = readIfThere(path);
    if (text !== undefined) {
      const { parseConfig } = await import('./config-file.js');
      const parsed = parseConfig(text, path);
      requireHarmless(parsed);
      return { ...parsed, path };
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/**
 * The files of a cloned repository have not been reviewed. So none of them may start a program, hold a
 * secret for all to read, or send a secret of the user's, which is not meant for Kafka, to its own servers.
 */
function requireHarmless({ config, at }: ParsedConfig): void {
  for (const [name, { sasl }] of Object.entries(config.connections)) {
    const refuse = (key: string, what: string, hint: string) =>
      new LabError('usage', `${at('connections', name, 'sasl', key)}: ${what}`, { hint });
    if (sasl?.tokenCommand) {
      throw refuse(
        'tokenCommand',
        'a project file cannot name a command to run; it would run for everyone who enters this folder.',
        `Give the connection to your own file: kafka-lab connections add ${name} --token-command …`,
      );
    }
    const password = sasl?.password;
    if (password === undefined || password === 'prompt') continue;
    if (password.startsWith('keyring:')) {
      throw refuse(
        'password',
        'a project file cannot ask for secrets of your keyring.',
        `Say "prompt" or "env:KAFKA_PASSWORD" there, or keep the connection in your own file: kafka-lab connections add ${name}`,
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
}
