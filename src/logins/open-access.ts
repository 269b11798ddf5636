/** A connection's settings → what its sockets are opened with: certificates read, secrets fetched. */
import type { BrokerAccess, SaslLogin } from '../net/access.js';
import type { Connection } from '../config/connection.js';
import type { SaslSettings } from '../config/sasl-settings.js';
import { resolveSecret } from '../config/secrets.js';
import { proxyVariable } from '../config/environment-settings.js';
import type { LoginSources } from './login-sources.js';
import { tlsOptions } from './tls-options.js';
import { keepToken, type TokenSource } from './token.js';

/** `name`: the connection's, for messages. Tokens are fetched only when asked for. Throws LabError if a file or a secret is missing. */
export async function openAccess(
  settings: Connection,
  name: string,
  sources: LoginSources,
): Promise<BrokerAccess> {
  const tls =
    settings.tls === undefined || settings.tls === false
      ? undefined
      : await tlsOptions(settings.tls, name, sources);
  const sasl = settings.sasl && (await loginOf(settings.sasl, settings, name, sources));
  const proxy = namesProxy(settings, sources)
    ? await (await import('./open-proxy.js')).openProxy(settings, name, sources)
    : undefined;
  return {
    ...(settings.clientId === undefined ? {} : { clientId: settings.clientId }),
    ...(tls ? { tls } : {}),
    ...(sasl ? { sasl } : {}),
    ...(proxy ? { proxy } : {}),
  };
}

/** Most connections have none, and load nothing of one. */
function namesProxy({ proxy }: Connection, { env }: LoginSources): boolean {
  return (env[proxyVariable] || proxy) !== undefined;
}

async function loginOf(
  sasl: SaslSettings,
  { bootstrapServers }: Connection,
  name: string,
  sources: LoginSources,
): Promise<SaslLogin> {
  const { mechanism } = sasl;
  if (mechanism === 'OAUTHBEARER' || mechanism === 'AWS_MSK_IAM') {
    const source = await tokenSource(sasl, bootstrapServers, name, sources);
    const kept = keepToken(source);
    return {
      mechanism: 'OAUTHBEARER',
      token: () => kept.token(),
      ...(sasl.extensions ? { extensions: sasl.extensions } : {}),
      about: () => ({ from: source.from, expiresAtMs: kept.expiresAtMs() }),
    };
  }
  const username = sasl.username ?? '';
  const password = await resolveSecret(
    sasl.password ?? 'prompt',
    `the password of ${username} at ${bootstrapServers}`,
    sources,
  );
  sources.onSecret(password);
  return { mechanism, username, password };
}

/** Each kind in a file of its own, as most connections need none of them. */
async function tokenSource(
  sasl: SaslSettings,
  bootstrapServers: string,
  name: string,
  sources: LoginSources,
): Promise<TokenSource> {
  const { oidc, tokenProvider } = sasl;
  if (sasl.mechanism === 'AWS_MSK_IAM')
    return (await import('./msk-iam.js')).mskIam(sasl, bootstrapServers, name, sources);
  if (oidc?.deviceEndpoint !== undefined)
    return (await import('./device-login.js')).tokenOfLogin(oidc, name, sources);
  if (oidc) return (await import('./client-credentials.js')).clientCredentials(oidc, name, sources);
  const { tokenCommand, tokenOfProvider } = await import('./token-command.js');
  return tokenProvider === undefined
    ? tokenCommand(sasl.tokenCommand ?? [], name, sources)
    : tokenOfProvider(tokenProvider, bootstrapServers, name, sources);
}
