/** TLS and a login from the environment, for an address without a connection or instead of what a file says. */
import { LabError } from '../text/errors.js';
import { present } from './present.js';
import { schemaWords } from '../text/schema-words.js';
import { complaintsOf } from './complaints.js';
import { connectionSchema, type Connection, type RegistrySettings } from './connection.js';
import type { Environment } from '../view/world.js';

/** `env:` names the variables themselves, so that their values are looked at as late as any other secret. */
const passwordVariable = 'KAFKA_LAB_SASL_PASSWORD';
const oauthSecretVariable = 'KAFKA_LAB_SASL_OAUTH_SECRET';
const keyPasswordVariable = 'KAFKA_LAB_TLS_KEY_PASSWORD';

/** The proxy that brokers are reached through, whatever a file says, and the authority of its certificate. */
export const proxyVariable = 'KAFKA_LAB_PROXY';
export const proxyCaVariable = 'KAFKA_LAB_PROXY_CA';

/** The variables that are for servers that the user chose, not for those of a file that the user does not trust. */
const secretVariables = [
  'TLS_CERT',
  'TLS_KEY',
  'TLS_KEY_PASSWORD',
  'SASL_MECHANISM',
  'SASL_USERNAME',
  'SASL_PASSWORD',
  'SASL_TOKEN_COMMAND',
  'SASL_TOKEN_ENDPOINT',
  'SASL_OAUTH_CLIENT',
  'SASL_OAUTH_SECRET',
  'SASL_OAUTH_SCOPE',
].map((name) => `KAFKA_LAB_${name}`);

/** Those that are set. */
export function secretsInEnvironment(env: Environment): readonly string[] {
  return secretVariables.filter((name) => env[name]);
}

const registrySecretVariables = [
  'USERNAME',
  'PASSWORD',
  'TOKEN',
  'TLS_CERT',
  'TLS_KEY',
  'TLS_KEY_PASSWORD',
].map(registryVariable);

function registryVariable(name: string): string {
  return `KAFKA_LAB_REGISTRY_${name}`;
}

/** Those for a schema registry. */
export function registrySecretsInEnvironment(env: Environment): readonly string[] {
  return registrySecretVariables.filter((name) => env[name]);
}

/** A registry as it is named, before it is checked. */
export type GivenRegistry = { readonly url: string } & Partial<RegistrySettings>;

/** As `withEnvironment`, of the schema registry. A login of the environment takes the place of another. Throws LabError 'usage'. */
export function registryWithEnvironment(
  settings: GivenRegistry,
  env: Environment,
  mayLogIn = true,
): RegistrySettings {
  const value = (name: string) => {
    const variable = registryVariable(name);
    return mayLogIn || !registrySecretVariables.includes(variable) ? env[variable] || undefined : undefined;
  };
  const secret = (name: string) => (value(name) === undefined ? undefined : `env:${registryVariable(name)}`);
  const login = present({
    username: value('USERNAME'),
    password: secret('PASSWORD'),
    token: secret('TOKEN'),
  });
  const tls = present({
    ...settings.tls,
    ...present({
      ca: value('TLS_CA'),
      cert: value('TLS_CERT'),
      key: value('TLS_KEY'),
      keyPassword: secret('TLS_KEY_PASSWORD'),
    }),
  });
  const { username, password, token, ...others } = settings;
  const isBasic = 'username' in login || 'password' in login;
  const own =
    'token' in login
      ? {}
      : isBasic
        ? present({ username, password })
        : present({ username, password, token });
  const given = { ...others, ...own, ...login, tls: Object.keys(tls).length > 0 ? tls : undefined };
  const parsed = connectionSchema().shape.schemaRegistry.safeParse(given, { error: schemaWords });
  if (parsed.success && parsed.data !== undefined) return parsed.data;
  throw new LabError(
    'usage',
    `The schema registry cannot be used as it is named: ${parsed.success ? '' : complaintsOf(parsed.error)}.`,
    {
      hint: 'It is a URL, such as http://localhost:8081, of --registry, KAFKA_LAB_REGISTRY or a connection; the login: KAFKA_LAB_REGISTRY_USERNAME and _PASSWORD, or _TOKEN; TLS: _TLS_CA, _TLS_CERT, _TLS_KEY, _TLS_KEY_PASSWORD.',
    },
  );
}

/**
 * `settings` with what the `KAFKA_LAB_…` variables say, without a login and a client certificate unless
 * `mayLogIn`. Throws LabError 'usage' naming the variables.
 */
export function withEnvironment(settings: Connection, env: Environment, mayLogIn = true): Connection {
  const value = (name: string) => {
    const variable = `KAFKA_LAB_${name}`;
    return mayLogIn || !secretVariables.includes(variable) ? env[variable] || undefined : undefined;
  };
  const yesOrNo = (name: string) => isYes(`KAFKA_LAB_${name}`, value(name));
  const tlsFields = present({
    ca: value('TLS_CA'),
    cert: value('TLS_CERT'),
    key: value('TLS_KEY'),
    keyPassword: value('TLS_KEY_PASSWORD') === undefined ? undefined : `env:${keyPasswordVariable}`,
    servername: value('TLS_SERVERNAME'),
    rejectUnauthorized: yesOrNo('TLS_REJECT_UNAUTHORIZED'),
  });
  const oidcFields = present({
    tokenEndpoint: value('SASL_TOKEN_ENDPOINT'),
    clientId: value('SASL_OAUTH_CLIENT'),
    clientSecret: value('SASL_OAUTH_SECRET') === undefined ? undefined : `env:${oauthSecretVariable}`,
    scope: value('SASL_OAUTH_SCOPE'),
  });
  // Another endpoint does not get the secret of the file's.
  const ownOidc = 'tokenEndpoint' in oidcFields ? {} : settings.sasl?.oidc;
  const saslFields = present({
    mechanism: value('SASL_MECHANISM') ?? ('tokenEndpoint' in oidcFields ? 'OAUTHBEARER' : undefined),
    username: value('SASL_USERNAME'),
    password: value('SASL_PASSWORD') === undefined ? undefined : `env:${passwordVariable}`,
    tokenCommand: value('SASL_TOKEN_COMMAND'),
    oidc: Object.keys(oidcFields).length > 0 ? { ...ownOidc, ...oidcFields } : undefined,
  });
  const tls = yesOrNo('TLS');
  const wantsTls = Object.keys(tlsFields).length > 0 || tls === true;
  const own = typeof settings.tls === 'object' ? settings.tls : {};
  const added = {
    ...(tls === false ? { tls: false } : wantsTls ? { tls: { ...own, ...tlsFields } } : {}),
    ...(Object.keys(saslFields).length > 0 ? { sasl: { ...settings.sasl, ...saslFields } } : {}),
    ...present({ clientId: value('CLIENT_ID') }),
  };
  // What was there before was checked where it was read, and making the schema takes 2 ms.
  if (Object.keys(added).length === 0) return settings;
  const parsed = connectionSchema().safeParse({ ...settings, ...added }, { error: schemaWords });
  if (parsed.success) return parsed.data;
  throw new LabError(
    'usage',
    `The environment (KAFKA_LAB_TLS…, KAFKA_LAB_SASL…) does not say enough: ${complaintsOf(parsed.error)}.`,
    {
      hint: 'The variables: KAFKA_LAB_TLS, KAFKA_LAB_TLS_CA, _CERT, _KEY, _KEY_PASSWORD, _SERVERNAME; KAFKA_LAB_SASL_MECHANISM, _USERNAME, _PASSWORD, _TOKEN_COMMAND, _TOKEN_ENDPOINT, _OAUTH_CLIENT, _OAUTH_SECRET, _OAUTH_SCOPE.',
    },
  );
}

/** Undefined if it is not set. Throws LabError 'usage' for any other word: taken for "no", it would turn security off. */
function isYes(variable: string, text: string | undefined): boolean | undefined {
  const word = text?.trim().toLowerCase();
  if (word === undefined) return undefined;
  if (['1', 'true', 'yes', 'y', 'on', 'enabled', 'required'].includes(word)) return true;
  if (['0', 'false', 'no', 'n', 'off', 'disabled', 'none'].includes(word)) return false;
  throw new LabError('usage', `${variable} is neither yes nor no.`, {
    hint: `Set it to 1 or 0 (also: true, yes, on; false, no, off), or unset it: unset ${variable}`,
  });
}
