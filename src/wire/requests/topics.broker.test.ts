import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BrokerConnections } from '../../testing/broker-connections.js';
import { expectCode, inEveryVersion } from '../../testing/every-version.js';
import type { SocketConnection } from '../../testing/socket-connection.js';
import { uniqueName } from '../../testing/test-cluster.js';
import { until } from '../../testing/until.js';
import { send } from '../send.js';
import { createPartitions } from './create-partitions.js';
import { createTopics } from './create-topics.js';
import { deleteTopics } from './delete-topics.js';
import { configResourceType, describeConfigs } from './describe-configs.js';
import { describeTopicPartitions } from './describe-topic-partitions.js';
import { configOperation, incrementalAlterConfigs } from './incremental-alter-configs.js';

const topic = uniqueName('round-trip');
const name = topic;
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

test('requests about topics and their configs', async () => {
  const made: string[] = [];
  await inEveryVersion(
    controller,
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
    controller,
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
    controller,
    createPartitions,
    (version) => ({ topics: [{ name: made[version]!, count: 3 }] }),
    ({ results }) => expect(results[0]).toMatchObject({ errorCode: 0 }),
  );
  await inEveryVersion(
    controller,
    deleteTopics,
    (version) => {
      const doomed = made.shift()!;
      return version >= 6 ? { topics: [{ name: doomed }] } : { topicNames: [doomed] };
    },
    ({ responses }) => expectCode(responses[0]!.errorCode, 'NONE'),
  );
  await inEveryVersion(
    controller,
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
  // Under KRaft a broker learns of the change a little later than the controller.
  await until(async () => {
    const { results } = await send(brokers.any, describeConfigs, {
      resources: [{ resourceType: configResourceType.topic, resourceName: topic }],
    });
    return results[0]!.configs.find((each) => each.value === '2000000');
  });
  await inEveryVersion(
    brokers.any,
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
    brokers.any,
    describeTopicPartitions,
    () => ({ topics: [{ name }] }),
    ({ topics, nextCursor }) => {
      expect(topics[0]).toMatchObject({ name, errorCode: 0 });
      expect(nextCursor).toBeNull();
    },
  );
  for (const rest of made) await send(controller, deleteTopics, { topicNames: [rest] }, { maxVersion: 5 });
});
