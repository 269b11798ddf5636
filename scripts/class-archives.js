// What starts brokers and the schema registry faster (src/practice/cluster/java/class-data.ts), made before the tests that start dozens: the first clean
// exit of a broker leaves it, and of the tests' own brokers hardly one exits before all have started. Kafka itself is fetched too, and the registry.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endCluster, environment, startCluster } from './broker-tests.js';

const kinds = [
  { name: 'tests-archive-broker', isKraft: false },
  { name: 'tests-archive-kraft', isKraft: true },
];

const folder = join(environment.KAFKA_LAB_HOME, 'cache', 'class-data');
const made = existsSync(folder) ? readdirSync(folder) : [];
// With another Java or Kafka than then, brokers only start as slowly as without.
if (made.length < kinds.length + 1) {
  for (const { name, isKraft } of kinds) {
    try {
      await startCluster({ name, isKraft, brokers: 1 });
    } finally {
      endCluster(name);
    }
  }
}
