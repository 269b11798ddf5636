import { describe, expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { listBrokers } from './list-brokers.js';
import { listTopics } from '../topics/list-topics.js';

const broker = (id: number) => ({ id, host: `host-${id}`, port: 9092, rack: id === 1 ? 'a' : null });

/** Broker 3 is down: orders has lost a replica, lonely all it had. */
const session = testSession({
  metadata: {
    controllerId: 2,
    brokers: [broker(1), broker(2)],
    topics: [
      topicState('orders', [
        partitionState(0, [1, 2, 3], { isr: [1, 2], offlineReplicas: [3] }),
        partitionState(1, [2, 1, 3], { isr: [2, 1], offlineReplicas: [3] }),
      ]),
      topicState('lonely', [partitionState(0, [3], { leader: null, isr: [3], offlineReplicas: [3] })]),
      topicState('Zebra', [partitionState(0, [1])]),
      topicState('__consumer_offsets', [partitionState(0, [1])], true),
      topicState('_schemas', [partitionState(0, [1])]),
      topicState('__registry', [partitionState(0, [1])]),
    ],
  },
});

test('listBrokers counts what each carries, and shows a broker that is down', async () => {
  const { clusterId, controllerId, brokers } = await listBrokers(session);
  expect([clusterId, controllerId]).toEqual(['fake', 2]);
  expect(brokers).toEqual([
    { ...broker(1), isController: false, isUp: true, leaders: 5, replicas: 6, inSync: 6 },
    { ...broker(2), isController: true, isUp: true, leaders: 1, replicas: 2, inSync: 2 },
    {
      id: 3,
      host: '',
      port: 0,
      rack: null,
      isController: false,
      isUp: false,
      leaders: 0,
      replicas: 3,
      inSync: 1,
    },
  ]);
});

describe('listTopics', () => {
  test.each([
    [{ internal: false }, ['Zebra', '_schemas', 'lonely', 'orders']],
    [{ internal: true }, ['Zebra', '__consumer_offsets', '__registry', '_schemas', 'lonely', 'orders']],
    [{ internal: false, filter: /^o/ }, ['orders']],
    [{ internal: false, filter: /^no/ }, []],
  ])('%j', async (selection, expected) => {
    expect((await listTopics(session, selection)).map(({ name }) => name)).toEqual(expected);
  });

  test('what is missing is counted', async () => {
    const topics = await listTopics(session, { internal: false, filter: /orders|lonely/ });
    expect(topics).toEqual([
      {
        name: 'lonely',
        partitions: 1,
        replicationFactor: 1,
        underReplicated: 0,
        offline: 1,
        underMinIsr: null,
        atMinIsr: null,
        sizeBytes: null,
        isInternal: false,
      },
      {
        name: 'orders',
        partitions: 2,
        replicationFactor: 3,
        underReplicated: 2,
        offline: 0,
        underMinIsr: null,
        atMinIsr: null,
        sizeBytes: null,
        isInternal: false,
      },
    ]);
  });
});
