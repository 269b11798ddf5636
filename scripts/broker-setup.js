// Before the broker tests: three brokers, with ZooKeeper or without, and a schema registry, by kafka-lab itself, on ports and in a folder of their own.
import { clusterFor, endForsaken, environment, startCluster } from './broker-tests.js';

/**
 * @param {unknown} _
 * @param {import('./broker-tests.js').JestProject} project
 */
export default async function setUp(_, project) {
  // A run that was killed may have left its clusters behind.
  endForsaken();
  const { name, isKraft } = clusterFor(project);
  const { basePort, zookeeperPort, registry } = await startCluster({ name, isKraft, brokers: 3 });
  const brokers = [0, 1, 2].map((index) => `localhost:${basePort + index}`).join(',');
  Object.assign(process.env, environment, {
    KAFKA_LAB_TEST_BROKERS: brokers,
    KAFKA_LAB_TEST_ZOOKEEPER: isKraft ? '' : `localhost:${zookeeperPort}`,
    KAFKA_LAB_TEST_REGISTRY: registry,
    KAFKA_LAB_TEST_CLUSTER: name,
  });
}
