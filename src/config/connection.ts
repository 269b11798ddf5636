/** A named connection: where a cluster is, how to get in, and how careful to be there. */
import { z } from 'zod';
import { named } from '../files/named.js';
import { LabError } from '../text/errors.js';
import { once } from '../text/once.js';
import { parseAddresses } from '../net/addresses.js';
import { parseConnectString } from '../net/connect-string.js';
import { parseProxy } from '../net/proxy/parse-proxy.js';
import { registrySchema } from './registry-settings.js';
import { saslSchema, secretSchema } from './sasl-settings.js';
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
    /** Paths of PEM files; `cert` may be one of PKCS#12, with the key in it. */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    /** Of an encrypted key or a PKCS#12 file; asked for if it is missing. A secret, or where it is: `env:NAME`, `keyring:NAME`, `prompt`. */
    keyPassword: secret.optional(),
    /** The name that the certificate must have, if it differs from the address. */
    servername: z.string().optional(),
    rejectUnauthorized: z.boolean().optional(),
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
    sasl: saslSchema().optional(),
    /** Where schemas are: a URL, or a map with a login and TLS. A login in the URL is taken out of it. */
    schemaRegistry: registrySchema(tls).optional(),
    /** `socks5://USER:PASSWORD@HOST:PORT`, also http and https; the password, or where it is: `env:NAME`, `keyring:NAME`, `prompt`. */
    proxy: z
      .string()
      .superRefine((text, context) => complainIfThrown(context, () => parseProxy(text)))
      .optional(),
    /** Path of a PEM file: the authority of an https:// proxy, if it is not a public one. */
    proxyCa: z.string().optional(),
    /** What keys and values are, by topic. */
    formats: formatsSchema().optional(),
    /** Refuses whatever would change the cluster. */
    readonly: z.boolean().optional(),
    /** Requires its name to be typed before any change. */
    protected: z.boolean().optional(),
    colour: z.enum(colours).optional(),
  });

  const config = z.strictObject({
    /** The connection that is used when none is named. */
    current: z.string().optional(),
    /** Of topics on any cluster; what a connection says itself goes before. */
    formats: formatsSchema().optional(),
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
