import { expect, test } from '@jest/globals';
import type { BrokerList } from '../../kafka/brokers/list-brokers.js';
import type { KafkaPing } from '../../kafka/brokers/ping.js';
import type { Quorum } from '../../kafka/brokers/quorum.js';
import { kafkaScript } from '../../testing/peers/kafka-scripts.js';
import { jsonOnTestCluster, onTestCluster, typedHere } from '../../testing/clusters/test-cluster.js';

const json = <T>(...argv: string[]) => jsonOnTestCluster<T>(argv);

test("the quorum as Kafka's own tool tells it, and the same leader wherever a controller is shown", async () => {
  const said = await kafkaScript('kafka-metadata-quorum', ['describe', '--status']);
  const theirs = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(said)?.[1];
  const quorum = await json<Quorum>('cluster', 'quorum');
  expect([quorum.clusterId, String(quorum.leaderId), String(quorum.leaderEpoch)]).toEqual(
    ['ClusterId', 'LeaderId', 'LeaderEpoch'].map(theirs),
  );
  // The log goes on growing while it is looked at.
  expect(quorum.highWatermark).toBeGreaterThanOrEqual(Number(theirs('HighWatermark')));
  expect(quorum.replicas.map(({ id, role }) => [id, role])).toEqual([
    [quorum.leaderId, 'leader'],
    ...[1, 2, 3].filter((id) => id !== quorum.leaderId).map((id) => [id, 'voter']),
  ]);
  for (const { lag, lastCaughtUp } of quorum.replicas) {
    expect(lag).toBeLessThan(1000);
    expect(Date.parse(lastCaughtUp!)).toBeGreaterThan(Date.now() - 60_000);
  }

  const { controllerId, brokers } = await json<BrokerList>('brokers', 'list');
  expect(controllerId).toBe(quorum.leaderId);
  expect(brokers.filter(({ isController }) => isController).map(({ id }) => id)).toEqual([quorum.leaderId]);
  const { kafka } = await json<{ kafka: KafkaPing }>('connections', 'ping');
  expect([kafka.mode, kafka.controllerId, kafka.version]).toEqual(['kraft', quorum.leaderId, '4.4 or newer']);
}, 60_000);

test('there is no ZooKeeper to look into, and what to do instead', async () => {
  const { exitCode, stdout, stderr } = await onTestCluster(['zookeeper', 'tree']);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain('is a Kafka server in KRaft mode: its cluster has no ZooKeeper.');
  expect(stderr).toContain(`${typedHere()} cluster quorum`);
}, 30_000);
