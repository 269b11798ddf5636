/** The options of `connections add` that say how to log in, and the `sasl:` that they make. */
import { z } from 'zod';
import type { SaslFromProperties } from '../../config/properties/sasl-from-properties.js';
import { clientAuthentications, saslMechanisms, tokenProviders } from '../../config/sasl-settings.js';
import { present } from '../../config/present.js';

const text = (description: string, placeholder: string) =>
  z.string().optional().meta({ description, placeholder });

export const loginOptions = {
  sasl: z.enum(saslMechanisms).optional().meta({ description: 'how to log in', placeholder: 'MECHANISM' }),
  username: text('user to log in as', 'USER'),
  password: text('where the password is: env:NAME, keyring:NAME or prompt', 'WHERE'),
  tokenCommand: text('program and arguments that print an OAUTHBEARER token', 'COMMAND'),
  tokenProvider: z.enum(tokenProviders).optional().meta({
    description: "tokens of a cloud's own command, in which you are logged in",
    placeholder: 'CLOUD',
  }),
  tokenEndpoint: text('address of an OAuth provider that gives tokens', 'URL'),
  deviceEndpoint: text(
    "the provider's address for connections login: tokens of a person, in a browser",
    'URL',
  ),
  oauthClient: text('id of the OAuth client', 'ID'),
  oauthSecret: text("where the client's secret is: env:NAME, keyring:NAME or prompt", 'WHERE'),
  oauthMethod: z
    .enum(clientAuthentications)
    .optional()
    .meta({ description: 'how the client proves who it is', placeholder: 'METHOD' }),
  oauthKey: text("PEM file of the client's private key, for private_key_jwt", 'FILE'),
  oauthScope: text('scopes to ask for', 'SCOPES'),
  oauthAudience: text('audience to ask for', 'NAME'),
  extension: z
    .array(z.string().regex(/^[^=]+=/, 'An extension is NAME=VALUE.'))
    .default([])
    .meta({ description: 'told to the broker beside a token (KIP-342)', placeholder: 'NAME=VALUE' }),
  region: text("AWS_MSK_IAM: the region, if the brokers' names do not say it", 'REGION'),
  profile: text("AWS_MSK_IAM: profile of AWS's shared files", 'PROFILE'),
  role: text('AWS_MSK_IAM: ARN of a role to assume', 'ARN'),
} as const;

export type LoginOptions = z.output<z.ZodObject<typeof loginOptions>>;

/** What was typed goes before what `file` says. `absolute`: of a path that was typed. Undefined for no login at all. */
export function saslOf(
  chosen: LoginOptions,
  file: SaslFromProperties | undefined,
  absolute: (path: string | undefined) => string | undefined,
): object | undefined {
  const oidc = present({
    ...file?.oidc,
    ...present({
      tokenEndpoint: chosen.tokenEndpoint,
      deviceEndpoint: chosen.deviceEndpoint,
      clientId: chosen.oauthClient,
      clientSecret: chosen.oauthSecret,
      method: chosen.oauthMethod,
      privateKey: absolute(chosen.oauthKey),
      scope: chosen.oauthScope,
      audience: chosen.oauthAudience,
    }),
  });
  const extensions: Record<string, string> = {
    ...file?.extensions,
    ...Object.fromEntries(chosen.extension.map(asEntry)),
  };
  const username = chosen.username ?? file?.username;
  const sasl = present({
    mechanism: chosen.sasl ?? file?.mechanism ?? impliedBy(chosen),
    username,
    password: chosen.password ?? file?.password ?? (username === undefined ? undefined : 'prompt'),
    tokenCommand: chosen.tokenCommand ?? file?.tokenCommand,
    tokenProvider: chosen.tokenProvider ?? file?.tokenProvider,
    oidc: Object.keys(oidc).length > 0 ? oidc : undefined,
    extensions: Object.keys(extensions).length > 0 ? extensions : undefined,
    region: chosen.region ?? file?.region,
    profile: chosen.profile ?? file?.profile,
    role: chosen.role ?? file?.role,
  });
  return Object.keys(sasl).length > 0 ? sasl : undefined;
}

/** Only one mechanism has a token endpoint. */
function impliedBy({ tokenEndpoint, tokenProvider }: LoginOptions): string | undefined {
  return tokenEndpoint !== undefined || tokenProvider !== undefined ? 'OAUTHBEARER' : undefined;
}

function asEntry(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
