/** Spreading a drill's topic over one more broker: how that is begun, how it is known to be done. */
import { parseAddresses, type Address } from '../../net/addresses.js';
import { reassignmentProgress } from '../../kafka/reassign/reassignment-progress.js';
import { reassignTopics } from '../../kafka/reassign/reassign-topics.js';
import { requireEmptyBroker } from '../../kafka/brokers/require-empty-broker.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import type { Growth } from './accidents.js';

/** Bytes a second: little enough to be seen, more than what the stream adds. */
const throttle = 500_000;

/** `addresses` is where the drill finds its brokers; the new one is written there. */
export function growthOf(topic: string, session: KafkaSession, addresses: Map<number, Address>): Growth {
  return {
    known(id, address) {
      const [found] = parseAddresses(address);
      if (found) addresses.set(id, found);
    },
    async begin() {
      const request = { topics: [topic], brokers: [], replicationFactor: undefined, throttle };
      await reassignTopics(session, request, { execute: true });
    },
    async isDone() {
      const { partitions, throttle: left } = await reassignmentProgress(session, [topic], {
        keepThrottle: false,
      });
      return left !== 'kept' && partitions.every(({ state }) => state === 'settled');
    },
    requireEmpty: (id) => requireEmptyBroker(session, id),
  };
}
