/** A project's file of connections, `.kafka-lab.yml`: found upward, and trusted less than the user's own. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseProxy } from '../net/proxy/parse-proxy.js';
import { LabError } from '../text/errors.js';
import type { Folders } from '../view/world.js';
import type { ParsedConfig } from './config-file.js';
import { registryExposureOf, verifiesBroker } from './exposure.js';
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
  for (const [name, { sasl, tls, schemaRegistry, proxy }] of Object.entries(config.connections)) {
    const refuse = (key: string, what: string, hint: string) =>
      new LabError('usage', `${at('connections', name, 'sasl', key)}: ${what}`, { hint });
    if (sasl?.tokenCommand) {
      throw refuse(
        'tokenCommand',
        'a project file cannot name a command to run; it would run for everyone who enters this folder.',
        `Give the connection to your own file: ${commandLine`connections add ${name} --token-command COMMAND`} …`,
      );
    }
    if (sasl?.tokenProvider) {
      throw refuse(
        'tokenProvider',
        `a project file cannot have tokens of your own login at ${sasl.tokenProvider}; they may open more than Kafka.`,
        `Give the connection to your own file: ${commandLine`connections add ${name} --token-provider ${sasl.tokenProvider}`} …`,
      );
    }
    const places: readonly (readonly [string | undefined, ...string[]])[] = [
      [sasl?.password, 'sasl', 'password'],
      [sasl?.oidc?.clientSecret, 'sasl', 'oidc', 'clientSecret'],
      [sasl?.oidc?.privateKeyPassword, 'sasl', 'oidc', 'privateKeyPassword'],
      [typeof tls === 'object' ? tls.keyPassword : undefined, 'tls', 'keyPassword'],
      [schemaRegistry?.password, 'schemaRegistry', 'password'],
      [schemaRegistry?.token, 'schemaRegistry', 'token'],
      [schemaRegistry?.tls?.keyPassword, 'schemaRegistry', 'tls', 'keyPassword'],
      [proxy === undefined ? undefined : parseProxy(proxy).password, 'proxy'],
    ];
    for (const [secret, ...keys] of places) {
      requireHarmlessSecret(
        name,
        secret,
        (what, hint) => new LabError('usage', `${at('connections', name, ...keys)}: ${what}`, { hint }),
      );
    }
    if (sasl && !sasl.mechanism.startsWith('SCRAM') && !verifiesBroker({ tls })) {
      const sent = sasl.mechanism === 'PLAIN' ? 'password' : 'token';
      throw refuse(
        'mechanism',
        `a project file cannot use ${sasl.mechanism} without TLS that verifies the broker; it sends the ${sent} itself.`,
        `Add tls there, use SCRAM-SHA-512, or keep the connection in your own file: ${commandLine`connections add ${name}`}`,
      );
    }
    if (schemaRegistry && registryExposureOf(schemaRegistry) !== undefined) {
      const sent = schemaRegistry.token === undefined ? 'password' : 'token';
      throw new LabError(
        'usage',
        `${at('connections', name, 'schemaRegistry')}: a project file cannot have the ${sent} of a schema registry sent without TLS that verifies the registry.`,
        {
          hint: `Name it there with https://, or keep the connection in your own file: ${commandLine`connections add ${name}`}`,
        },
      );
    }
  }
}

function requireHarmlessSecret(
  name: string,
  password: string | undefined,
  refuse: (what: string, hint: string) => LabError,
): void {
  if (password === undefined || password === 'prompt') return;
  if (password.startsWith('keyring:')) {
    throw refuse(
      'a project file cannot ask for secrets of your keyring.',
      `Say "prompt" or "env:KAFKA_PASSWORD" there, or keep the connection in your own file: ${commandLine`connections add ${name}`}`,
    );
  }
  const variable = /^env:(.*)$/.exec(password)?.[1];
  if (variable === undefined) {
    throw refuse(
      'a password in a project file would be read by everyone who has the project.',
      'Say "prompt" or "env:KAFKA_PASSWORD" there, and change this password if the file was ever committed.',
    );
  }
  if (!/KAFKA/i.test(variable)) {
    throw refuse(
      `a project file can only use environment variables with KAFKA in their names, and ${variable} has not.`,
      'Otherwise any repository could have your other secrets sent to servers of its own.',
    );
  }
}
