import { expect, test } from '@jest/globals';
import { endedWhileStarting } from './describe-service.js';

const broker = { name: 'kafka1', kind: 'broker', id: 1, address: 'localhost:9092', port: 9092 } as const;

test.each([
  "ERROR kafka.common.InconsistentClusterIdException: The Cluster ID a doesn't match stored clusterId Some(b)",
  'ERROR java.lang.RuntimeException: Invalid cluster.id in: meta.properties. Expected a, but read b',
])('data of another cluster: the way out is told (%s)', (line) => {
  const { hint } = endedWhileStarting(broker, [line], 'less kafka.log');
  expect(hint).toMatch(
    /data of a cluster with another id.*CLUSTER_ID.*cluster down --delete-data.*less kafka\.log/s,
  );
});

test('any other end: the log', () => {
  expect(endedWhileStarting(broker, ['ERROR out of memory'], 'less kafka.log').hint).toMatch(
    /^The whole log/,
  );
});
