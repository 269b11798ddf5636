/** Tokens of a client itself (RFC 6749, 4.4, "client credentials"). */
import type { OidcSettings } from '../config/sasl-settings.js';
import type { LoginSources } from './login-sources.js';
import { loadOauth, oauthClient, tokenFrom } from './oauth-client.js';
import type { TokenSource } from './token.js';

/** Secrets are looked up now, once; `name` is the connection's, for messages. Throws LabError. */
export async function clientCredentials(
  settings: OidcSettings,
  name: string,
  sources: LoginSources,
): Promise<TokenSource> {
  const known = await oauthClient(settings, name, sources);
  const { server, client, authentication, options, from } = known;
  return {
    from: `the token endpoint ${from}`,
    async fetch() {
      const oauth = await loadOauth();
      const ask = async () =>
        oauth.processClientCredentialsResponse(
          server,
          client,
          await oauth.clientCredentialsGrantRequest(
            server,
            client,
            authentication,
            wanted(settings),
            options,
          ),
        );
      return (await tokenFrom(known, ask, sources)).token;
    },
  };
}

/** `audience` is not in the RFC, but what Auth0 and others call it. */
export function wanted({ scope, audience }: OidcSettings): Record<string, string> {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
  };
}
