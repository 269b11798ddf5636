/** The login of a Java client's properties → the `sasl:` of a connection, as a file would say it. */
import { fileURLToPath } from 'node:url';
import { LabError } from '../../text/errors.js';
import { present } from '../present.js';
import { saslMechanisms, whyNoKerberos } from '../sasl-settings.js';
import { parseSecret } from '../secrets.js';

/** To be checked by the schema of connections. */
export interface SaslFromProperties {
  readonly mechanism: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly tokenCommand?: readonly string[] | undefined;
  readonly tokenProvider?: 'google' | undefined;
  readonly oidc?: object | undefined;
  readonly extensions?: Readonly<Record<string, string>> | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly role?: string | undefined;
}

export interface Properties {
  /** Marks the key as used. Undefined if it is not there or empty. */
  take(key: string): string | undefined;
  /** Without marking it. */
  peek(key: string): string | undefined;
}

const handlerKey = 'sasl.login.callback.handler.class';

/** Throws LabError 'usage' for what kafka-lab has no way to do. `source` names the file. */
export function saslFromProperties(properties: Properties, source: string): SaslFromProperties {
  const { take } = properties;
  const mechanism = (take('sasl.mechanism') ?? 'GSSAPI').toUpperCase();
  if (!saslMechanisms.some((each) => each === mechanism)) {
    throw new LabError(
      'usage',
      mechanism === 'GSSAPI'
        ? `${source}: sasl.mechanism is GSSAPI (Kerberos), the default of Kafka.`
        : `${source}: sasl.mechanism is ${mechanism}; kafka-lab supports ${saslMechanisms.join(', ')}.`,
      mechanism === 'GSSAPI' ? { hint: whyNoKerberos } : {},
    );
  }
  const jaas = jaasOptions(take('sasl.jaas.config') ?? '');
  if (mechanism === 'AWS_MSK_IAM') {
    takeIf(
      properties,
      'sasl.client.callback.handler.class',
      'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
    );
    return { mechanism, ...awsFrom(jaas) };
  }
  if (mechanism === 'OAUTHBEARER') return bearerFrom(properties, jaas);
  return {
    mechanism,
    ...present({ username: jaas.get('username'), password: asSecret(jaas.get('password')) }),
  };
}

/** By the handler that fetches tokens; one of nobody's knowledge stays among what is not used. */
function bearerFrom(properties: Properties, jaas: ReadonlyMap<string, string>): SaslFromProperties {
  const mechanism = 'OAUTHBEARER';
  if (takeIf(properties, handlerKey, 'software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler'))
    return { mechanism: 'AWS_MSK_IAM', ...awsFrom(jaas) };
  if (takeIf(properties, handlerKey, 'com.google.cloud.hosted.kafka.auth.GcpLoginCallbackHandler'))
    return { mechanism, tokenProvider: 'google' };
  for (const handler of ['', 'secured.'])
    takeIf(
      properties,
      handlerKey,
      `org.apache.kafka.common.security.oauthbearer.${handler}OAuthBearerLoginCallbackHandler`,
    );
  for (const retriever of ['Default', 'ClientCredentials'])
    takeIf(
      properties,
      'sasl.oauthbearer.jwt.retriever.class',
      `org.apache.kafka.common.security.oauthbearer.${retriever}JwtRetriever`,
    );
  const extensions = Object.fromEntries(
    [...jaas].flatMap(([key, value]) =>
      key.startsWith('extension_') ? [[key.slice('extension_'.length), value]] : [],
    ),
  );
  const common = { mechanism, ...(Object.keys(extensions).length > 0 ? { extensions } : {}) };
  const tokenEndpoint = properties.take('sasl.oauthbearer.token.endpoint.url');
  if (tokenEndpoint === undefined) return common;
  // Kafka's own clients read a token from a file, too.
  if (/^file:\/\/\/[^%]*$/.test(tokenEndpoint))
    return { ...common, tokenCommand: ['cat', fileURLToPath(tokenEndpoint)] };
  const take = (key: string) => properties.take(`sasl.oauthbearer.${key}`);
  const privateKey = take('assertion.private.key.file');
  const oidc = present({
    tokenEndpoint,
    // KIP-1139 has given the options of JAAS properties of their own, KIP-1258 a key in place of the secret.
    clientId: take('client.credentials.client.id') ?? jaas.get('clientId'),
    clientSecret: asSecret(take('client.credentials.client.secret') ?? jaas.get('clientSecret')),
    scope: take('scope') ?? jaas.get('scope'),
    privateKey,
    privateKeyPassword:
      privateKey === undefined ? undefined : asSecret(take('assertion.private.key.passphrase')),
  });
  return { ...common, oidc };
}

function awsFrom(jaas: ReadonlyMap<string, string>) {
  return present({
    profile: jaas.get('awsProfileName'),
    role: jaas.get('awsRoleArn'),
    region: jaas.get('awsStsRegion'),
  });
}

/** Marks the key as used if it has this value. */
function takeIf({ take, peek }: Properties, key: string, value: string): boolean {
  return peek(key) === value && take(key) !== undefined;
}

/** A secret that looks like a reference is none. */
function asSecret(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return parseSecret(text).kind === 'plain' && !text.startsWith('plain:') ? text : `plain:${text}`;
}

/** `…LoginModule required username="alice" password="…";` → its options. */
function jaasOptions(config: string): ReadonlyMap<string, string> {
  const options = config.matchAll(/(\w+)\s*=\s*(?:"((?:\\[^]|[^"\\])*)"|'([^']*)'|([^\s;"']+))/g);
  return new Map(
    [...options].map(([, name = '', quoted, single, bare = '']) => [
      name,
      quoted?.replace(/\\([^])/g, '$1') ?? single ?? bare,
    ]),
  );
}
