/** Logging in as a person, in a browser anywhere (RFC 8628): a code to type there, and tokens once that is done. */
import type { DeviceAuthorizationResponse, TokenEndpointResponse } from 'oauth4webapi';
import type { OidcSettings } from '../config/sasl-settings.js';
import { LabError } from '../text/errors.js';
import { sleep } from '../text/wait.js';
import { wanted } from './client-credentials.js';
import { loginFile, readLogin, writeLogin, type KeptLogin } from './kept-logins.js';
import type { ConnectionPlace, LoginSources } from './login-sources.js';
import { loadOauth, oauthClient, tokenFrom, type OauthClient } from './oauth-client.js';
import { oauthFailure } from './oauth-failure.js';
import type { Token, TokenSource } from './token.js';
import { capitalised } from '../text/letter-case.js';

/** The provider's text: to be escaped before it is shown. */
export interface DeviceCode {
  readonly verificationUri: string;
  readonly userCode: string;
  readonly expiresInSeconds: number;
}

const usualIntervalSeconds = 5;

/** `show` is called once, with what to type where. Resolves when that was done. Throws LabError, 'interrupted' on ^C. */
export async function deviceLogin(
  settings: OidcSettings,
  place: ConnectionPlace,
  sources: LoginSources,
  show: (code: DeviceCode) => void,
): Promise<Token> {
  const oauth = await loadOauth();
  const known = await oauthClient(settings, `connection ${place.name}`, sources);
  const { server, client, authentication, options } = known;
  let device: DeviceAuthorizationResponse;
  try {
    const asked = await oauth.deviceAuthorizationRequest(
      server,
      client,
      authentication,
      wanted(settings),
      options,
    );
    device = await oauth.processDeviceAuthorizationResponse(server, client, asked);
  } catch (error) {
    throw oauthFailure(error, settings, known.from);
  }
  show({
    verificationUri: device.verification_uri,
    userCode: device.user_code,
    expiresInSeconds: device.expires_in,
  });
  const { token, refreshToken } = await tokenFrom(known, () => poll(known, device, sources.signal), sources);
  writeLogin(sources.folders, loginFile(place, settings), asLogin(token, refreshToken));
  return token;
}

async function poll(
  { server, client, authentication, options, settings, from }: OauthClient,
  {
    device_code: code,
    interval = usualIntervalSeconds,
    expires_in: lifeSeconds,
  }: DeviceAuthorizationResponse,
  signal: AbortSignal,
): Promise<TokenEndpointResponse> {
  const oauth = await loadOauth();
  const endMs = performance.now() + lifeSeconds * 1000;
  let pauseSeconds = interval;
  while (performance.now() < endMs) {
    await sleep(pauseSeconds * 1000, signal);
    try {
      const asked = await oauth.deviceCodeGrantRequest(server, client, authentication, code, options);
      return await oauth.processDeviceCodeResponse(server, client, asked);
    } catch (error) {
      const { error: why } = error as { error?: unknown };
      // RFC 8628, 3.5: five seconds more from now on.
      if (why === 'slow_down') pauseSeconds += 5;
      else if (why !== 'authorization_pending') throw error;
    }
  }
  throw oauthFailure({ error: 'expired_token' }, settings, from);
}

function asLogin({ text, expiresAtMs }: Token, refreshToken: string | undefined): KeptLogin {
  return { accessToken: text, expiresAtMs: expiresAtMs ?? null, refreshToken: refreshToken ?? null };
}

/** The token of a login of before; with its refresh token a new one, once the time has come. Throws LabError. */
export async function tokenOfLogin(
  settings: OidcSettings,
  name: string,
  sources: LoginSources,
): Promise<TokenSource> {
  const { connection, folders } = sources;
  const again = `Log in: kafka-lab connections login ${connection?.name ?? 'NAME'}`;
  const from = `the login at ${settings.tokenEndpoint}, as client ${settings.clientId}`;
  if (!connection) {
    throw new LabError('usage', `${name} logs in by a browser, which needs a connection in a file.`, {
      hint: again,
    });
  }
  const file = loginFile(connection, settings);
  const known = await oauthClient(settings, name, sources);
  const refused = (what: string) =>
    new LabError('refused', `${capitalised(name)}: ${what}.`, { hint: again });
  const notLoggedIn = () => refused('nobody has logged in yet');
  const over = () => refused('the login is over');
  let isFirst = true;
  return {
    from,
    async fetch() {
      const login = readLogin(folders, file);
      if (!login) throw notLoggedIn();
      sources.onSecret(login.accessToken);
      if (login.refreshToken !== null) sources.onSecret(login.refreshToken);
      const leftMs = (login.expiresAtMs ?? Infinity) - Date.now();
      // The kept one is asked for again when it is nearly over.
      const isFresh = isFirst && leftMs > leastLeftMs;
      isFirst = false;
      if (login.refreshToken !== null && !isFresh) return refresh(known, login.refreshToken, file, sources);
      if (leftMs <= 0) throw over();
      return { text: login.accessToken, expiresAtMs: login.expiresAtMs ?? undefined };
    },
  };
}

/** A token that ends sooner is refreshed before a command begins with it. */
const leastLeftMs = 60_000;

async function refresh(
  known: OauthClient,
  before: string,
  file: string,
  sources: LoginSources,
): Promise<Token> {
  const oauth = await loadOauth();
  const { server, client, authentication, options } = known;
  const ask = async () =>
    oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(server, client, authentication, before, options),
    );
  try {
    const { token, refreshToken } = await tokenFrom(known, ask, sources);
    writeLogin(sources.folders, file, asLogin(token, refreshToken ?? before));
    return token;
  } catch (error) {
    // Some providers take a refresh token once: another kafka-lab was the first.
    const since = readLogin(sources.folders, file);
    if (!since || since.refreshToken === before) throw error;
    sources.onSecret(since.accessToken);
    return { text: since.accessToken, expiresAtMs: since.expiresAtMs ?? undefined };
  }
}
