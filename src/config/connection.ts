/** A named connection: where a cluster is, how to get in, and how careful to be there. */
import { z } from 'zod';
import { named } from '../files/named.js';
import { LabError } from '../text/errors.js';
import { once } from '../text/once.js';
import { parseAddresses } from '../net/addresses.js';
import { parseConnectString } from '../net/connect-string.js';
import { parseProxy } from '../net/proxy/parse-proxy.js';
import { registrySchema } from './registry-settings.js';
import { saslSchema, secretSchema, secretText } from './sasl-settings.js';
import { formatsSchema } from '../schemas/topic-formats.js';

export const colours = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'] as const;
export type Colour = (typeof colours)[number];

export const connectionName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const connectionNameRule =
  'a name is made of letters, digits, ".", "_" and "-", 64 at most, and begins with a letter or digit';

/** Made for a connection that is there to be checked: making them takes longer than the rest of a short command's options. */
const schemas = once(() => {
  const secret = secretSchema();

  const addresses = z
    .union([z.string(), z.array(z.string()).transform((list) => list.join(','))], {
      error: 'it is HOST:PORT,… or a list of them',
    })
    .superRefine((text, context) => complainIfThrown(context, () => parseAddresses(text)));

  const tls = z.strictObject({
    ca: z.string().optional().describe('PEM file of authorities.'),
    cert: z.string().optional().describe('PEM file, or one of PKCS#12 with the key in it.'),
    key: z.string().optional().describe('PEM file.'),
    keyPassword: secret
      .optional()
      .describe(`Of an encrypted key or a PKCS#12 file; asked for if it is missing. ${secretText}`),
    servername: z
      .string()
      .optional()
      .describe('The name that the certificate must have, if it differs from the address.'),
    rejectUnauthorized: z.boolean().optional().describe('Must the certificate be valid? Yes by default.'),
  });

  const connection = z.strictObject({
    bootstrapServers: addresses.describe('HOST:PORT,HOST:PORT … or a list of them.'),
    zookeeper: z
      .string()
      .superRefine((text, context) => complainIfThrown(context, () => parseConnectString(text)))
      .optional()
      .describe('HOST:PORT,HOST:PORT …/CHROOT; not needed for clusters without ZooKeeper.'),
    clientId: z.string().min(1).optional(),
    tls: z
      .union([z.boolean(), tls], { error: 'tls is true, false, or a map of ca, cert, key …' })
      .optional()
      .describe('true is TLS with the certificate authorities that come with Node.'),
    sasl: saslSchema().optional(),
    schemaRegistry: registrySchema(tls)
      .optional()
      .describe('Where schemas are: a URL, or a map with a login and TLS.'),
    proxy: z
      .string()
      .superRefine((text, context) => complainIfThrown(context, () => parseProxy(text)))
      .optional()
      .describe(
        'socks5://USER:PASSWORD@HOST:PORT, also http and https; the password, or where it is: env:NAME, keyring:NAME, prompt.',
      ),
    proxyCa: z
      .string()
      .optional()
      .describe('Path of a PEM file: the authority of an https:// proxy, if it is not a public one.'),
    formats: formatsSchema().optional().describe('What keys and values are, by topic.'),
    readonly: z.boolean().optional().describe('Refuses whatever would change the cluster.'),
    protected: z.boolean().optional().describe('Requires its name to be typed before any change.'),
    colour: z
      .enum(colours)
      .optional()
      .describe('Of its name on a terminal, so that the cluster in use is visible.'),
  });

  const config = z.strictObject({
    current: z.string().optional().describe('The connection that is used when none is named.'),
    formats: formatsSchema()
      .optional()
      .describe(
        'What keys and values are, by topic, on any cluster; what a connection says itself goes before.',
      ),
    connections: named(connection, z.string().regex(connectionName, connectionNameRule))
      .nullish()
      .transform((given) => given ?? {}),
  });

  return { tls, connection, config };
});

export const connectionSchema = () => schemas().connection;
export const configSchema = () => schemas().config;

type Schemas = ReturnType<typeof schemas>;
export type Connection = z.output<Schemas['connection']>;
export type TlsSettings = z.output<Schemas['tls']>;
export type RegistrySettings = NonNullable<Connection['schemaRegistry']>;
export type Config = z.output<Schemas['config']>;

function complainIfThrown(context: z.core.$RefinementCtx, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    context.addIssue(error.message.replace(/\.$/, ''));
  }
}
