/** What the commands on connections share: the name, and how one is shown without its secrets. */
import { z } from 'zod';
import type { Cell } from '../../view/view.js';
import {
  connectionName,
  connectionNameRule,
  type Connection,
  type RegistrySettings,
} from '../../config/connection.js';
import { verifiesBroker } from '../../config/exposure.js';
import type { OidcSettings } from '../../config/sasl-settings.js';
import { describeSecret } from '../../config/secrets.js';
import { formatProxy, parseProxy } from '../../net/proxy/parse-proxy.js';

export const nameArgument = z
  .string()
  .regex(connectionName, `A${connectionNameRule.slice(1)}.`)
  .meta({ description: 'name of a connection' });

/** The name of one that is there. */
export const existingName = nameArgument.meta({
  description: 'name of a connection',
  completes: 'connection',
});

/** Of a project; the one that is found from here by default. */
export const projectFileOption = z
  .string()
  .optional()
  .meta({ description: "a project's .kafka-lab.yml (default: the one found from here)", completes: 'file' });

/** `TLS, SCRAM-SHA-256 as alice`, `plaintext, through socks5://proxy:1080`. */
export function securityOf({ tls, sasl, proxy }: Connection): string {
  const parts = [
    ...(tls ? [typeof tls === 'object' && tls.cert !== undefined ? 'mTLS' : 'TLS'] : []),
    ...(tls && !verifiesBroker({ tls }) ? ['not verified'] : []),
    ...(sasl ? [sasl.username === undefined ? sasl.mechanism : `${sasl.mechanism} as ${sasl.username}`] : []),
  ];
  const security = parts.length === 0 ? 'plaintext' : parts.join(', ');
  return proxy === undefined ? security : `${security}, through ${formatProxy(parseProxy(proxy))}`;
}

export function guardOf({ readonly, protected: isProtected }: Connection): Cell {
  if (readonly) return { text: 'readonly', tone: 'good' };
  return isProtected ? { text: 'protected', tone: 'warn' } : null;
}

/** Every secret as a reference or hidden: fit to be printed. */
export function withoutSecretValues(settings: Connection): Connection {
  const { schemaRegistry, ...others } = settings;
  if (schemaRegistry !== undefined)
    return { ...withoutSecretValues(others), schemaRegistry: withoutRegistrySecrets(schemaRegistry) };
  const { sasl, tls, proxy } = settings;
  if (proxy !== undefined) {
    return { ...withoutSecretValues({ ...settings, proxy: undefined }), proxy: shownProxy(proxy) };
  }
  if (typeof tls === 'object' && tls.keyPassword !== undefined) {
    const described = { ...tls, keyPassword: describeSecret(tls.keyPassword) };
    return { ...withoutSecretValues({ ...settings, tls: true }), tls: described };
  }
  if (sasl === undefined) return settings;
  const { password, tokenCommand, oidc } = sasl;
  return {
    ...settings,
    sasl: {
      ...sasl,
      ...(password === undefined ? {} : { password: describeSecret(password) }),
      ...(oidc === undefined ? {} : { oidc: withoutClientSecret(oidc) }),
      // Its arguments may hold a client's secret.
      ...(tokenCommand === undefined
        ? {}
        : { tokenCommand: tokenCommand.slice(0, 1).concat(hiddenWords(tokenCommand)) }),
    },
  };
}

/** `socks5://alice:env:NAME@proxy:1080`, `http://alice:(hidden)@proxy:3128` */
function shownProxy(text: string): string {
  const proxy = parseProxy(text);
  const shown = formatProxy(proxy);
  return proxy.password === undefined ? shown : shown.replace('@', `:${describeSecret(proxy.password)}@`);
}

function withoutRegistrySecrets(registry: RegistrySettings): RegistrySettings {
  const { password, token, tls } = registry;
  return {
    ...registry,
    ...(password === undefined ? {} : { password: describeSecret(password) }),
    ...(token === undefined ? {} : { token: describeSecret(token) }),
    ...(tls?.keyPassword === undefined
      ? {}
      : { tls: { ...tls, keyPassword: describeSecret(tls.keyPassword) } }),
  };
}

function withoutClientSecret(oidc: OidcSettings): OidcSettings {
  const { clientSecret, privateKeyPassword } = oidc;
  return {
    ...oidc,
    ...(clientSecret === undefined ? {} : { clientSecret: describeSecret(clientSecret) }),
    ...(privateKeyPassword === undefined ? {} : { privateKeyPassword: describeSecret(privateKeyPassword) }),
  };
}

function hiddenWords(tokenCommand: readonly string[]): string[] {
  return tokenCommand.length > 1 ? ['(arguments hidden)'] : [];
}
