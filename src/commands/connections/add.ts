/** `kafka-lab connections add` */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand, type Context } from '../../contract/command.js';
import { colours, connectionSchema, type Connection } from '../../config/connection.js';
import {
  connectionFromProperties,
  type FromProperties,
} from '../../config/properties/connection-from-properties.js';
import { changeUserFile } from '../../config/change-user-file.js';
import { complaintsOf } from '../../config/complaints.js';
import { exposureOf, registryExposureOf } from '../../config/exposure.js';
import { parseSecret } from '../../config/secrets.js';
import { readUserFile } from '../../config/user-file.js';
import { parseProxy } from '../../net/proxy/parse-proxy.js';
import { LabError } from '../../text/errors.js';
import { present } from '../../config/present.js';
import { schemaWords } from '../../text/schema-words.js';
import { inputName, readInput } from '../shared/read-input.js';
import { askForConnection } from './_connection-wizard.js';
import { nameArgument, securityOf } from './_connection-options.js';
import { loginOptions, saslOf } from './_login-options.js';
import { registryOptions, schemaRegistryOf } from './_registry-options.js';
import { fillPreset, presetNames } from './_presets.js';
import { commandLine } from '../../text/command-line.js';

const file = (description: string) => z.string().optional().meta({ description, placeholder: 'FILE' });
const flag = (description: string) => z.boolean().default(false).meta({ description });

const options = z.object({
  name: nameArgument,
  tls: flag('TLS; with the public authorities unless --ca names another'),
  ca: file("PEM file of the authority that issued the brokers' certificates"),
  cert: file('your own certificate, for mTLS: a PEM file, or one of PKCS#12 (.p12) with the key in it'),
  key: file('PEM file of its key'),
  keyPassword: z.string().optional().meta({
    description:
      'where the password of an encrypted key is: env:NAME, keyring:NAME or prompt (default: it is asked for)',
    placeholder: 'WHERE',
  }),
  servername: z.string().optional().meta({ description: 'the name to expect in the certificate' }),
  insecure: flag('trust any certificate: only for a test, never with a password'),
  ...loginOptions,
  ...registryOptions,
  preset: z.enum(presetNames).optional().meta({
    description: 'a provider of Kafka: sets what it needs, and asks for the rest on a terminal',
    placeholder: 'PROVIDER',
  }),
  fromProperties: z.string().optional().meta({
    description:
      "take what is not typed from a Java client's properties file (--command-config); PEM stores only",
    placeholder: 'FILE',
    completes: 'file',
  }),
  proxy: z.string().optional().meta({
    description:
      'reach the brokers through a proxy: http://, https:// or socks5:// and [USER:WHERE@]HOST:PORT, where WHERE is env:NAME, keyring:NAME or prompt',
    placeholder: 'URL',
  }),
  proxyCa: file('PEM file of the authority that issued the certificate of an https:// proxy'),
  clientId: z.string().optional().meta({ description: "name of this client in the brokers' logs" }),
  readonly: flag('refuse every change of the cluster'),
  protected: flag('require its name to be typed before any change'),
  colour: z.enum(colours).optional().meta({ description: 'mark it on a terminal', placeholder: 'COLOUR' }),
  replace: flag('replace the connection of this name'),
  use: flag('use it from now on'),
});

type Options = z.output<typeof options>;

export interface AddedConnection {
  readonly name: string;
  readonly path: string;
  readonly bootstrapServers: string;
  readonly security: string;
  /** Its URL. */
  readonly schemaRegistry: string | null;
  readonly isCurrent: boolean;
  readonly hasPlainSecret: boolean;
  /** Who else could read the password or the token; null if nobody. */
  readonly exposure: string | null;
  /** Of a properties file: keys that mean nothing here. */
  readonly unused: readonly string[];
}

export const connectionsAdd = defineCommand({
  path: ['connections', 'add'],
  summary: 'name a connection: addresses, TLS, login; asks for what is missing on a terminal',
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options,
  positionals: ['name'],
  examples: [
    'connections add staging -b broker1:9092,broker2:9092 --zookeeper zoo1:2181',
    'connections add prod -b broker1:9093 --tls --ca ca.pem --sasl SCRAM-SHA-512 --username alice --password env:KAFKA_PASSWORD --readonly',
    'connections add prod --from-properties client.properties --password env:KAFKA_PASSWORD',
    'connections add cloud --preset confluent-cloud -b pkc-1.eu-west-1.aws.confluent.cloud:9092 --username KEY --password env:KAFKA_SECRET',
    'connections add inside -b broker1:9093 --tls --proxy socks5://alice:env:KAFKA_PROXY_PASSWORD@proxy:1080',
    'connections add shop -b broker1:9092 --registry https://schemas.example.com --registry-username alice --registry-password env:REGISTRY_PASSWORD',
    'connections add local',
  ],
  async run(context, chosen): Promise<AddedConnection> {
    const { name } = chosen;
    const before = await readUserFile(context.folders);
    if (before?.config.connections[name] && !chosen.replace) {
      throw new LabError('exists', `There is a connection ${name} already, in ${before.path}.`, {
        hint: `To replace it, add --replace; to look at it: ${commandLine`connections show ${name}`}`,
      });
    }
    const file = await propertiesOf(context, chosen.fromProperties);
    const settings = await settingsOf(context, chosen, file);
    const path = changeUserFile(context.folders, (document) => {
      document.setIn(['connections', name], document.createNode(settings));
      if (chosen.use) document.set('current', name);
    });
    return {
      name,
      path,
      bootstrapServers: settings.bootstrapServers,
      security: securityOf(settings),
      isCurrent: chosen.use || before?.config.current === name,
      hasPlainSecret: secretsIn(settings).some((secret) => parseSecret(secret).kind === 'plain'),
      schemaRegistry: settings.schemaRegistry?.url ?? null,
      exposure: exposuresOf(settings),
      unused: file?.unused ?? [],
    };
  },
  view: ({
    name,
    path,
    bootstrapServers,
    security,
    schemaRegistry,
    isCurrent,
    hasPlainSecret,
    exposure,
    unused,
  }) => ({
    header: [],
    rows: [],
    notes: [
      `Connection ${name} (${bootstrapServers}, ${security}${schemaRegistry === null ? '' : `, schema registry ${schemaRegistry}`}) is saved in ${path}.`,
      ...(hasPlainSecret
        ? [
            'A password is in that file as plain text, readable only by you (mode 600). Safer in its place: env:NAME, keyring:NAME or prompt.',
          ]
        : []),
      ...(exposure === null ? [] : [`Careful: ${exposure}`]),
      ...(unused.length > 0 ? [`Not used: ${unused.join(', ')}.`] : []),
      `Try it: ${commandLine`connections ping ${name}`}${isCurrent ? '' : `; use it from now on: ${commandLine`connections use ${name}`}`}`,
    ],
  }),
});

/** Null if nobody else could read anything. */
function exposuresOf(settings: Connection): string | null {
  const { schemaRegistry } = settings;
  const all = [exposureOf(settings), schemaRegistry && registryExposureOf(schemaRegistry)];
  return all.filter((each) => each !== undefined).join(' Also: ') || null;
}

function secretsIn({ sasl, tls, proxy, schemaRegistry }: Connection): readonly string[] {
  const keyPassword = typeof tls === 'object' ? tls.keyPassword : undefined;
  const { clientSecret, privateKeyPassword } = sasl?.oidc ?? {};
  const ofProxy = proxy === undefined ? undefined : parseProxy(proxy).password;
  const ofRegistry = [schemaRegistry?.password, schemaRegistry?.token, schemaRegistry?.tls?.keyPassword];
  return [sasl?.password, clientSecret, privateKeyPassword, keyPassword, ofProxy, ...ofRegistry].filter(
    (secret) => secret !== undefined,
  );
}

async function propertiesOf(context: Context, file: string | undefined): Promise<FromProperties | undefined> {
  if (file === undefined) return undefined;
  const text = await readInput(context, file, 'connections add NAME --from-properties');
  return connectionFromProperties(text, inputName(file));
}

async function settingsOf(
  context: Context,
  typed: Options,
  file: FromProperties | undefined,
): Promise<Connection> {
  const { zookeeper } = context.globals;
  const { chosen, bootstrapServers } = await withPreset(
    context,
    typed,
    context.globals.bootstrapServer ?? file?.bootstrapServers,
  );
  if (bootstrapServers === undefined) {
    if (!context.questions || file) {
      throw new LabError(
        'usage',
        file
          ? `${inputName(chosen.fromProperties ?? '')} has no bootstrap.servers.`
          : 'A connection needs the addresses of some of its brokers, and there is no terminal to ask for them.',
        {
          hint: `Name them: ${commandLine`connections add ${chosen.name} -b HOST:PORT,HOST:PORT ${file ? ['--from-properties', chosen.fromProperties ?? ''] : []}`}`,
        },
      );
    }
    return checked(await askForConnection(context.questions, context.cwd));
  }
  const tls = present({
    ca: absolute(context, chosen.ca ?? file?.tls?.ca),
    cert: absolute(context, chosen.cert ?? file?.tls?.cert),
    key: absolute(context, chosen.key ?? file?.tls?.key),
    keyPassword: chosen.keyPassword ?? file?.tls?.keyPassword,
    servername: chosen.servername,
    rejectUnauthorized: chosen.insecure ? false : undefined,
  });
  return checked({
    bootstrapServers,
    zookeeper,
    clientId: chosen.clientId ?? file?.clientId,
    tls: Object.keys(tls).length > 0 ? tls : chosen.tls || file?.tls !== undefined || undefined,
    sasl: saslOf(chosen, file?.sasl, (path) => absolute(context, path)),
    proxy: chosen.proxy,
    proxyCa: absolute(context, chosen.proxyCa),
    schemaRegistry: schemaRegistryOf(context.globals.registry, chosen, file?.schemaRegistry, (path) =>
      absolute(context, path),
    ),
    readonly: chosen.readonly || undefined,
    protected: chosen.protected || undefined,
    colour: chosen.colour,
  });
}

/** What the provider needs beside what was typed. All of them have TLS. */
async function withPreset(context: Context, typed: Options, bootstrapServers: string | undefined) {
  if (typed.preset === undefined) return { chosen: typed, bootstrapServers };
  const filled = await fillPreset(typed.preset, { ...typed, bootstrapServers }, context.questions);
  return {
    chosen: { ...typed, ...filled.options, ...present(typed), tls: true },
    bootstrapServers: filled.bootstrapServers,
  };
}

function checked(given: object): Connection {
  const parsed = connectionSchema().safeParse(present(given), { error: schemaWords });
  if (parsed.success) return present(parsed.data) as Connection;
  throw new LabError('usage', `This is not a complete connection: ${complaintsOf(parsed.error)}.`, {
    hint: 'See: kafka-lab connections add --help',
  });
}

/** A path is typed relative to the current folder, and saved as an absolute one. */
function absolute({ cwd }: Context, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(cwd, path);
}
