/** The service that a user means by `2`, `kafka2`, `broker 2` or `zk`. */
import { LabError } from '../../text/errors.js';
import type { ClusterState, ServiceState } from './state/state.js';

/** Throws `not-found` and lists the existing ones. */
export function pickService(state: ClusterState, text: string): ServiceState {
  const word = text.trim().toLowerCase();
  const number = /^(?:broker|kafka)?[\s_-]*(\d+)$/.exec(word)?.[1];
  const found =
    state.services.find(({ name }) => name.toLowerCase() === word) ??
    state.services.find(
      ({ kind, id }) => kind === 'broker' && number !== undefined && id === Number(number),
    ) ??
    state.services.find(({ kind }) => kind === 'zookeeper' && (word === 'zk' || word === 'zookeeper'));
  if (found) return found;
  const hasZooKeeper = state.services.some(({ kind }) => kind === 'zookeeper');
  if (!hasZooKeeper && (word === 'zk' || word === 'zookeeper')) {
    throw new LabError('not-found', `Cluster ${state.name} runs without ZooKeeper (KRaft mode).`, {
      hint: 'Its controllers are a quorum among the brokers: kafka-lab cluster quorum',
    });
  }
  const brokers = state.services.filter(({ kind }) => kind === 'broker');
  throw new LabError('not-found', `Cluster ${state.name} has no broker "${text}".`, {
    hint: `It has ${brokers.map(({ id, name }) => `${id} (${name})`).join(', ')}${hasZooKeeper ? ', and zookeeper' : ''}.`,
  });
}
