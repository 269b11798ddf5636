/** Reads and writes compose files, with the variables filled in and environments as plain maps. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, stringify } from 'yaml';
import { LabError } from '../../../text/errors.js';
import { serviceName } from '../state/state.js';
import { readYaml } from '../../../text/read-yaml.js';
import { parseEnvFile } from './env-file.js';
import { interpolateAll } from './interpolate.js';
import { withHome } from './mounts.js';
import type { Environment } from '../../../view/world.js';

export interface ComposeService {
  readonly image?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly unknown[];
  readonly volumes?: readonly unknown[];
  readonly [field: string]: unknown;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/**
 * `path` is for messages; `env` fills `${NAME:-default}`. Throws `environment` with line and column
 * if the text is not YAML or not a compose file.
 */
export function parseComposeFile(text: string, path: string, env: Environment): ComposeFile {
  const { document, value, faults, lines } = readYaml(text, { merge: true });
  const at = (...keys: string[]) => {
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    const position = lines.linePos(node?.range?.[0] ?? 0);
    return `${path}:${position.line}:${position.col}`;
  };
  const [fault] = faults;
  if (fault) {
    const place = `${path}:${fault.line}:${fault.column}`;
    throw new LabError('environment', `${place}: the compose file is not valid YAML: ${fault.message}.`, {
      hint: 'Correct that line, or leave --file out to use the practice cluster that comes with kafka-lab.',
    });
  }
  const wrong = (place: string, what: string) =>
    new LabError('environment', `${place}: ${what}.`, {
      hint: 'A compose file has a map `services:` with a map for each service.',
    });
  if (!isMap(document.contents)) throw wrong(at(), 'this is not a compose file');
  if (!isMap(document.get('services'))) throw wrong(at('services'), 'the compose file has no services');
  // Parsed a second time with every scalar as text: a property `1.0` must not become `1`.
  const typed = readYaml(text, { merge: true, schema: 'failsafe' }).value as RawFile;
  const raw = value as RawFile;
  const services: Record<string, ComposeService> = {};
  for (const [name, service] of Object.entries(raw.services)) {
    if (!serviceName.test(name)) {
      throw new LabError(
        'environment',
        `${at('services', name)}: "${name}" cannot be the name of a service.`,
        {
          hint: 'A name is made of letters, digits, ".", "_" and "-", and begins with a letter or digit.',
        },
      );
    }
    if (typeof service !== 'object' || service === null)
      throw wrong(at('services', name), `service ${name} is not a map`);
    const wrongField = fieldKinds.find(([field, fits]) => service[field] != null && !fits(service[field]));
    if (wrongField) {
      const [field, , kind] = wrongField;
      throw wrong(at('services', name, field), `${field} of service ${name} is not ${kind}`);
    }
    const [unread] = notRead.filter((field) => service[field] !== undefined);
    if (unread !== undefined) throw notFlat(at('services', name, unread), unread);
    services[name] = {
      ...service,
      environment: environmentOf(typed.services[name]?.environment, service['environment'], env),
    };
  }
  if (raw['include'] !== undefined) throw notFlat(at('include'), 'include');
  const filledIn: ComposeFile = interpolateAll({ ...raw, services }, env, path);
  return {
    ...filledIn,
    services: Object.fromEntries(
      Object.entries(filledIn.services).map(([name, service]) => [name, withFiles(service, path, env)]),
    ),
  };
}

/** Parts of other files, which Compose itself can write into one. */
const notRead = ['extends'];

function notFlat(place: string, field: string): LabError {
  return new LabError('environment', `${place}: \`${field}\` is not read by kafka-lab: it takes one file.`, {
    hint: 'Let Compose write all into one file, and use that: docker compose config > flat.yml, then: kafka-lab cluster up --file flat.yml',
  });
}

/** With what its env_file says, and volumes in the user's home. */
function withFiles(
  { env_file: files, ...service }: ComposeService,
  path: string,
  env: Environment,
): ComposeService {
  const given =
    files === undefined || files === null ? [] : Array.isArray(files) ? (files as unknown[]) : [files];
  const fromFiles = given.map((entry) => readEnvFile(entry, path, env));
  return {
    ...service,
    ...(service.volumes && { volumes: withHome(service.volumes, env) }),
    environment: Object.assign({}, ...fromFiles, service.environment) as Record<string, string>,
  };
}

/** `a.env`, or `{path: a.env, required: false}`. */
function readEnvFile(entry: unknown, path: string, env: Environment): Record<string, string> {
  const { path: name, required } = (typeof entry === 'string' ? { path: entry } : (entry ?? {})) as Readonly<
    Record<string, unknown>
  >;
  const file = resolve(path, '..', String(name));
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (required === false) return {};
    throw new LabError(
      'environment',
      `${path}: env_file ${file} cannot be read: ${(error as Error).message}`,
      {
        hint: 'Its path is counted from the folder of the compose file.',
        cause: error,
      },
    );
  }
  return parseEnvFile(text, env, file);
}

const isText = (value: unknown) => typeof value === 'string';
const isList = (value: unknown) => Array.isArray(value);

const fieldKinds: readonly (readonly [string, (value: unknown) => boolean, string])[] = [
  ['image', isText, 'text'],
  ['environment', (value) => typeof value === 'object', 'a map or a list'],
  ['ports', isList, 'a list'],
  ['volumes', isList, 'a list'],
];

interface RawFile {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  readonly [field: string]: unknown;
}

/** A map or a list of `NAME=value`. A name alone takes the variable of this environment, and is left out without one. */
function environmentOf(typed: unknown, raw: unknown, env: Environment): Record<string, string> {
  const entries: (readonly [string, string | undefined])[] = Array.isArray(typed)
    ? typed.map((line: unknown) => {
        const [name = '', ...value] = String(line).split('=');
        return [name, value.length > 0 ? value.join('=') : undefined];
      })
    : Object.entries((typed ?? {}) as Record<string, unknown>).map(([name, value]) => [
        name,
        (raw as Record<string, unknown>)[name] === null ? undefined : String(value),
      ]);
  const environment: Record<string, string> = {};
  for (const [name, value] of entries) {
    // What is taken over is not filled in again.
    const text = value ?? env[name]?.replaceAll('$', '$$$$');
    if (text !== undefined) environment[name] = text;
  }
  return environment;
}

/** The file as text for `docker compose`; variables that were filled in must not be filled in again. */
export function composeText(file: ComposeFile, comment: string): string {
  return `# ${comment}\n${stringify(withDollarsDoubled(file), { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function withDollarsDoubled(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(withDollarsDoubled);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDollarsDoubled(item)]));
  }
  return value;
}
