/** The effective min.insync.replicas of each topic: how many replicas acks=all needs. */
import type { KafkaSession } from '../session/session.js';
import { effectiveConfig } from '../session/topic-configs.js';

/** By topic name. A topic whose configs the user may not read is left out. */
export async function minInsyncReplicas(
  session: KafkaSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await effectiveConfig(await session.anyBroker(), names, 'min.insync.replicas');
  return new Map([...found].map(([name, value]) => [name, Number(value)]));
}
