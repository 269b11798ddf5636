/** The schema registry of a command that is nothing without one. */
import type { Context } from '../../contract/command.js';
import type { Registry } from '../../registry/registry.js';
import { LabError } from '../../text/errors.js';

/** Throws LabError 'usage' if none is named. */
export async function requireRegistry(context: Pick<Context, 'registry'>): Promise<Registry> {
  const registry = await context.registry();
  if (registry) return registry;
  throw new LabError('usage', 'No schema registry is named.', {
    hint: 'Name it for once: --registry http://HOST:8081 (or KAFKA_LAB_REGISTRY); for good, in a connection: kafka-lab connections add NAME -b HOST:PORT --registry URL; or start one: kafka-lab cluster up --registry',
  });
}
