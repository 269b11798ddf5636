import { expect, test } from '@jest/globals';
import { onTestCluster } from '../../testing/clusters/test-cluster.js';

test('a cluster with ZooKeeper has no quorum, and says so', async () => {
  const { exitCode, stdout, stderr } = await onTestCluster(['cluster', 'quorum']);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /^error: This cluster has no quorum of controllers: it keeps its metadata in ZooKeeper\.\n[^]*kafka-lab -b [^ ]+ zookeeper status/,
  );
});
