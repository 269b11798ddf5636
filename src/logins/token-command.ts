/** Tokens that a program prints: one that the user names, or a cloud's own. */
import type { SaslSettings } from '../config/sasl-settings.js';
import { programOutput } from '../config/program-output.js';
import { parseAddresses } from '../net/addresses.js';
import { LabError } from '../text/errors.js';
import type { LoginSources } from './login-sources.js';
import { asToken, type Token, type TokenSource } from './token.js';

/** `name`: the connection's, for messages. */
export function tokenCommand(command: readonly string[], name: string, sources: LoginSources): TokenSource {
  return {
    from: `the token command ${command[0] ?? ''}`,
    async fetch() {
      const token = await programOutput(command, {
        ...sources,
        purpose: `the token command of ${name}`,
        hint: 'Run it yourself: it must print only the token, to stdout.',
      });
      sources.onSecret(token);
      return asToken(token);
    },
  };
}

type Provider = NonNullable<SaslSettings['tokenProvider']>;

interface ProviderCommand {
  readonly words: readonly string[];
  readonly login: string;
  /** Of what it printed as JSON: the token, and what else must not be shown. Undefined if it holds no token. */
  read(printed: Printed): { readonly token: Token; readonly secrets: readonly string[] } | undefined;
}

interface Printed {
  readonly [key: string]: unknown;
}

/** `bootstrapServers`: as in the settings. Throws LabError 'usage'. */
export function tokenOfProvider(
  provider: Provider,
  bootstrapServers: string,
  name: string,
  sources: LoginSources,
): TokenSource {
  const { words, login, read } = (provider === 'azure' ? azure : google)(bootstrapServers);
  const [program = ''] = words;
  const hint = `Log in with it first: ${login}`;
  return {
    from: `${provider === 'azure' ? 'Azure' : 'Google'}, by ${words.slice(0, 3).join(' ')}`,
    async fetch() {
      const purpose = `the command of the token provider ${provider} for ${name}`;
      const text = await programOutput(words, { ...sources, purpose, hint });
      const found = read(parsed(text));
      if (!found) throw new LabError('environment', `${program} printed no token for ${name}.`, { hint });
      for (const secret of found.secrets) sources.onSecret(secret);
      const { token } = found;
      return token;
    },
  };
}

/** A token of Entra ID for the namespace of Event Hubs that the brokers' name says. */
function azure(bootstrapServers: string): ProviderCommand {
  const host = parseAddresses(bootstrapServers)[0]?.host ?? '';
  const resource = `https://${host}`;
  return {
    words: ['az', 'account', 'get-access-token', '--resource', resource, '--output', 'json'],
    login: 'az login',
    read({ accessToken: text, expires_on: expires }) {
      if (typeof text !== 'string' || text === '') return undefined;
      return {
        token: asToken(text, typeof expires === 'number' ? expires * 1000 : undefined),
        secrets: [text],
      };
    },
  };
}

/**
 * Google's brokers take an access token as the third part of a JWT whose header and claims say whose it is, as its own
 * handler for clients makes it.
 */
function google(): ProviderCommand {
  return {
    words: ['gcloud', 'config', 'config-helper', '--format=json'],
    login: 'gcloud auth login',
    read(printed) {
      const credential = printed['credential'] as Printed | undefined;
      const properties = (printed['configuration'] as Printed | undefined)?.['properties'] as
        | Printed
        | undefined;
      const account = (properties?.['core'] as Printed | undefined)?.['account'];
      const text = credential?.['access_token'];
      const expiresAtMs = Date.parse(String(credential?.['token_expiry']));
      if (typeof text !== 'string' || typeof account !== 'string' || Number.isNaN(expiresAtMs))
        return undefined;
      const part = (value: string | object) =>
        Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
      const claims = {
        exp: expiresAtMs / 1000,
        iat: Math.floor(Date.now() / 1000),
        iss: 'Google',
        scope: 'kafka',
        sub: account,
      };
      const wrapped = [part({ typ: 'JWT', alg: 'GOOG_OAUTH2_TOKEN' }), part(claims), part(text)].join('.');
      return { token: asToken(wrapped, expiresAtMs), secrets: [wrapped, text] };
    },
  };
}

function parsed(text: string): Printed {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Printed) : {};
  } catch {
    return {};
  }
}
