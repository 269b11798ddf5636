/** What another program may not name: files, secrets and clusters that its owner has not configured for it. */
import { requireConnection } from '../config/choose-connection.js';
import { loadConnections } from '../config/load-connections.js';
import { parseSecret } from '../config/secrets.js';
import type { RawOptions } from '../contract/command.js';
import { namesFile, parseFormats } from '../schemas/format-name.js';
import { LabError } from '../text/errors.js';
import type { Call } from './read-call.js';
import type { RunSettings } from './run-command.js';
import type { Tool } from './tool.js';

/** Only what was configured by its owner may read files. */
export function checkFiles({ fields }: Tool, { options }: Call): void {
  for (const { name, completes } of fields) {
    if (completes !== 'decode-format' && completes !== 'encode-format') continue;
    const values: unknown = options[name];
    const texts = (Array.isArray(values) ? values : []).map(String);
    const naming = texts.find((text) => {
      const { key, value } = parseFormats([text], name);
      return [key, value].some((format) => format !== undefined && namesFile(format));
    });
    if (naming === undefined) continue;
    throw new LabError(
      'usage',
      `${name}: "${naming}" names a file, and files are not read for other programs.`,
      {
        hint: 'A schema from the registry: value=registry. Or let the configuration say which topic has which format.',
      },
    );
  }
}

/**
 * Where a secret is, is for its owner to say: an assistant could set a password to whatever the environment holds, or read it
 * out as the value of a config. Throws LabError 'refused'.
 */
export function checkSecrets({ fields }: Tool, options: Record<string, unknown>, line: string): void {
  for (const { name, secret } of fields) {
    if (secret === undefined) continue;
    const values = [options[name] ?? []].flat().map(String);
    const texts = secret === 'value' ? values : values.filter(isPair).map(valueOfPair);
    const place = texts.find((text) => parseSecret(text).kind !== 'plain');
    if (place === undefined) continue;
    throw new LabError(
      'refused',
      place === 'prompt'
        ? `${name}: a secret that is typed when asked for, and nobody can be asked here.`
        : `${name}: "${place}" says where a secret of this machine is, and those are not looked up for other programs.`,
      { hint: `A person may do it on a shell: ${line}` },
    );
  }
}

function isPair(word: string): boolean {
  return word.includes('=');
}

function valueOfPair(word: string): string {
  return word.slice(word.indexOf('=') + 1);
}

/**
 * What may be a connection may be an address or a file, too, for a person: here it has to be configured, and a server that was
 * started for one cluster looks at no other. `options`: as they were given, without defaults. Throws LabError.
 */
export async function checkConnections(
  tool: Tool,
  options: Readonly<Record<string, unknown>>,
  { globals, world }: { readonly globals: RawOptions } & Pick<RunSettings, 'world'>,
): Promise<void> {
  const named = connectionsNamed(tool, options);
  if (isFixed(globals)) {
    const other =
      named.find((name) => name !== globals['connection']) ??
      namesIn(tool, options, 'cluster').find((name) => name !== globals['cluster']);
    if (other === undefined) return;
    throw new LabError('refused', `This server was started for one cluster, and "${other}" is another.`);
  }
  if (named.length === 0) return;
  const connections = await loadConnections({ ...world, note: () => undefined });
  for (const name of named) requireConnection(name, connections);
}

export function connectionsNamed(tool: Tool, options: Readonly<Record<string, unknown>>): string[] {
  return namesIn(tool, options, 'connection');
}

function namesIn(
  { fields }: Tool,
  options: Readonly<Record<string, unknown>>,
  of: 'connection' | 'cluster',
): string[] {
  return fields
    .filter(({ completes }) => completes === of)
    .flatMap(({ name }) => options[name] ?? [])
    .map(String);
}

/** Whether the command line of the server says which cluster is meant. */
export function isFixed(globals: RawOptions): boolean {
  return ['bootstrapServer', 'connection', 'cluster'].some((name) => globals[name] !== undefined);
}
