/** A registry's settings → what its requests are sent with: certificates read, secrets fetched. */
import type { Connection, RegistrySettings } from '../config/connection.js';
import { resolveSecret } from '../config/secrets.js';
import type { Proxy } from '../net/proxy/proxy.js';
import type { RegistryAccess } from '../net/http/registry-access.js';
import { isLoopback } from '../net/same-place.js';
import { LabError } from '../text/errors.js';
import type { LoginSources } from './login-sources.js';

/**
 * `name`: whose registry it is, for messages. `through`: of the connection that names the registry, so that both are reached
 * by the same way. Throws LabError if a file or a secret is missing.
 */
export async function openRegistryAccess(
  settings: RegistrySettings,
  name: string,
  sources: LoginSources,
  through: Pick<Connection, 'proxy' | 'proxyCa'> = {},
): Promise<RegistryAccess> {
  const { url, username, password, token, tls } = settings;
  const fetched = async (where: string, what: string, setting: string) => {
    const secret = await resolveSecret(
      where,
      `${what} at ${url}`,
      sources,
      `schemaRegistry.${setting}: env:NAME`,
    );
    sources.onSecret(secret);
    return secret;
  };
  const locks =
    tls === undefined
      ? undefined
      : await (await import('./tls-options.js')).tlsOptions(tls, `the schema registry ${url}`, sources);
  const proxy = await proxyTo(url, name, sources, through);
  const common = { url, ...(locks ? { tls: locks } : {}), ...(proxy ? { proxy } : {}) };
  if (token !== undefined) {
    const bearer = (await fetched(token, 'the token', 'token')).trim();
    // RFC 6750, 2.1; a line end would begin another header.
    if (!/^[\x21-\x7e]+$/.test(bearer)) {
      throw new LabError(
        'usage',
        `The token for ${url} is not one: it has a blank or a character that is not ASCII.`,
        {
          hint: 'It is one word of letters, digits and - . _ ~ + / =, without "Bearer" before it.',
        },
      );
    }
    return { ...common, loginAs: 'a token', authorization: `Bearer ${bearer}` };
  }
  if (username === undefined) return { ...common, loginAs: undefined, authorization: undefined };
  const secret = await fetched(password ?? 'prompt', `the password of ${username}`, 'password');
  // RFC 7617: a user's name ends at the first colon.
  if (username.includes(':'))
    throw new LabError(
      'usage',
      `The user ${username} of ${url} has a colon, which no login by password can send.`,
    );
  const basic = Buffer.from(`${username}:${secret}`, 'utf8').toString('base64');
  // As it is sent it is the password in another writing.
  sources.onSecret(basic);
  return { ...common, loginAs: username, authorization: `Basic ${basic}` };
}

/** As for the brokers: KAFKA_LAB_PROXY counts before the connection's own, but not for addresses of this machine. */
async function proxyTo(
  url: string,
  name: string,
  sources: LoginSources,
  { proxy, proxyCa }: Pick<Connection, 'proxy' | 'proxyCa'>,
): Promise<Proxy | undefined> {
  if (proxy === undefined) return undefined;
  const { findProxy } = await import('./open-proxy.js');
  const found = await findProxy({ proxy, proxyCa }, name, sources);
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return found?.isOfEnvironment && isLoopback(host) ? undefined : found?.proxy;
}
