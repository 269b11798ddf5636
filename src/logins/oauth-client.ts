/** A client of an OAuth 2 provider: who it is, how it proves that, and requests whose failures are told in our words. */
import type { AuthorizationServer, Client, ClientAuth, TokenEndpointResponse } from 'oauth4webapi';
import type { OidcSettings } from '../config/sasl-settings.js';
import { resolveSecret } from '../config/secrets.js';
import { keyIn } from '../net/pem.js';
import { exchange, type ExchangeSettings } from '../net/http/exchange.js';
import type { LoginSources } from './login-sources.js';
import { oauthFailure, requireJson } from './oauth-failure.js';
import { readPem } from './read-pem.js';
import { asToken, type Token } from './token.js';
import { tokenEndpointHints } from './token-endpoint.js';

/** The library's types and functions; few connections need it. */
export const loadOauth = () => import('oauth4webapi');

export interface OauthClient {
  readonly settings: OidcSettings;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly authentication: ClientAuth;
  /** For each request of the library. */
  readonly options: object;
  /** `https://login.example/token, as client kafka-lab` */
  readonly from: string;
}

/** Secrets are looked up here, and asked for. Nothing is sent yet. Throws LabError. */
export async function oauthClient(
  settings: OidcSettings,
  name: string,
  sources: LoginSources,
): Promise<OauthClient> {
  const oauth = await loadOauth();
  const { tokenEndpoint, deviceEndpoint, clientId } = settings;
  const ca = settings.ca === undefined ? undefined : await readPem(settings.ca, `oidc.ca of ${name}`);
  const fetch = async (
    url: string,
    init: { method: string; headers: Record<string, string>; body?: unknown },
  ) => {
    const endpoint = new URL(url);
    const isToken = url === new URL(tokenEndpoint).href;
    const what = isToken ? 'the token endpoint' : 'the endpoint for devices';
    const form = init.body instanceof URLSearchParams ? init.body.toString() : '';
    const asked: ExchangeSettings = {
      timeoutMs: sources.timeoutMs,
      signal: sources.signal,
      env: sources.env,
      ...(ca ? { tls: { ca: ca.bytes } } : {}),
      what,
      hints: tokenEndpointHints,
    };
    const answer = await exchange(endpoint, { method: 'POST', headers: init.headers, body: form }, asked);
    return requireJson(answer, `${what} ${endpoint.origin}${endpoint.pathname}`);
  };
  return {
    settings,
    // The audience of an assertion is the token endpoint (RFC 7523, 3), for which the library takes the issuer.
    server: {
      issuer: tokenEndpoint,
      token_endpoint: tokenEndpoint,
      ...(deviceEndpoint === undefined ? {} : { device_authorization_endpoint: deviceEndpoint }),
    },
    client: { client_id: clientId },
    authentication: await authenticationOf(settings, name, sources),
    // That all is HTTPS has been checked with the settings, where loopback is the exception.
    // oxlint-disable-next-line typescript/no-deprecated -- so marked to stand out, not to go
    options: { [oauth.customFetch]: fetch, [oauth.allowInsecureRequests]: true },
    from: `${tokenEndpoint}, as client ${clientId}`,
  };
}

/** What the endpoint answered → the token, or why there is none. */
export async function tokenFrom(
  { settings, from }: OauthClient,
  ask: () => Promise<TokenEndpointResponse>,
  { onSecret }: Pick<LoginSources, 'onSecret'>,
): Promise<{ readonly token: Token; readonly refreshToken: string | undefined }> {
  const askedAtMs = Date.now();
  let answer: TokenEndpointResponse;
  try {
    answer = await ask();
  } catch (error) {
    throw oauthFailure(error, settings, from);
  }
  const { access_token: text, refresh_token: refreshToken, expires_in: lifeSeconds } = answer;
  onSecret(text);
  if (refreshToken !== undefined) onSecret(refreshToken);
  return {
    token: asToken(text, lifeSeconds === undefined ? undefined : askedAtMs + lifeSeconds * 1000),
    refreshToken,
  };
}

async function authenticationOf(
  { clientId, clientSecret, method, privateKey, privateKeyPassword, keyId }: OidcSettings,
  name: string,
  sources: LoginSources,
): Promise<ClientAuth> {
  const oauth = await loadOauth();
  if (privateKey !== undefined) {
    const file = await readPem(privateKey, `oidc.privateKey of ${name}`);
    const key = await keyIn(file, async () => {
      const what = `the password of the key ${privateKey}`;
      const password = await resolveSecret(
        privateKeyPassword ?? 'prompt',
        what,
        sources,
        'oidc.privateKeyPassword: env:NAME',
      );
      sources.onSecret(password);
      return password;
    });
    const { signingKey } = await import('./signing-key.js');
    const signing = await signingKey(key, file);
    return oauth.PrivateKeyJwt(keyId === undefined ? signing : { key: signing, kid: keyId });
  }
  if (clientSecret === undefined) return oauth.None();
  const secret = await resolveSecret(
    clientSecret,
    `the secret of the OAuth client ${clientId}`,
    sources,
    'oidc.clientSecret: env:NAME',
  );
  sources.onSecret(secret);
  return method === 'post' ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
}
