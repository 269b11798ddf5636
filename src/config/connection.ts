/** A named connection: where a cluster is, how to get in, and how careful to be there. */
import { z } from 'zod';
import { named } from '../files/named.js';
import { LabError } from '../text/errors.js';
import { once } from '../text/once.js';
import { parseAddresses } from '../net/addresses.js';
import { parseConnectString } from '../net/connect-string.js';

export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const;
type SaslMechanism = (typeof saslMechanisms)[number];

export const colours = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'] as const;
export type Colour = (typeof colours)[number];

export const connectionName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const connectionNameRule =
  'a name is made of letters, digits, ".", "_" and "-", 64 at most, and begins with a letter or digit';

/** Made for a connection that is there to be checked: making them takes longer than the rest of a short command's options. */
const schemas = once(() => {
  /** YAML reads a password of digits as a number. */
  const secret = z.string({ error: 'a secret is text; put it in quotes' }).min(1);

  /** `[a, b]` and `"a b"` are the same words. No shell ever sees them. */
  const words = z
    .union([z.array(z.string()).min(1), z.string().transform((text) => text.split(/\s+/).filter(Boolean))], {
      error: 'it is a list of words, or one text',
    })
    .refine((list) => list.length > 0, 'it names no program');

  const addresses = z
    .union([z.string(), z.array(z.string()).transform((list) => list.join(','))], {
      error: 'it is HOST:PORT,… or a list of them',
    })
    .superRefine((text, context) => complainIfThrown(context, () => parseAddresses(text)));

  const tls = z.strictObject({
    /** Paths of PEM files. */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    /** Of an encrypted key; asked for if it is missing. A secret, or where it is: `env:NAME`, `keyring:NAME`, `prompt`. */
    keyPassword: secret.optional(),
    /** The name that the certificate must have, if it differs from the address. */
    servername: z.string().optional(),
    rejectUnauthorized: z.boolean().optional(),
  });

  const sasl = z
    .strictObject({
      mechanism: z.string().transform(asMechanism),
      username: z.string().optional(),
      /** A secret, or where it is: `env:NAME`, `keyring:NAME`, `prompt`. */
      password: secret.optional(),
      /** Prints an OAUTHBEARER token. */
      tokenCommand: words.optional(),
    })
    .superRefine((given, context) => {
      if (given.mechanism === 'OAUTHBEARER') {
        if (!given.tokenCommand) context.addIssue('OAUTHBEARER needs a tokenCommand, which prints a token');
        return;
      }
      if (given.username === undefined) context.addIssue(`${given.mechanism} needs a username`);
      if (given.password === undefined)
        context.addIssue(`${given.mechanism} needs a password: env:NAME, keyring:NAME or prompt`);
    });

  const connection = z.strictObject({
    bootstrapServers: addresses,
    zookeeper: z
      .string()
      .superRefine((text, context) => complainIfThrown(context, () => parseConnectString(text)))
      .optional(),
    clientId: z.string().min(1).optional(),
    /** `true` is TLS with the certificate authorities that come with Node. */
    tls: z.union([z.boolean(), tls], { error: 'tls is true, false, or a map of ca, cert, key …' }).optional(),
    sasl: sasl.optional(),
    /** Refuses whatever would change the cluster. */
    readonly: z.boolean().optional(),
    /** Requires its name to be typed before any change. */
    protected: z.boolean().optional(),
    colour: z.enum(colours).optional(),
  });

  const config = z.strictObject({
    /** The connection that is used when none is named. */
    current: z.string().optional(),
    connections: named(connection, z.string().regex(connectionName, connectionNameRule))
      .nullish()
      .transform((given) => given ?? {}),
  });

  return { tls, sasl, connection, config };
});

export const connectionSchema = () => schemas().connection;
export const configSchema = () => schemas().config;

type Schemas = ReturnType<typeof schemas>;
export type Connection = z.output<Schemas['connection']>;
export type TlsSettings = z.output<Schemas['tls']>;
export type SaslSettings = z.output<Schemas['sasl']>;
export type Config = z.output<Schemas['config']>;

function asMechanism(text: string, context: z.core.$RefinementCtx<string>): SaslMechanism {
  const mechanism = saslMechanisms.find((each) => each === text.toUpperCase());
  if (mechanism) return mechanism;
  context.addIssue(`"${text}" is not one of ${saslMechanisms.join(', ')}`);
  return z.NEVER;
}

function complainIfThrown(context: z.core.$RefinementCtx, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    context.addIssue(error.message.replace(/\.$/, ''));
  }
}
