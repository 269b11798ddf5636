import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BrokerConnections } from '../../testing/broker-connections.js';
import { expectCode, inEveryVersion } from '../../testing/every-version.js';
import type { SocketConnection } from '../../testing/socket-connection.js';
import { uniqueName } from '../../testing/test-cluster.js';
import { send } from '../send.js';
import { apiVersions } from './api-versions.js';
import { createTopics } from './create-topics.js';
import { deleteTopics } from './delete-topics.js';
import { describeCluster } from './describe-cluster.js';
import { metadata } from './metadata.js';

const topic = uniqueName('round-trip');
const name = topic;
let brokers: BrokerConnections;
let controller: SocketConnection;
let leader: SocketConnection;

beforeAll(async () => {
  brokers = await BrokerConnections.open();
  controller = await brokers.controller();
  const configs = [{ name: 'retention.ms', value: '3600000' }];
  await send(controller, createTopics, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1, configs }],
  });
  leader = await brokers.leader(topic);
}, 60_000);

afterAll(async () => {
  await send(controller, deleteTopics, { topicNames: [topic] }, { maxVersion: 5 });
  brokers.close();
});

test('requests about versions and the cluster', async () => {
  const client = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: '1' };
  await inEveryVersion(
    brokers.any,
    apiVersions,
    () => client,
    ({ apiKeys }) => {
      expect(apiKeys).toContainEqual({
        apiKey: 18,
        minVersion: 0,
        maxVersion: brokers.any.apiVersions.get(18)!.max,
      });
    },
  );
  await inEveryVersion(
    brokers.any,
    describeCluster,
    () => ({}),
    ({ errorCode, brokers: found }) => {
      expectCode(errorCode, 'NONE');
      expect(found.map(({ port }) => port)).toContain(Number(brokers.any.address.split(':')[1]));
    },
  );
  await inEveryVersion(
    brokers.any,
    metadata,
    () => ({ topics: [{ name }], allowAutoTopicCreation: false }),
    ({ topics }, version) => {
      expect(topics).toHaveLength(1);
      expect(topics[0]).toMatchObject({ name: topic, errorCode: 0, isInternal: false });
      expect(topics[0]!.topicId === 'A'.repeat(22)).toBe(version < 10);
      expect(topics[0]!.partitions[0]).toMatchObject({ leaderId: leader.nodeId, isrNodes: [leader.nodeId] });
    },
  );
});
