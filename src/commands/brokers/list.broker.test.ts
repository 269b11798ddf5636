import { expect, test } from '@jest/globals';
import type { BrokerList } from '../../kafka/brokers/list-brokers.js';
import { onTestCluster, testCluster } from '../../testing/clusters/test-cluster.js';

test('all brokers, one controller, whichever address was given', async () => {
  const addresses = testCluster().bootstrapServers.split(',');
  const { exitCode, stdout } = await onTestCluster(['brokers', 'list', '-b', addresses[1]!, '-o', 'json']);
  expect(exitCode).toBe(0);
  const { clusterId, controllerId, brokers } = JSON.parse(stdout) as BrokerList;
  expect(clusterId).toMatch(/^\S{22}$/);
  expect(brokers.map(({ host, port }) => `${host}:${port}`)).toEqual(addresses);
  expect(brokers.every(({ isUp, inSync, replicas }) => isUp && inSync === replicas)).toBe(true);
  expect(brokers.filter(({ isController }) => isController).map(({ id }) => id)).toEqual([controllerId]);
});

test('a table that fits into 80 columns', async () => {
  const { stdout } = await onTestCluster(['brokers', 'list', '--no-color'], { isTerminal: true });
  const lines = stdout.trimEnd().split('\n');
  expect(lines[1]).toMatch(/^ID +ADDRESS +RACK +CONTROLLER +LEADERS +REPLICAS +IN-SYNC +STATE$/);
  expect(lines).toHaveLength(5);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
