import { expect, test } from '@jest/globals';
import { inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import { apiVersions } from './api-versions.js';
import { metadata } from './metadata.js';

const trip = roundTrip();
const { topic, topic: name } = trip;

test('requests about versions and the cluster', async () => {
  const client = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: '1' };
  await inEveryVersion(
    trip.brokers.any,
    apiVersions,
    () => client,
    ({ apiKeys }) => {
      expect(apiKeys).toContainEqual({
        apiKey: 18,
        minVersion: 0,
        maxVersion: trip.brokers.any.apiVersions.get(18)!.max,
      });
    },
  );
  await inEveryVersion(
    trip.brokers.any,
    metadata,
    () => ({ topics: [{ name }], allowAutoTopicCreation: false }),
    ({ topics }, version) => {
      expect(topics).toHaveLength(1);
      expect(topics[0]).toMatchObject({ name: topic, errorCode: 0, isInternal: false });
      expect(topics[0]!.topicId === 'A'.repeat(22)).toBe(version < 10);
      expect(topics[0]!.partitions[0]).toMatchObject({
        leaderId: trip.leader.nodeId,
        isrNodes: [trip.leader.nodeId],
      });
    },
  );
});
