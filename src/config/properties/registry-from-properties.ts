/** The schema registry of a Java client's properties (Confluent's serializers) → the `schemaRegistry:` of a connection. */
import { LabError } from '../../text/errors.js';
import { parseSecret } from '../secrets.js';
import type { Properties } from './sasl-from-properties.js';
import { tlsFromProperties, type TlsFromProperties } from './tls-from-properties.js';

/** To be checked by the schema of connections. */
export interface RegistryFromProperties {
  readonly url: string;
  readonly login: { readonly username?: string; readonly password?: string; readonly token?: string };
  readonly tls?: TlsFromProperties;
  /** What is there and is not used. */
  readonly unused: readonly string[];
}

/**
 * Undefined if the file names none. Keys may have the prefix `schema.registry.` (as tools of Kafka Connect want it).
 * Throws LabError 'usage' for what kafka-lab has no way to do.
 */
export function registryFromProperties(
  properties: Properties,
  saslLogin: { readonly username?: string | undefined; readonly password?: string | undefined } | undefined,
  source: string,
): RegistryFromProperties | undefined {
  const given = properties.take('schema.registry.url');
  if (given === undefined) return undefined;
  const take = (key: string) => properties.take(`schema.registry.${key}`) ?? properties.take(key);
  const [url = '', ...others] = given.split(',').map((each) => each.trim());
  const tls = tlsFromProperties(properties.take, source, 'schema.registry.');
  return {
    url,
    login: loginFrom(take, saslLogin, source),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
    unused: others.map((each) => `schema.registry.url=${hidden(each)}`),
  };
}

function loginFrom(
  take: (key: string) => string | undefined,
  saslLogin: { readonly username?: string | undefined; readonly password?: string | undefined } | undefined,
  source: string,
): RegistryFromProperties['login'] {
  const bearer = take('bearer.auth.credentials.source')?.toUpperCase();
  const token = take('bearer.auth.token');
  if (bearer !== undefined && bearer !== 'STATIC_TOKEN') {
    throw new LabError(
      'usage',
      `${source}: bearer.auth.credentials.source is ${bearer}; kafka-lab supports STATIC_TOKEN.`,
      { hint: 'A token is named by --registry-token env:NAME' },
    );
  }
  if (token !== undefined) return { token: asSecret(token) };
  const from = take('basic.auth.credentials.source')?.toUpperCase() ?? 'URL';
  const info = take('basic.auth.user.info');
  switch (from) {
    case 'URL':
      return {};
    case 'USER_INFO': {
      const at = info?.indexOf(':') ?? -1;
      if (info === undefined || at < 1)
        throw new LabError('usage', `${source}: basic.auth.user.info does not say USER:PASSWORD.`);
      return { username: info.slice(0, at), password: asSecret(info.slice(at + 1)) };
    }
    case 'SASL_INHERIT': {
      const { username, password } = saslLogin ?? {};
      if (username === undefined)
        throw new LabError(
          'usage',
          `${source}: basic.auth.credentials.source is SASL_INHERIT, and the file has no user for SASL.`,
        );
      return { username, ...(password === undefined ? {} : { password }) };
    }
    default:
      throw new LabError(
        'usage',
        `${source}: basic.auth.credentials.source is ${from}; kafka-lab supports USER_INFO, URL and SASL_INHERIT.`,
      );
  }
}

/** A secret that looks like a reference is none. */
function asSecret(text: string): string {
  return parseSecret(text).kind === 'plain' && !text.startsWith('plain:') ? text : `plain:${text}`;
}

function hidden(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
