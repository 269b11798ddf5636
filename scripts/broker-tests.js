// What the broker tests' set-up and tear-down have in common.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One folder a checkout: the next run finds what a killed one left. */
export const environment = {
  KAFKA_LAB_HOME: join(
    tmpdir(),
    `kafka-lab-tests-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`,
  ),
};

/** The cluster of a Jest project: one name each, without ZooKeeper for the projects that are called so. */
export function clusterFor({ displayName }) {
  const isKraft = displayName.name.endsWith('kraft');
  const name = `tests-${displayName.name}`;
  return {
    name,
    isKraft,
    /** There while the cluster's data is. */
    folder: join(environment.KAFKA_LAB_HOME, 'data', 'clusters', name),
  };
}

/** Runs the built program and throws with what it said when it fails. */
export function kafkaLab(...argv) {
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'kafka-lab.js'), ...argv], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`kafka-lab ${argv.join(' ')} ended with ${status}`);
}
