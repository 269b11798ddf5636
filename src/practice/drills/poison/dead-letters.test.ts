import { expect, test } from '@jest/globals';
import { ScriptedBroker } from '../../../testing/brokers/scripted-broker.js';
import { testSession } from '../../../testing/brokers/test-session.js';
import { batchOf } from '../../../testing/wire/record-batches.js';
import { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { apiVersions } from '../../../wire/requests/api-versions.js';
import { deadLetterOf, requireDeadLetters } from './dead-letters.js';

function clusterAt(level: number) {
  const broker = new ScriptedBroker();
  broker.on(apiVersions, () => ({
    ...{ errorCode: 0, apiKeys: [], throttleTimeMs: 0, zkMigrationReady: false },
    supportedFeatures: [{ name: 'share.version', minVersion: 0, maxVersion: 2 }],
    finalizedFeaturesEpoch: 7,
    finalizedFeatures: [{ name: 'share.version', maxVersionLevel: level, minVersionLevel: level }],
  }));
  return testSession({
    brokers: [broker],
    metadata: { brokers: [{ id: 1, host: 'x', port: 1, rack: null }] },
  });
}

test('a cluster whose share groups have no dead letter queue is refused with what is needed', async () => {
  await expect(requireDeadLetters(clusterAt(2), 'poison-message')).resolves.toBeUndefined();
  await expect(requireDeadLetters(clusterAt(1), 'poison-message')).rejects.toMatchObject({
    code: 'refused',
    message:
      'The drill poison-message needs share groups with a dead letter queue: Kafka 4.4 or newer, feature share.version 2, and this cluster has 1.',
  });
});

test('a dead letter says by its headers where it was; one without them does not', () => {
  const cursor = new RecordDecoder();
  const headers = { topic: 't', partition: '2', offset: '41', 'delivery.count': '3' };
  const bytes = batchOf([
    {
      value: '125 xxx',
      headers: Object.entries(headers).map(([name, value]) => [`__dlq.errors.${name}`, value] as const),
    },
    { value: '126' },
  ]);
  cursor.open(bytes, { topic: 'dlq.t', partition: 0, from: 0, to: null });
  const found = [];
  while (cursor.next()) found.push(deadLetterOf(cursor));
  expect(found).toEqual([
    { id: 125, partition: 2, offset: 41, deliveries: 3 },
    { id: 126, partition: null, offset: null, deliveries: null },
  ]);
});
