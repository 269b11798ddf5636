// The benchmark's own cluster: one broker of the java engine, started and ended by the built program.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './run.js';

const name = 'bench';
/** One folder a checkout: the next run finds, and ends, what a killed one left. */
const home = join(tmpdir(), `kafka-lab-bench-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);
const environment = { ...process.env, KAFKA_LAB_HOME: home };
const ports = { broker: 29_592, zookeeper: 29_581 };

/**
 * Resolves with its address and a function that ends it, by the process ids that `cluster up` recorded.
 * @param {AbortSignal} signal
 */
export async function startCluster(signal) {
  mkdirSync(home, { recursive: true });
  const down = () => kafkaLab(['cluster', 'down', '--name', name, '--delete-data', '--yes']);
  if (existsSync(join(home, 'data', 'clusters', name))) await down();
  try {
    await kafkaLab(
      [
        ...['cluster', 'up', '--engine', 'java', '--brokers', '1', '--name', name],
        ...['--base-port', String(ports.broker), '--zookeeper-port', String(ports.zookeeper)],
      ],
      signal,
    );
  } catch (error) {
    await down().catch(() => undefined);
    throw error;
  }
  return { bootstrapServer: `localhost:${ports.broker}`, down };
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
 * @param {readonly string[]} argv
 * @param {AbortSignal} [signal]
 */
async function kafkaLab(argv, signal) {
  const log = join(home, 'cluster.log');
  const words = [process.execPath, join(root, 'bin', 'kafka-lab.js'), ...argv].map((each) => `'${each}'`);
  const { exitCode } = await run(`${words.join(' ')} > '${log}' 2>&1`, { signal, env: environment });
  if (exitCode !== 0) throw new Error(`kafka-lab ${argv.join(' ')}:\n${readFileSync(log, 'utf8')}`);
}
