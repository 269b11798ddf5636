/** A broker by its id, up or down, if the cluster still knows it. */
import { LabError } from '../../text/errors.js';
import { listBrokers, type BrokerSummary } from './list-brokers.js';
import type { BrokerAddress } from '../session/metadata.js';
import type { KafkaSession } from '../session/session.js';
import { commandLine } from '../../text/command-line.js';

/** Throws LabError 'not-found' with the ids there are. */
export async function existingBroker(session: KafkaSession, id: number): Promise<BrokerSummary> {
  const { brokers } = await listBrokers(session);
  const broker = brokers.find((each) => each.id === id);
  if (broker) return broker;
  throw new LabError('not-found', `There is no broker ${id}.`, {
    hint: `There are: ${brokers.map((each) => (each.isUp ? each.id : `${each.id} (down)`)).join(', ')}. A broker that is down and holds no replicas is not known here.`,
  });
}

/** Throws LabError 'unreachable' if it is down: only the broker itself knows its configs. */
export async function runningBroker(session: KafkaSession, id: number): Promise<BrokerSummary> {
  const broker = await existingBroker(session, id);
  if (broker.isUp) return broker;
  throw new LabError('unreachable', `Broker ${id} is down, and only it knows its configs.`, {
    hint: `What the others know of it: ${commandLine`brokers describe ${id}`}; what is set for all brokers: kafka-lab brokers config --cluster-wide`,
  });
}

/** Throws LabError 'not-found' if one of them is not up. */
export function checkUp(ids: readonly number[], up: readonly BrokerAddress[]): void {
  const missing = ids.filter((id) => !up.some((broker) => broker.id === id));
  if (missing.length === 0) return;
  throw new LabError(
    'not-found',
    `${missing.length === 1 ? 'Broker' : 'Brokers'} ${missing.join(', ')} cannot take replicas: down or unknown.`,
    { hint: `There are: ${up.map(({ id }) => id).join(', ')}. See kafka-lab brokers list` },
  );
}
