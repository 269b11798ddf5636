/** The `proxy` of a connection, or that of the environment → the way to the brokers through it, its password fetched. */
import type { Connection } from '../config/connection.js';
import { proxyCaVariable, proxyVariable } from '../config/environment-settings.js';
import { resolveSecret } from '../config/secrets.js';
import type { ProxyRoute } from '../net/access.js';
import { certificatesIn } from '../net/pem.js';
import { formatProxy, parseProxy, type ProxyAddress } from '../net/proxy/parse-proxy.js';
import type { Proxy, ProxyLogin } from '../net/proxy/proxy.js';
import { routeThrough } from '../net/proxy/tunnel.js';
import { LabError } from '../text/errors.js';
import type { LoginSources } from './login-sources.js';
import { readPem } from './read-pem.js';

/**
 * Of the environment it is not for addresses of this machine, where a practice cluster may be; a connection's own is, since
 * "localhost" may mean the other end of an SSH tunnel. Undefined for `none`. Throws LabError.
 */
export async function openProxy(
  { proxy, proxyCa }: Pick<Connection, 'proxy' | 'proxyCa'>,
  name: string,
  sources: LoginSources,
): Promise<ProxyRoute | undefined> {
  const found = await findProxy({ proxy, proxyCa }, name, sources);
  return found && routeThrough(found.proxy, found.isOfEnvironment);
}

interface FoundProxy {
  readonly proxy: Proxy;
  readonly isOfEnvironment: boolean;
}

/** The same for what is no broker. */
export async function findProxy(
  { proxy, proxyCa }: Pick<Connection, 'proxy' | 'proxyCa'>,
  name: string,
  sources: LoginSources,
): Promise<FoundProxy | undefined> {
  const { env } = sources;
  const ofEnvironment = env[proxyVariable] || undefined;
  const text = ofEnvironment ?? proxy;
  if (text === undefined || ofEnvironment === 'none') return undefined;
  const parsed = ofEnvironment === undefined ? parseProxy(text) : parsedVariable(text);
  const shown = `the proxy ${formatProxy(parsed)}`;
  const ca = await authorityOf(ofEnvironment === undefined ? proxyCa : undefined, name, env);
  return {
    proxy: {
      kind: parsed.kind,
      address: parsed.address,
      name: ofEnvironment === undefined ? shown : `${shown} (${proxyVariable})`,
      login: await loginOf(parsed, shown, sources),
      ca,
    },
    isOfEnvironment: ofEnvironment !== undefined,
  };
}

function parsedVariable(text: string): ProxyAddress {
  try {
    return parseProxy(text);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError('usage', `${proxyVariable} does not name a proxy. ${error.message}`, {
      hint: `${error.hint ?? ''} To use none: ${proxyVariable}=none`,
    });
  }
}

async function loginOf(
  { username, password = 'prompt' }: ProxyAddress,
  shown: string,
  sources: LoginSources,
): Promise<ProxyLogin | undefined> {
  if (username === undefined) return undefined;
  const secret = await resolveSecret(
    password,
    `the password of ${username} at ${shown}`,
    sources,
    'proxy: http://USER:env:NAME@HOST:PORT',
  );
  sources.onSecret(secret);
  // What goes over the wire to an HTTP proxy says the same.
  sources.onSecret(Buffer.from(`${username}:${secret}`).toString('base64'));
  return { username, password: secret };
}

async function authorityOf(
  written: string | undefined,
  name: string,
  env: LoginSources['env'],
): Promise<Buffer | undefined> {
  const ofEnvironment = env[proxyCaVariable] || undefined;
  const path = ofEnvironment ?? written;
  if (path === undefined) return undefined;
  const file = await readPem(path, ofEnvironment === undefined ? `proxyCa of ${name}` : proxyCaVariable);
  certificatesIn(file);
  return file.bytes;
}
