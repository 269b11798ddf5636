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

test('what a broker complained of is shown, not what it said of exceptions while it stopped', () => {
  const stopping =
    '[2026-11-29 22:44:22,132] INFO event unable to start because of RejectedExecutionException';
  const fatal = `[2026-11-29 22:44:21,920] ERROR ${'x'.repeat(300)} it needs expected.issuer`;
  const { message } = endedWhileStarting(broker, [stopping, fatal, stopping], 'less kafka.log');
  expect(message).toMatch(/Its log says:\n {2}\[[^\]]*\] ERROR x+ it needs expected\.issuer\n/);
});
