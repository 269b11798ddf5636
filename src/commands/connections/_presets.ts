/** `connections add --preset`: what each provider of Kafka needs, asked for on a terminal or named if it is missing. */
import { LabError } from '../../text/errors.js';
import { commandLine } from '../../text/command-line.js';
import { kebab } from '../../text/letter-case.js';
import type { Questions } from '../../view/questions.js';
import { askForSecretPlace, line } from './_connection-wizard.js';
import type { LoginOptions } from './_login-options.js';

export const presetNames = ['confluent-cloud', 'aiven', 'event-hubs', 'msk-iam', 'redpanda'] as const;
export type PresetName = (typeof presetNames)[number];

/** The options that a preset fills. */
export type PresetOptions = Partial<LoginOptions> & {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
};

interface Need {
  readonly option:
    | 'username'
    | 'password'
    | 'ca'
    | 'cert'
    | 'key'
    | 'tokenEndpoint'
    | 'oauthClient'
    | 'oauthSecret';
  readonly ask: string;
  /** It is asked where the secret is, not for the secret. */
  readonly isSecret?: true;
}

interface Way {
  readonly name: string;
  /** The option that says that this way is meant. */
  readonly saidBy?: keyof PresetOptions;
  readonly fixed: PresetOptions;
  readonly needs: readonly Need[];
}

interface Preset {
  /** What the addresses of its brokers look like. */
  readonly example: string;
  readonly ways: readonly [Way, ...Way[]];
}

const password = (ask: string): Need => ({ option: 'password', ask, isSecret: true });
const user: Need = { option: 'username', ask: 'User:' };

const presets: Readonly<Record<PresetName, Preset>> = {
  'confluent-cloud': {
    example: 'pkc-abc12.eu-west-1.aws.confluent.cloud:9092',
    ways: [
      {
        name: 'an API key',
        fixed: { sasl: 'PLAIN' },
        needs: [{ option: 'username', ask: 'API key:' }, password('Where is the secret of the API key?')],
      },
      {
        name: 'OAuth (an identity provider)',
        saidBy: 'tokenEndpoint',
        fixed: { sasl: 'OAUTHBEARER' },
        needs: [
          { option: 'tokenEndpoint', ask: 'Token endpoint, https://…:' },
          { option: 'oauthClient', ask: 'Id of the OAuth client:' },
          { option: 'oauthSecret', ask: 'Where is its secret?', isSecret: true },
        ],
      },
    ],
  },
  aiven: {
    example: 'kafka-shop.a.aivencloud.com:12345',
    ways: [
      {
        name: 'user and password (SASL)',
        fixed: { sasl: 'SCRAM-SHA-256' },
        needs: [
          { option: 'ca', ask: 'PEM file of the project (ca.pem):' },
          user,
          password('Where is the password?'),
        ],
      },
      {
        name: 'a client certificate',
        saidBy: 'cert',
        fixed: {},
        needs: [
          { option: 'ca', ask: 'PEM file of the project (ca.pem):' },
          { option: 'cert', ask: 'PEM file of the certificate (service.cert):' },
          { option: 'key', ask: 'PEM file of its key (service.key):' },
        ],
      },
    ],
  },
  'event-hubs': {
    example: 'NAMESPACE.servicebus.windows.net:9093',
    ways: [
      {
        name: 'a connection string',
        fixed: { sasl: 'PLAIN', username: '$ConnectionString' },
        needs: [password('Where is the connection string (Endpoint=sb://…)?')],
      },
      {
        name: 'Entra ID, by the command az',
        saidBy: 'tokenProvider',
        fixed: { sasl: 'OAUTHBEARER', tokenProvider: 'azure' },
        needs: [],
      },
    ],
  },
  'msk-iam': {
    example: 'b-1.shop.ab12cd.c3.kafka.eu-west-1.amazonaws.com:9098',
    ways: [{ name: 'IAM', fixed: { sasl: 'AWS_MSK_IAM' }, needs: [] }],
  },
  redpanda: {
    example: 'seed-ab12.fmc.prd.cloud.redpanda.com:9092',
    ways: [
      {
        name: 'user and password (SASL)',
        fixed: { sasl: 'SCRAM-SHA-256' },
        needs: [user, password('Where is the password?')],
      },
    ],
  },
};

export interface PresetAnswers {
  readonly options: PresetOptions;
  readonly bootstrapServers: string;
}

/** What was typed goes before what the preset says. Throws LabError 'usage' for what is missing and cannot be asked for. */
export async function fillPreset(
  preset: PresetName,
  typed: PresetOptions & { readonly name: string; readonly bootstrapServers: string | undefined },
  questions: Questions | undefined,
): Promise<PresetAnswers> {
  const { example, ways } = presets[preset];
  const missing = (flag: string, what: string) =>
    new LabError('usage', `A connection to ${preset} needs ${flag}: ${what}`, {
      hint: `For example: ${commandLine`connections add ${typed.name} --preset ${preset} -b ${typed.bootstrapServers ?? example}`} …; all of it is asked for on a terminal.`,
    });
  let { bootstrapServers } = typed;
  if (bootstrapServers === undefined) {
    if (!questions) throw missing('-b', `the address of a broker, such as ${example}`);
    bootstrapServers = await line(questions, `Brokers, such as ${example}:`);
  }
  const way = await chooseWay(ways, typed, questions);
  const options: Record<string, unknown> = { ...way.fixed };
  for (const { option, ask, isSecret } of way.needs) {
    if (typed[option] !== undefined) continue;
    if (!questions) throw missing(`--${kebab(option)}`, ask.replace(/:$/, ''));
    options[option] = isSecret ? await askForSecretPlace(questions, ask) : await line(questions, ask);
  }
  return { options: options, bootstrapServers };
}

async function chooseWay(
  ways: readonly [Way, ...Way[]],
  typed: PresetOptions,
  questions: Questions | undefined,
): Promise<Way> {
  const said = ways.find(({ saidBy }) => saidBy !== undefined && typed[saidBy] !== undefined);
  const [first, ...others] = ways;
  const hasBegun = first.needs.some(({ option }) => typed[option] !== undefined);
  if (said || others.length === 0 || hasBegun || !questions) return said ?? first;
  const name = await questions.choice(
    'How do you log in?',
    ways.map((way) => ({ name: way.name, value: way.name })),
  );
  return ways.find((way) => way.name === name) ?? first;
}
