/** Spreading a drill's topic over one more broker: the start, and the check whether it is complete. */
import { parseAddresses, type Address } from '../../net/addresses.js';
import { reassignmentProgress } from '../../kafka/reassign/reassignment-progress.js';
import { planReassignment, startReassignment } from '../../kafka/reassign/reassign-topics.js';
import { requireEmptyBroker } from '../../kafka/brokers/require-empty-broker.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import type { Growth } from './accidents.js';

/** Bytes a second: slow enough to be seen, but faster than the stream. */
const throttle = 500_000;

/** `addresses` are the drill's brokers; the new one is added. */
export function growthOf(topic: string, session: KafkaSession, addresses: Map<number, Address>): Growth {
  return {
    known(id, address) {
      const [found] = parseAddresses(address);
      if (found) addresses.set(id, found);
    },
    async begin() {
      const request = { topics: [topic], brokers: [], replicationFactor: undefined, throttle };
      await startReassignment(session, await planReassignment(session, request));
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
