import { expect, test } from '@jest/globals';
import type { BrokerDescription } from '../../kafka/brokers/describe-broker.js';
import { onTestCluster, testCluster } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

function partitionsOnDisk({ logDirs }: BrokerDescription): number {
  return logDirs.reduce((sum, { partitions }) => sum + partitions, 0);
}

test('a broker of the test cluster: disks, configs, what it leads, its version', async () => {
  // Logs of topics that another test has just deleted go a little later.
  const broker = await until(async () => {
    const { stdout } = await onTestCluster(['brokers', 'describe', '1', '-o', 'json']);
    const description = JSON.parse(stdout) as BrokerDescription;
    return partitionsOnDisk(description) === description.replicas ? description : undefined;
  });
  const isKraft = testCluster().mode === 'kraft';
  const versionGuess = isKraft ? '4.4 or newer' : '3.9';
  expect(broker).toMatchObject({ id: 1, isUp: true, rack: 'rack-a', versionGuess, problems: [] });
  expect(broker.logDirs.length).toBeGreaterThan(0);
  for (const { sizeBytes, totalBytes, freeBytes, problem } of broker.logDirs) {
    expect(problem).toBeNull();
    expect(sizeBytes).toBeGreaterThanOrEqual(0);
    expect(freeBytes).toBeLessThanOrEqual(totalBytes ?? 0);
  }
  expect(broker.leads.reduce((sum, { partitions }) => sum + partitions.length, 0)).toBe(broker.leaders);
  expect(broker.configs.map(({ name, source }) => `${name} ${source}`)).toContain('broker.id static');
  expect(broker.apiVersions).toContainEqual({
    apiKey: 18,
    name: 'ApiVersions',
    min: 0,
    max: isKraft ? 5 : 4,
  });
});

test('fits into 80 columns', async () => {
  const settings = { isTerminal: true, columns: 80 };
  const { stdout } = await onTestCluster(['brokers', 'describe', '2', '--no-color'], settings);
  expect(stdout).toMatch(/^Broker 2 · localhost:\d+ · rack rack-b · up/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('one that is unknown names those there are', async () => {
  const { exitCode, stderr } = await onTestCluster(['brokers', 'describe', '9']);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringContaining('There is no broker 9.\nThere are: 1, 2, 3.'),
  ]);
});
