/** The service that a user means by `2`, `kafka2`, `broker 2`, `zk` or `registry`. */
import { LabError } from '../../text/errors.js';
import { isBroker, isRegistry, isZooKeeper, type ClusterState, type ServiceState } from './state/state.js';

const zookeeperWords: readonly string[] = ['zk', 'zookeeper'];
const registryWords: readonly string[] = ['registry', 'schema-registry', 'schema registry', 'sr'];

/** Throws `not-found` and lists the existing ones. */
export function pickService(state: ClusterState, text: string): ServiceState {
  const word = text.trim().toLowerCase();
  const number = /^(?:broker|kafka)?[\s_-]*(\d+)$/.exec(word)?.[1];
  const found =
    state.services.find(({ name }) => name.toLowerCase() === word) ??
    state.services.find(
      ({ kind, id }) => kind === 'broker' && number !== undefined && id === Number(number),
    ) ??
    state.services.find((service) => isZooKeeper(service) && zookeeperWords.includes(word)) ??
    state.services.find((service) => isRegistry(service) && registryWords.includes(word));
  if (found) return found;
  const hasZooKeeper = state.services.some(isZooKeeper);
  if (!hasZooKeeper && zookeeperWords.includes(word)) {
    throw new LabError('not-found', `Cluster ${state.name} runs without ZooKeeper (KRaft mode).`, {
      hint: 'Its controllers are a quorum among the brokers: kafka-lab cluster quorum',
    });
  }
  const hasRegistry = state.services.some(isRegistry);
  if (!hasRegistry && registryWords.includes(word)) {
    const named = state.name === 'lab' ? '' : ` --name ${state.name}`;
    throw new LabError('not-found', `Cluster ${state.name} has no schema registry.`, {
      hint: `Add one: kafka-lab cluster up --registry${named}`,
    });
  }
  const brokers = state.services.filter(isBroker);
  const others = [hasZooKeeper ? 'zookeeper' : [], hasRegistry ? 'registry' : []].flat();
  throw new LabError('not-found', `Cluster ${state.name} has no broker "${text}".`, {
    hint: `It has ${brokers.map(({ id, name }) => `${id} (${name})`).join(', ')}${others.length > 0 ? `, and ${others.join(' and ')}` : ''}.`,
  });
}
