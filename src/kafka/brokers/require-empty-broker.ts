/** Whether a broker can be removed without losing anything. */
import { LabError } from '../../text/errors.js';
import type { KafkaSession } from '../session/session.js';
import { commandLine } from '../../text/command-line.js';

/** Throws LabError 'refused' with the topics that have replicas on it. */
export async function requireEmptyBroker(session: KafkaSession, id: number): Promise<void> {
  const { topics } = await session.metadata(null);
  const held = topics
    .filter(({ partitions }) => partitions.some(({ replicas }) => replicas.includes(id)))
    .map(({ name }) => name);
  if (held.length === 0) return;
  throw new LabError(
    'refused',
    `Broker ${id} holds replicas of ${held.slice(0, 5).join(', ')}${held.length > 5 ? ' …' : ''}.`,
    {
      hint: `Move them first: ${commandLine`topics reassign ${held.slice(0, 5)} --brokers ID,ID,… --execute`}`,
    },
  );
}
