/** Inputs that are wrong in every way that the tables know: none of them may end the built program in a stack. */
import { commands } from '../../commands/index.js';
import type { CommandSpec } from '../../contract/command.js';
import { fieldsOfCommand, type Field } from '../../contract/fields.js';
import type { Environment } from '../../view/world.js';
import { wrongConnections, wrongTexts } from './wrong-texts.js';

export interface WrongInput {
  readonly argv: readonly string[];
  readonly env?: Environment;
  /** Written before, relative to KAFKA_LAB_HOME; the working directory is `here` below it. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly stdin?: string | Buffer;
  /** Run by a shell, for bytes that are no text; `"$0" "$@"` is the program and `argv`. */
  readonly shell?: string;
}

/** Port 1 is tcpmux, which no one runs. */
const nobody = ['-b', '127.0.0.1:1', '--timeout', '1s'];

const huge = 'x'.repeat(60_000);
const list = ['topics', 'list'];

const addresses = [
  '',
  ',',
  'localhost:',
  'localhost:x',
  ':9092',
  'localhost:0',
  'localhost:65536',
  'localhost:99999999999999999999',
  'http://localhost:9092',
  'a b:1',
  '[::1',
  '[zz]:1',
  '1.2.3.4.5:1',
  huge,
  `${'a'.repeat(300)}:1`,
  '\u001b[31m:1',
  '\ud83d:1',
  'é.invalid:1',
  'localhost:9092:9093',
  'localhost:9092/path',
  '..:1',
  '127.0.0.1:1,,,:',
];

const zookeepers = [
  '127.0.0.1:1/a//b',
  '127.0.0.1:1/../x',
  '127.0.0.1:1/a,127.0.0.1:2/b',
  '/a',
  `127.0.0.1:1/${huge}`,
];

export function wrongAddresses(): WrongInput[] {
  return [
    ...addresses.map((address) => ({ argv: ['-b', address, '--timeout', '1s', ...list] })),
    ...addresses
      .filter((address) => address !== '')
      .filter((_, index) => index % 3 === 0)
      .map((address) => ({
        argv: ['--timeout', '1s', 'connections', 'doctor'],
        env: { KAFKA_LAB_BOOTSTRAP_SERVER: address },
      })),
    ...[...addresses.filter((_, index) => index % 3 === 1), ...zookeepers].map((address, index) => ({
      argv: [
        '--zookeeper',
        address,
        '--timeout',
        '1s',
        'zookeeper',
        ['tree', 'status', 'watch'][index % 3] ?? '',
      ],
    })),
  ];
}

const durations = ['', '0', 'x', '1x', '1e9s', '99999999999999999999s', '1h1h', '\u0661s', '-5s'];

/** Where a duration may stand. */
const lasting: readonly (readonly string[])[] = [
  ['--timeout', '?', ...list],
  [...list, '--watch=?'],
  ['monitor', '--interval', '?'],
  ['consume', 't', '--from', '@-?'],
  ['transactions', 'hanging', '--older-than', '?'],
  ['produce', 't', 'v', '--delivery-timeout', '?'],
  ['topics', 'reassign', 't', '--wait', '?'],
  ['zookeeper', 'lock-demo', '--hold', '?'],
];

export function wrongDurations(): WrongInput[] {
  return [
    ...durations.flatMap((duration, index) =>
      [0, 3].map((step) => {
        const words = lasting[(index + step) % lasting.length] ?? [];
        return { argv: ['-b', '127.0.0.1:1', ...words.map((word) => word.replace('?', duration))] };
      }),
    ),
    { argv: ['-b', '127.0.0.1:1', ...list], env: { KAFKA_LAB_TIMEOUT: 'soon' } },
  ];
}

export function wrongConfigurations(): WrongInput[] {
  const user = (text: string | Buffer) => ({ 'config/connections.yml': text });
  const project = (text: string | Buffer) => ({ 'here/.kafka-lab.yml': text });
  return [
    ...Object.values(wrongTexts).flatMap((text, index) => [
      { argv: ['-c', 'a', '--timeout', '1s', ...list], files: index % 2 === 0 ? user(text) : project(text) },
      {
        argv: ['connections', ...(index % 2 === 0 ? ['add', 'z', '-b', 'x:1:2'] : ['use', 'a'])],
        files: user(text),
      },
    ]),
    ...Object.values(wrongConnections).map((fields, index) => ({
      argv: ['-c', 'a', '--timeout', '1s', ...(index % 2 === 0 ? list : ['connections', 'doctor'])],
      files: (index % 3 === 0 ? project : user)(`connections: {a: {${fields}}}\ncurrent: a\n`),
    })),
  ];
}

export function wrongVariables(): WrongInput[] {
  const values: Readonly<Record<string, string>> = {
    CONNECTION: huge,
    CLUSTER: '../..',
    OUTPUT: 'nonsense',
    TLS: 'perhaps',
    TLS_CA: '/',
    TLS_CERT: '/dev/null',
    TLS_KEY: '/nope',
    SASL_MECHANISM: 'GSSAPI',
    SASL_USERNAME: '\u001b[2J',
    SASL_PASSWORD: 'x',
    SASL_TOKEN_COMMAND: '/nope',
    HOME: '/dev/null',
  };
  return Object.entries(values).map(([name, value]) => ({
    argv: name === 'CONNECTION' || name === 'CLUSTER' ? list : [...nobody, ...list],
    env: { [`KAFKA_LAB_${name}`]: value },
  }));
}

const positions = [
  '0:',
  'a:b',
  '@x',
  '@2026-02-31',
  '9223372036854775808',
  '-9223372036854775809',
  '1.5',
  '\ud800',
];
const partitions = ['', 'x', '3-1', '0-2147483647'];
const filters = [
  '(',
  'value.',
  'value == "',
  '('.repeat(5000),
  '!'.repeat(20_000),
  'nope > 1',
  'value =~ /(/',
];

export function wrongWords(): WrongInput[] {
  const at = (...argv: string[]) => ({ argv: [...nobody, ...argv] });
  return [
    ...positions.map((position, index) =>
      index % 2 === 0
        ? at('consume', 't', `--from=${position}`)
        : at('groups', 'reset', 'g', '--topic', 't', `--to=${position}`),
    ),
    ...partitions.map((numbers) => at('consume', 't', '--partition', numbers)),
    ...filters.map((filter) => at('consume', 't', '--filter', filter)),
    ...['/(/', '/a/zz'].map((grep) => at('consume', 't', '--grep', grep)),
    ...['%', '%z', '\\xZZ'].map((format) => at('consume', 't', '--format', format)),
    ...['', 'lag', 'lag > x', 'nope > 1'].map((check) => at('monitor', '--check', check)),
    ...['x', ':99999', '256.1.1.1:9308'].map((listen) => at('monitor', '--exporter', listen)),
    at('explain', huge),
    at('topics', 'describe', huge),
    ...['topics describe', 'consume --grep', 'apply'].map((words) => ({
      argv: [...nobody, ...words.split(' ')],
      shell: `exec "$0" "$@" "$(printf 'a\\377')"`,
    })),
    { argv: list, shell: `KAFKA_LAB_BOOTSTRAP_SERVER="$(printf '\\377:1')" exec "$0" "$@"` },
  ];
}

/** Of a cluster that answers: what comes after the connection has to be reached. */
export function wrongFiles(bootstrapServers: string): WrongInput[] {
  const cluster = ['-b', bootstrapServers];
  const options: readonly (readonly string[])[] = [
    [...cluster, 'apply', '--dry-run'],
    ['cluster', 'up', '--engine', 'java', '--name', 'wrong', '--base-port', '49200', '--file'],
    [...cluster, 'groups', 'reset', '--from-file'],
    [...cluster, 'topics', 'reassign', '--from-file'],
    ['drill', 'report'],
    ['monitor', '--once', '--replay'],
    [...cluster, '--timeout', '1s', 'connections', 'doctor'],
  ];
  const files = ['nope', '.', '/proc/self/mem', ...Object.keys(wrongTexts)];
  return options.flatMap((argv, at) =>
    files
      .filter((_, index) => index < 2 || (index + at) % 4 === 0)
      .map((file) => {
        const text = wrongTexts[file];
        const path = text === undefined ? file : 'input';
        return {
          argv: argv.at(-1) === 'doctor' ? argv : [...argv, path],
          ...(argv.at(-1) === 'doctor' ? { env: { KAFKA_LAB_TLS_CA: path, KAFKA_LAB_TLS_CERT: path } } : {}),
          ...(text === undefined ? {} : { files: { 'here/input': text } }),
        };
      }),
  );
}

/** One command line for each command, in which every option that is a number or a choice is wrong, or else unknown. */
export async function wrongOptions(): Promise<WrongInput[]> {
  const specs: CommandSpec[] = [];
  // Jest loads modules one after the other.
  for (const { load } of commands) specs.push(await load());
  return specs.map((spec, index) => {
    const fields = fieldsOfCommand(spec);
    const words = fields.filter(({ position }) => position !== undefined).map(() => 'x');
    const wrong = fields
      .filter(({ position }) => position === undefined)
      .flatMap((field) => wrongValue(field, index));
    return {
      argv: [...nobody, ...spec.path, ...words, ...(wrong.length > 0 ? wrong : ['--no-such-option'])],
    };
  });
}

const notNumbers = ['x', '', '1.5', '-1e400', '99999999999999999999', '0x', '\u0661'];

function wrongValue({ flag, type, choices }: Field, index: number): string[] {
  if (choices) return [`--${flag}=nonsense`];
  if (type === 'integer' || type === 'number') return [`--${flag}=${notNumbers[index % notNumbers.length]}`];
  return [];
}
