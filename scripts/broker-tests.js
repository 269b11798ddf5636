// What the set-up and tear-down of tests on clusters have in common.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from './free-ports.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One folder a checkout: the next run finds what a killed one left. */
export const environment = {
  KAFKA_LAB_HOME: join(
    tmpdir(),
    `kafka-lab-tests-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`,
  ),
  // src/testing/program/run-cli.ts
  KAFKA_LAB_TEST_BUILT: 'yes',
};

/** @typedef {{ displayName: { name: string } }} JestProject */

/**
 * The cluster of a Jest project: one name each, without ZooKeeper for the projects that are called so.
 * @param {JestProject} project
 */
export function clusterFor({ displayName }) {
  return { name: `tests-${displayName.name}`, isKraft: displayName.name.endsWith('kraft') };
}

/**
 * Starts it on free ports, in the place of one that a killed run left.
 * @param {{ name: string, isKraft: boolean, brokers: number }} cluster
 */
export async function startCluster({ name, isKraft, brokers }) {
  mkdirSync(environment.KAFKA_LAB_HOME, { recursive: true });
  // There while the cluster's data is.
  if (existsSync(join(environment.KAFKA_LAB_HOME, 'data', 'clusters', name))) endCluster(name);
  // Both kinds may be started at the same time, and clusters of single tests from 15,000 on.
  const basePort = await freePorts(brokers, isKraft ? 10_000 : 11_000);
  const zookeeperPort = await freePorts(1, 12_000);
  const registryPort = await freePorts(1, isKraft ? 13_000 : 14_000);
  const keeper = isKraft ? ['--kraft'] : ['--zookeeper-port', String(zookeeperPort)];
  kafkaLab(
    ...['cluster', 'up', '--engine', 'java', '--name', name, '--brokers', String(brokers)],
    ...['--base-port', String(basePort), ...keeper],
    // It starts beside the brokers, in no more time than they take.
    ...['--registry-port', String(registryPort)],
  );
  const registry = `http://localhost:${registryPort}/apis/ccompat/v7`;
  return { basePort, zookeeperPort, registry };
}

/** @param {string} name */
export function endCluster(name) {
  kafkaLab('cluster', 'down', '--name', name, '--delete-data', '--yes');
}

/** Ends the clusters that single tests of a killed run had started; each folder begins with the id of that run's process. */
export function endForsaken() {
  const own = join(environment.KAFKA_LAB_HOME, 'own');
  for (const folder of existsSync(own) ? readdirSync(own) : []) {
    if (isAlive(Number.parseInt(folder, 10))) continue;
    const home = join(own, folder);
    const clusters = join(home, 'data', 'clusters');
    for (const name of existsSync(clusters) ? readdirSync(clusters) : []) {
      kafkaLabAt(home, 'cluster', 'down', '--name', name, '--delete-data', '--yes');
    }
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs the built program and throws if it fails.
 * @param {string[]} argv
 */
const kafkaLab = (...argv) => kafkaLabAt(environment.KAFKA_LAB_HOME, ...argv);

/**
 * @param {string} home
 * @param {string[]} argv
 */
function kafkaLabAt(home, ...argv) {
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'kafka-lab.js'), ...argv], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, KAFKA_LAB_HOME: home, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`kafka-lab ${argv.join(' ')} ended with ${status}`);
}
