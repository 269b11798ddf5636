/** What the broker tests of requests begin with: a topic of one partition, and connections to whom requests about it go. */
import { afterAll, beforeAll } from '@jest/globals';
import { createTopics } from '../../wire/requests/create-topics.js';
import { deleteTopics } from '../../wire/requests/delete-topics.js';
import { send } from '../../wire/protocol/send.js';
import { BrokerConnections } from '../brokers/broker-connections.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { uniqueName } from '../clusters/test-cluster.js';

export interface RoundTrip {
  readonly topic: string;
  /** There once the tests run. */
  readonly brokers: BrokerConnections;
  readonly controller: WireConnection;
  readonly leader: WireConnection;
}

/** Makes them before the tests of a file, and takes the topic away after them. */
export function roundTrip(): RoundTrip {
  const trip = { topic: uniqueName('round-trip') } as { -readonly [Key in keyof RoundTrip]: RoundTrip[Key] };

  beforeAll(async () => {
    trip.brokers = await BrokerConnections.open();
    trip.controller = await trip.brokers.controller();
    const configs = [{ name: 'retention.ms', value: '3600000' }];
    await send(trip.controller, createTopics, {
      topics: [{ name: trip.topic, numPartitions: 1, replicationFactor: 1, configs }],
    });
    trip.leader = await trip.brokers.leader(trip.topic);
  }, 60_000);

  afterAll(async () => {
    await send(trip.controller, deleteTopics, { topicNames: [trip.topic] }, { maxVersion: 5 });
    trip.brokers.close();
  });

  return trip;
}
