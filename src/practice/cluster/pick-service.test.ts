import { expect, test } from '@jest/globals';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { pickService } from './pick-service.js';
import type { ClusterState, ServiceState } from './state/state.js';

const service = (name: string, kind: ServiceState['kind'], id: number) => ({
  name,
  kind,
  id,
  address: '',
  port: 0,
});
const brokersOnly: ClusterState = {
  version: 1,
  name: 'lab',
  engine: 'java',
  phase: 'up',
  file: '',
  services: [service('kafka1', 'broker', 1), service('kafka12', 'broker', 12)],
};
const state: ClusterState = {
  ...brokersOnly,
  services: [
    service('zookeeper', 'zookeeper', 0),
    ...brokersOnly.services,
    service('schemas', 'registry', 0),
  ],
};

test.each([
  ['1', 'kafka1'],
  ['kafka1', 'kafka1'],
  ['Kafka1', 'kafka1'],
  ['broker 1', 'kafka1'],
  ['broker-12', 'kafka12'],
  [' 12 ', 'kafka12'],
  ['zk', 'zookeeper'],
  ['zookeeper', 'zookeeper'],
  ['schemas', 'schemas'],
  ['registry', 'schemas'],
  ['Schema-Registry', 'schemas'],
  ['sr', 'schemas'],
])('%j is %s', (text, name) => expect(pickService(state, text).name).toBe(name));

test.each(['9', '0', 'kafka', '', 'broker'])(
  '%j does not exist, and the error lists the existing ones',
  async (text) => {
    const error = await labErrorOf(Promise.resolve().then(() => pickService(state, text)));
    expect(error.message).toBe(`Cluster lab has no broker "${text}".`);
    expect(error.hint).toBe('It has 1 (kafka1), 12 (kafka12), and zookeeper and registry.');
  },
);

test.each([
  ['zk', 'Cluster lab runs without ZooKeeper (KRaft mode).', /cluster quorum/],
  ['sr', 'Cluster lab has no schema registry.', /: kafka-lab cluster up --registry$/],
  ['3', 'Cluster lab has no broker "3".', /^It has 1 \(kafka1\), 12 \(kafka12\)\.$/],
])('%j, of a cluster with brokers only', async (text, message, hint) => {
  const error = await labErrorOf(Promise.resolve().then(() => pickService(brokersOnly, text)));
  expect([error.message, error.hint]).toEqual([message, expect.stringMatching(hint)]);
});
