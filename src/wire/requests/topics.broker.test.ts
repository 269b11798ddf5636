import { expect, test } from '@jest/globals';
import { expectCode, inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import { until } from '../../testing/clusters/until.js';
import { send } from '../protocol/send.js';
import { createPartitions } from './create-partitions.js';
import { createTopics } from './create-topics.js';
import { deleteTopics } from './delete-topics.js';
import { configResourceType, describeConfigs } from './describe-configs.js';
import { describeTopicPartitions } from './describe-topic-partitions.js';
import { configOperation, incrementalAlterConfigs } from './incremental-alter-configs.js';

const trip = roundTrip();
const { topic } = trip;

test('requests about topics and their configs', async () => {
  const made: string[] = [];
  await inEveryVersion(
    trip.controller,
    createTopics,
    (version) => {
      made.push(`${topic}-${version}`);
      return { topics: [{ name: made.at(-1)!, numPartitions: 2, replicationFactor: 1 }] };
    },
    ({ topics }, version) => {
      expect(topics[0]).toMatchObject({ name: made.at(-1), errorCode: 0, errorMessage: null });
      expect(topics[0]!.numPartitions).toBe(version >= 5 ? 2 : -1);
      if (version >= 5) expect(topics[0]!.configs!.map((each) => each.name)).toContain('retention.ms');
    },
  );
  await inEveryVersion(
    trip.controller,
    createTopics,
    () => ({
      topics: [{ name: 'not possible', numPartitions: 1, replicationFactor: 1 }],
      validateOnly: true,
    }),
    ({ topics }) => {
      expectCode(topics[0]!.errorCode, 'INVALID_TOPIC_EXCEPTION');
      expect(topics[0]!.errorMessage).not.toBe('');
    },
  );
  await inEveryVersion(
    trip.controller,
    createPartitions,
    (version) => ({ topics: [{ name: made[version]!, count: 3 }] }),
    ({ results }) => expect(results[0]).toMatchObject({ errorCode: 0 }),
  );
  await inEveryVersion(
    trip.controller,
    deleteTopics,
    (version) => {
      const doomed = made.shift()!;
      return version >= 6 ? { topics: [{ name: doomed }] } : { topicNames: [doomed] };
    },
    ({ responses }) => expectCode(responses[0]!.errorCode, 'NONE'),
  );
  await inEveryVersion(
    trip.controller,
    incrementalAlterConfigs,
    () => ({
      resources: [
        {
          resourceType: configResourceType.topic,
          resourceName: topic,
          configs: [{ name: 'max.message.bytes', configOperation: configOperation.set, value: '2000000' }],
        },
      ],
    }),
    ({ responses }) => expect(responses[0]).toMatchObject({ errorCode: 0, resourceName: topic }),
  );
  // Under KRaft a broker learns of the change a little later than the trip.controller.
  await until(async () => {
    const { results } = await send(trip.brokers.any, describeConfigs, {
      resources: [{ resourceType: configResourceType.topic, resourceName: topic }],
    });
    return results[0]!.configs.find((each) => each.value === '2000000');
  });
  await inEveryVersion(
    trip.brokers.any,
    describeConfigs,
    (version) => ({
      resources: [
        {
          resourceType: configResourceType.topic,
          resourceName: topic,
          configurationKeys: ['max.message.bytes', 'retention.ms'],
        },
      ],
      includeSynonyms: true,
      includeDocumentation: version >= 3,
    }),
    ({ results }, version) => {
      const config = results[0]!.configs.find((each) => each.name === 'max.message.bytes');
      expect(config).toMatchObject({ value: '2000000', isSensitive: false });
      expect(config!.synonyms.length).toBeGreaterThan(1);
      expect(typeof config!.documentation === 'string' && config!.documentation.length > 10).toBe(
        version >= 3,
      );
    },
  );
  await inEveryVersion(
    trip.brokers.any,
    describeTopicPartitions,
    () => ({ topics: [{ name: topic }] }),
    ({ topics, nextCursor }) => {
      expect(topics[0]).toMatchObject({ name: topic, errorCode: 0 });
      expect(topics[0]!.partitions[0]).toMatchObject({ eligibleLeaderReplicas: [], lastKnownElr: [] });
      expect(nextCursor).toBeNull();
    },
  );
  for (const rest of made)
    await send(trip.controller, deleteTopics, { topicNames: [rest] }, { maxVersion: 5 });
});
