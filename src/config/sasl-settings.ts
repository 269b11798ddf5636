/** The `sasl:` of a connection: which mechanism, and where its password or its tokens come from. */
import { z } from 'zod';
import { named } from '../files/named.js';
import { isLoopback } from '../net/same-place.js';
import { anyCase } from '../text/letter-case.js';
import { once } from '../text/once.js';

export const saslMechanisms = [
  'PLAIN',
  'SCRAM-SHA-256',
  'SCRAM-SHA-512',
  'OAUTHBEARER',
  'AWS_MSK_IAM',
] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

/** How a client proves to a token endpoint who it is (RFC 6749, 2.3.1; RFC 7523). */
export const clientAuthentications = ['basic', 'post', 'private_key_jwt'] as const;

/** Clouds whose own command prints a token for Kafka. */
export const tokenProviders = ['azure', 'google'] as const;

/** What a description says of a secret. */
export const secretText = 'A secret, or where it is: env:NAME, keyring:NAME, prompt.';

/** YAML reads a password of digits as a number. `writeOnly` is JSON Schema's word for what is never shown again. */
export const secretSchema = () =>
  z.string({ error: 'a secret is text; put it in quotes' }).min(1).meta({ writeOnly: true });

/** Made for a connection that is there to be checked. */
const schemas = once(() => {
  const secret = secretSchema();

  /** `[a, b]` and `"a b"` are the same words. No shell ever sees them. */
  const words = z
    .union([z.array(z.string()).min(1), z.string().transform((text) => text.split(/\s+/).filter(Boolean))], {
      error: 'it is a list of words, or one text',
    })
    .refine((list) => list.length > 0, 'it names no program');

  const endpoint = z.string().superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !['https:', 'http:'].includes(url.protocol)) {
      context.addIssue('it is no URL: https://HOST/PATH');
    } else if (url.username !== '' || url.password !== '' || url.hash !== '') {
      context.addIssue('it may hold neither a user nor a password nor a fragment (#)');
    } else if (url.protocol === 'http:' && !isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) {
      context.addIssue(
        'it must begin with https://, as the secret of the client and the token would cross the network in the clear; http:// is for this machine alone (localhost)',
      );
    }
  });

  const oidc = z
    .strictObject({
      tokenEndpoint: endpoint,
      deviceEndpoint: endpoint
        .optional()
        .describe(
          'Where connections login begins (RFC 8628, device_authorization_endpoint); tokens are then those of a person.',
        ),
      clientId: z.string().min(1),
      clientSecret: secret.optional().describe(secretText),
      method: z
        .enum(clientAuthentications)
        .optional()
        .describe('basic by default, private_key_jwt with a privateKey.'),
      privateKey: z.string().optional().describe('Path of a PEM file, for private_key_jwt.'),
      privateKeyPassword: secret.optional(),
      keyId: z
        .string()
        .min(1)
        .optional()
        .describe('The kid of the assertion, by which the provider finds the key.'),
      scope: z.string().min(1).optional(),
      audience: z.string().min(1).optional(),
      ca: z
        .string()
        .optional()
        .describe('Path of a PEM file: the authority of the endpoints, if it is not a public one.'),
    })
    .superRefine(({ method, clientSecret, privateKey, deviceEndpoint }, context) => {
      if (method === 'private_key_jwt' || (method === undefined && privateKey !== undefined)) {
        if (privateKey === undefined) context.addIssue('private_key_jwt needs a privateKey, a PEM file');
        if (clientSecret !== undefined)
          context.addIssue('it has a privateKey and a clientSecret; one is enough');
        return;
      }
      if (privateKey !== undefined) context.addIssue('a privateKey is for the method private_key_jwt');
      // A client of the device flow may be a public one, which has no secret.
      if (clientSecret === undefined && (deviceEndpoint === undefined || method !== undefined))
        context.addIssue('oidc needs a clientSecret (env:NAME, keyring:NAME or prompt) or a privateKey');
    });

  /** KIP-342: what a client tells the broker beside its token. */
  const extensions = named(
    z.string().regex(/^[\x20-\x7e\t\r\n]+$/, 'the value of an extension is ASCII text, and not empty'),
  )
    .superRefine((given, context) => {
      for (const name of Object.keys(given)) {
        const complain = (message: string) => context.addIssue({ code: 'custom', path: [name], message });
        if (!/^[A-Za-z]+$/.test(name)) complain('the name of an extension is made of letters alone');
        if (name === 'auth') complain('an extension cannot be named "auth"');
      }
    })
    .optional();

  const sasl = z
    .strictObject({
      mechanism: z
        .string()
        .transform(asMechanism)
        .meta({
          anyOf: [{ enum: saslMechanisms }, { pattern: `^(${saslMechanisms.map(anyCase).join('|')})$` }],
        }),
      username: z.string().optional(),
      password: secret.optional().describe(secretText),
      tokenCommand: words.optional().describe('Program and arguments that print an OAUTHBEARER token.'),
      oidc: oidc.optional(),
      tokenProvider: z
        .enum(tokenProviders)
        .optional()
        .describe('The cloud whose own command prints the token.'),
      extensions,
      region: z
        .string()
        .regex(/^[a-z]{2}(-[a-z0-9]+)+$/, 'a region looks like eu-west-1')
        .optional()
        .describe(
          'Of AWS_MSK_IAM; by default that of the names of the brokers, else of the settings of AWS.',
        ),
      profile: z.string().min(1).optional().describe('A profile of the shared files of AWS.'),
      role: z
        .string()
        .regex(
          /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
          'a role is named by its ARN: arn:aws:iam::ACCOUNT:role/NAME',
        )
        .optional()
        .describe('The ARN of a role to assume.'),
      instanceMetadata: z
        .boolean()
        .optional()
        .describe('May the credentials of the machine itself be asked for (IMDS)? No by default.'),
    })
    .superRefine((given, context) => {
      const { mechanism } = given;
      const foreign = (fields: readonly (keyof typeof given)[], of: string) => {
        for (const field of fields.filter((each) => given[each] !== undefined))
          context.addIssue({
            code: 'custom',
            path: [field],
            message: `it is for ${of}, not for ${mechanism}`,
          });
      };
      const ofAws = ['region', 'profile', 'role', 'instanceMetadata'] as const;
      const ofBearer = ['tokenCommand', 'oidc', 'tokenProvider'] as const;
      if (mechanism === 'AWS_MSK_IAM') {
        foreign([...ofBearer, 'extensions'], 'OAUTHBEARER');
        foreign(['username', 'password'], 'PLAIN and SCRAM');
        return;
      }
      foreign(ofAws, 'AWS_MSK_IAM');
      if (mechanism === 'OAUTHBEARER') {
        const sources = ofBearer.filter((each) => given[each] !== undefined);
        if (sources.length === 0)
          context.addIssue(
            'OAUTHBEARER needs a tokenCommand, which prints a token, or an oidc (a token endpoint), or a tokenProvider (azure, google)',
          );
        if (sources.length > 1) context.addIssue(`OAUTHBEARER takes one of ${sources.join(' and ')}`);
        return;
      }
      foreign([...ofBearer, 'extensions'], 'OAUTHBEARER');
      if (given.username === undefined) context.addIssue(`${mechanism} needs a username`);
      if (given.password === undefined)
        context.addIssue(`${mechanism} needs a password: env:NAME, keyring:NAME or prompt`);
    });

  return { sasl, oidc };
});

export const saslSchema = () => schemas().sasl;

export type SaslSettings = z.output<ReturnType<typeof schemas>['sasl']>;
export type OidcSettings = z.output<ReturnType<typeof schemas>['oidc']>;

export const whyNoKerberos =
  "GSSAPI (Kerberos) is not supported: the one kept package for it compiles against the system's Kerberos when it is installed. Kafka takes other mechanisms beside it: sasl.enabled.mechanisms=GSSAPI,SCRAM-SHA-512";

function asMechanism(text: string, context: z.core.$RefinementCtx<string>): SaslMechanism {
  const mechanism = saslMechanisms.find((each) => each === text.toUpperCase());
  if (mechanism) return mechanism;
  context.addIssue(
    text.toUpperCase() === 'GSSAPI' ? whyNoKerberos : `"${text}" is not one of ${saslMechanisms.join(', ')}`,
  );
  return z.NEVER;
}
