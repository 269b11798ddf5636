import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BrokerConnections } from '../../testing/broker-connections.js';
import { expectCode, inEveryVersion } from '../../testing/every-version.js';
import type { SocketConnection } from '../../testing/socket-connection.js';
import { uniqueName } from '../../testing/test-cluster.js';
import { send } from '../send.js';
import { alterPartitionReassignments } from './alter-partition-reassignments.js';
import { createTopics } from './create-topics.js';
import { deleteTopics } from './delete-topics.js';
import { clusterMetadataTopic, describeQuorum } from './describe-quorum.js';
import { electLeaders } from './elect-leaders.js';
import { listPartitionReassignments } from './list-partition-reassignments.js';

const topic = uniqueName('round-trip');
const name = topic;
const partitions = [{ partitionIndex: 0 }];
let brokers: BrokerConnections;
let controller: SocketConnection;

beforeAll(async () => {
  brokers = await BrokerConnections.open();
  controller = await brokers.controller();
  const configs = [{ name: 'retention.ms', value: '3600000' }];
  await send(controller, createTopics, {
    topics: [{ name, numPartitions: 1, replicationFactor: 1, configs }],
  });
}, 60_000);

afterAll(async () => {
  await send(controller, deleteTopics, { topicNames: [topic] }, { maxVersion: 5 });
  brokers.close();
});

test('requests about replicas', async () => {
  await inEveryVersion(
    controller,
    electLeaders,
    () => ({ topicPartitions: [{ topic, partitions: [0] }] }),
    ({ replicaElectionResults }) => {
      expectCode(replicaElectionResults[0]!.partitionResult[0]!.errorCode, 'ELECTION_NOT_NEEDED');
    },
  );
  await inEveryVersion(
    controller,
    alterPartitionReassignments,
    () => ({ topics: [{ name, partitions: [{ partitionIndex: 0, replicas: null }] }] }),
    ({ responses }) => expectCode(responses[0]!.partitions[0]!.errorCode, 'NO_REASSIGNMENT_IN_PROGRESS'),
  );
  await inEveryVersion(
    controller,
    listPartitionReassignments,
    () => ({}),
    ({ errorCode, topics }) => {
      expectCode(errorCode, 'NONE');
      expect(topics.map((each) => each.name)).not.toContain(topic);
    },
  );
  await inEveryVersion(
    controller,
    describeQuorum,
    () => ({ topics: [{ topicName: clusterMetadataTopic, partitions }] }),
    ({ topics }, version) => {
      const { currentVoters, errorCode } = topics[0]!.partitions[0]!;
      expectCode(errorCode, 'NONE');
      expect(currentVoters[0]!.logEndOffset).toBeGreaterThan(0);
      expect(currentVoters[0]!.lastCaughtUpTimestamp > 0).toBe(version >= 1);
    },
  );
});
