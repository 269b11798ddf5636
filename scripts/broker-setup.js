// Before the broker tests: three brokers, with ZooKeeper or without, by kafka-lab itself, on ports and in a folder of their own.
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { clusterFor, endForsaken, environment, kafkaLab } from './broker-tests.js';

/**
 * @param {unknown} _
 * @param {import('./broker-tests.js').JestProject} project
 */
export default async function setUp(_, project) {
  const { name, isKraft, folder } = clusterFor(project);
  mkdirSync(environment.KAFKA_LAB_HOME, { recursive: true });
  // A run that was killed may have left its clusters behind.
  endForsaken();
  if (existsSync(folder)) kafkaLab('cluster', 'down', '--name', name, '--delete-data', '--yes');
  // Both kinds may be started at the same time.
  const basePort = await freePorts(3, isKraft ? 15_000 : 20_000);
  const zookeeperPort = await freePorts(1, 25_000);
  const keeper = isKraft ? ['--kraft'] : ['--zookeeper-port', String(zookeeperPort)];
  kafkaLab(
    ...['cluster', 'up', '--engine', 'java', '--name', name],
    ...['--base-port', String(basePort), ...keeper],
  );
  const brokers = [0, 1, 2].map((index) => `localhost:${basePort + index}`).join(',');
  Object.assign(process.env, environment, {
    KAFKA_LAB_TEST_BROKERS: brokers,
    KAFKA_LAB_TEST_ZOOKEEPER: isKraft ? '' : `localhost:${zookeeperPort}`,
    KAFKA_LAB_TEST_CLUSTER: name,
  });
}

/**
 * The first of `count` neighbouring ports on which nothing listens.
 * @param {number} count
 * @param {number} from
 * @returns {Promise<number>}
 */
async function freePorts(count, from) {
  for (let base = from + (process.pid % 1000) * 4; ; base += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(base + index)));
    if (free.every(Boolean)) return base;
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
