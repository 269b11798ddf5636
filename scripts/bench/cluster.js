// The benchmark's own cluster: one broker of the java engine, started and ended by the built program, and a far line to it.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { password, ports, user, writeCompose } from './compose.js';
import { checkout, root, run } from './run.js';

const name = 'bench';
/** One folder a checkout: the next run finds, and ends, what a killed one left. */
const home = join(tmpdir(), `kafka-lab-bench-${checkout.toString('hex', 0, 4)}`);
const environment = { ...process.env, KAFKA_LAB_HOME: home, BENCH_PASSWORD: password };
/** Each way over the far line. */
const delayMs = 50;

/**
 * Resolves with its address, its other listeners, and a function that ends it, by the process ids that `cluster up` recorded.
 * @param {AbortSignal} signal
 */
export async function startCluster(signal) {
  mkdirSync(home, { recursive: true });
  if (existsSync(join(home, 'data', 'clusters', name))) await removeCluster();
  const { file, ca } = await writeCompose(home);
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let line;
  const down = async () => {
    line?.kill();
    await removeCluster();
  };
  try {
    await kafkaLab(['cluster', 'up', '--engine', 'java', '--name', name, '--file', file], signal);
    // As many iterations as Kafka's own script would take.
    const login = [
      '--password',
      'env:BENCH_PASSWORD',
      '--mechanism',
      'SCRAM-SHA-512',
      '--iterations',
      '4096',
    ];
    await kafkaLab(['-b', `localhost:${ports.plain}`, 'users', 'add', user, ...login], signal);
    // The compose file can't say this: a listener that is advertised elsewhere would not be one for this machine.
    const far = `set advertised.listeners=${await advertised()}`.split(' ');
    await kafkaLab(['-b', `localhost:${ports.plain}`, 'brokers', 'config', '1', ...far], signal);
    line = await openLine();
  } catch (error) {
    await down().catch(() => undefined);
    throw error;
  }
  const registry = `http://localhost:${ports.registry}/apis/ccompat/v7`;
  return { bootstrapServer: `localhost:${ports.plain}`, listeners: listeners(ca), registry, down };
}

const removeCluster = () => kafkaLab(['cluster', 'down', '--name', name, '--delete-data', '--yes']);

/**
 * How kafka-lab and kcat are told to use each listener. The connections are named in a file, as users have them.
 * @param {string} ca
 * @returns {import('./types.js').Listeners}
 */
function listeners(ca) {
  const sasl = { mechanism: 'SCRAM-SHA-512', username: user, password };
  const connections = {
    plain: { bootstrapServers: `localhost:${ports.plain}` },
    tls: { bootstrapServers: `localhost:${ports.tls}`, tls: { ca } },
    login: { bootstrapServers: `localhost:${ports.login}`, tls: { ca }, sasl },
    far: { bootstrapServers: `localhost:${ports.far}` },
  };
  const config = join(home, 'config');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'connections.yml'), stringify({ connections }), { mode: 0o600 });
  const program = `env KAFKA_LAB_HOME=${home} ${process.execPath} ${join(root, 'bin', 'kafka-lab.js')}`;
  const trust = `-X ssl.ca.location=${ca}`;
  const login = `-X sasl.mechanisms=SCRAM-SHA-512 -X sasl.username=${user} -X sasl.password=${password}`;
  return {
    plain: { lab: `${program} -c plain`, kcat: `-b localhost:${ports.plain}` },
    tls: { lab: `${program} -c tls`, kcat: `-b localhost:${ports.tls} -X security.protocol=SSL ${trust}` },
    login: {
      lab: `${program} -c login`,
      kcat: `-b localhost:${ports.login} -X security.protocol=SASL_SSL ${trust} ${login}`,
    },
    far: { lab: `${program} -c far`, kcat: `-b localhost:${ports.far}` },
  };
}

/** What the broker advertises, with the near end of the far line. */
async function advertised() {
  const words = [
    '-b',
    `localhost:${ports.plain}`,
    'brokers',
    'config',
    '1',
    'advertised.listeners',
    '-o',
    'jsonl',
  ];
  const { value } = JSON.parse(await kafkaLab(words));
  return value.replace(`:${ports.farBroker}`, `:${ports.far}`);
}

/** Resolves once it listens. */
async function openLine() {
  const script = join(root, 'scripts', 'bench', 'delay.js');
  const line = spawn(process.execPath, [script, ...[ports.far, ports.farBroker, delayMs].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    line.stdout.once('data', resolve);
    line.once('exit', (code) => reject(new Error(`the far line ended with ${code}`)));
  });
  return line;
}

/** The class path of Kafka's own tools: KAFKA_HOME's, else the jars that the cluster runs on; undefined without any. */
export function kafkaJars() {
  const { KAFKA_HOME } = process.env;
  if (KAFKA_HOME) return join(KAFKA_HOME, 'libs', '*');
  const cache = join(home, 'cache');
  const folder = existsSync(cache) ? readdirSync(cache).find((each) => each.startsWith('kafka-')) : undefined;
  return folder && join(cache, folder, '*');
}

/**
 * Resolves with what it printed.
 * @param {readonly string[]} argv
 * @param {AbortSignal} [signal]
 */
async function kafkaLab(argv, signal) {
  const log = join(home, 'cluster.log');
  const words = [process.execPath, join(root, 'bin', 'kafka-lab.js'), ...argv].map((each) => `'${each}'`);
  const { exitCode } = await run(`${words.join(' ')} > '${log}' 2>&1`, { signal, env: environment });
  const printed = readFileSync(log, 'utf8');
  if (exitCode !== 0) throw new Error(`kafka-lab ${argv.join(' ')}:\n${printed}`);
  return printed;
}
