import { expect, test } from '@jest/globals';
import { expectCode, inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import { alterPartitionReassignments } from './alter-partition-reassignments.js';
import { clusterMetadataTopic, describeQuorum } from './describe-quorum.js';
import { electLeaders } from './elect-leaders.js';
import { listPartitionReassignments } from './list-partition-reassignments.js';

const trip = roundTrip();
const { topic, topic: name } = trip;
const partitions = [{ partitionIndex: 0 }];

test('requests about replicas', async () => {
  await inEveryVersion(
    trip.controller,
    electLeaders,
    () => ({ topicPartitions: [{ topic, partitions: [0] }] }),
    ({ replicaElectionResults }) => {
      expectCode(replicaElectionResults[0]!.partitionResult[0]!.errorCode, 'ELECTION_NOT_NEEDED');
    },
  );
  await inEveryVersion(
    trip.controller,
    alterPartitionReassignments,
    () => ({ topics: [{ name, partitions: [{ partitionIndex: 0, replicas: null }] }] }),
    ({ responses }) => expectCode(responses[0]!.partitions[0]!.errorCode, 'NO_REASSIGNMENT_IN_PROGRESS'),
  );
  await inEveryVersion(
    trip.controller,
    listPartitionReassignments,
    () => ({}),
    ({ errorCode, topics }) => {
      expectCode(errorCode, 'NONE');
      expect(topics.map((each) => each.name)).not.toContain(topic);
    },
  );
  await inEveryVersion(
    trip.controller,
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
