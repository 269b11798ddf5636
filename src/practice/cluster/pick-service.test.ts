import { expect, test } from '@jest/globals';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { pickService } from './pick-service.js';
import type { ClusterState } from './state/state.js';

const service = (name: string, kind: 'broker' | 'zookeeper', id: number) => ({
  name,
  kind,
  id,
  address: '',
  port: 0,
});
const state: ClusterState = {
  version: 1,
  name: 'lab',
  engine: 'java',
  phase: 'up',
  file: '',
  services: [
    service('zookeeper', 'zookeeper', 0),
    service('kafka1', 'broker', 1),
    service('kafka12', 'broker', 12),
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
])('%j is %s', (text, name) => expect(pickService(state, text).name).toBe(name));

test.each(['9', '0', 'kafka', '', 'broker'])(
  '%j does not exist, and the error lists the existing ones',
  async (text) => {
    const error = await labErrorOf(Promise.resolve().then(() => pickService(state, text)));
    expect(error.message).toBe(`Cluster lab has no broker "${text}".`);
    expect(error.hint).toBe('It has 1 (kafka1), 12 (kafka12), and zookeeper.');
  },
);
