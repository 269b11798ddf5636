/** No secret is looked up for a connection of a project file before the user trusts that file. */
import { formatProxy, parseProxy } from '../net/proxy/parse-proxy.js';
import { LabError } from '../text/errors.js';
import type { World } from '../view/world.js';
import type { Connection } from './connection.js';
import type { NamedConnection } from './load-connections.js';
import type { SaslSettings } from './sasl-settings.js';
import { describeSecret } from './secrets.js';
import { commandLine } from '../text/command-line.js';

export interface TrustQuestions extends Pick<World, 'folders' | 'settled'> {
  /** Absent if there is no terminal to ask on. */
  readonly askTrust: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * The connection, trusted from now on if the user was asked and agreed, as it is if it names no secret for those servers.
 * Throws LabError 'refused'.
 */
export async function requireTrust<C extends NamedConnection>(
  connection: C,
  { folders, settled, askTrust }: TrustQuestions,
  servers: 'brokers' | 'registry' = 'brokers',
): Promise<C> {
  const { name, path, settings, sha256 } = connection;
  const wanted = servers === 'brokers' ? secretsOf(settings) : registrySecretsOf(settings);
  if (connection.isTrusted || wanted.length === 0) return connection;
  const { isTrusted, trustFile } = await import('./trusted-files.js');
  // The user may have agreed a moment ago, when the other servers were asked.
  if (isTrusted(folders, { path, sha256 })) return { ...connection, isTrusted: true };
  const at = servers === 'brokers' ? settings.bootstrapServers : (settings.schemaRegistry?.url ?? '');
  const what = `Connection ${name} would use ${wanted.join(' and ')} at ${at}`;
  // Asked once, however many commands the menu or a lesson runs.
  const answered = `trust ${path} ${sha256}`;
  if (!askTrust || settled.has(answered)) throw notTrusted(what, path);
  if (!(await askTrust(`${what}, and ${path} is not trusted yet. Trust this file as it is?`))) {
    settled.add(answered);
    throw notTrusted(what, path);
  }
  trustFile(folders, { path, sha256 });
  return { ...connection, isTrusted: true };
}

function notTrusted(what: string, path: string): LabError {
  return new LabError('refused', `${what}, and its project file is not trusted: ${path}`, {
    hint: `Anybody can put such a file into a repository. If you have read it and its servers may have these secrets: ${commandLine`connections trust ${path}`}`,
  });
}

/** The same of its schema registry. */
export function registrySecretsOf({ schemaRegistry, proxy }: Connection): readonly string[] {
  if (schemaRegistry === undefined) return [];
  const { username, password, token, tls } = schemaRegistry;
  return [
    ...(username === undefined
      ? []
      : [`the password of ${username} (${describeSecret(password ?? 'prompt')})`]),
    ...(token === undefined ? [] : [`the token ${describeSecret(token)}`]),
    ...(tls?.cert === undefined ? [] : [`the client certificate ${tls.cert}`]),
    ...(proxy === undefined ? [] : [`${proxyOf(proxy)} for all that is sent`]),
  ];
}

/** What a broker would get of the user's, as words: references, never secrets. A proxy sees what is sent to it. */
export function secretsOf({ tls, sasl, proxy }: Connection): readonly string[] {
  return [
    ...(sasl === undefined ? [] : [loginOf(sasl)]),
    ...(typeof tls === 'object' && (tls.cert ?? tls.key) !== undefined
      ? [`the client certificate ${tls.cert ?? tls.key ?? ''}`]
      : []),
    ...(proxy === undefined ? [] : [`${proxyOf(proxy)} for all that is sent`]),
  ];
}

function proxyOf(text: string): string {
  const proxy = parseProxy(text);
  const { password } = proxy;
  return `the proxy ${formatProxy(proxy)}${password === undefined ? '' : ` (password ${describeSecret(password)})`}`;
}

function loginOf(sasl: SaslSettings): string {
  const { mechanism, username, password, tokenCommand, tokenProvider, oidc } = sasl;
  if (tokenCommand !== undefined) return `a token of ${tokenCommand[0] ?? ''}`;
  if (tokenProvider !== undefined) return `a token of your login at ${tokenProvider}`;
  if (mechanism === 'AWS_MSK_IAM') return `a token of ${sasl.role ?? sasl.profile ?? 'your login'} at AWS`;
  if (oidc === undefined)
    return `the ${mechanism} password of ${username ?? ''} (${describeSecret(password ?? 'prompt')})`;
  const secret =
    oidc.clientSecret === undefined ? (oidc.privateKey ?? 'your login') : describeSecret(oidc.clientSecret);
  return `the secret of the OAuth client ${oidc.clientId} (${secret}), sent to ${oidc.tokenEndpoint}, and its token`;
}
