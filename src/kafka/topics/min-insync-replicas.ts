/** The effective min.insync.replicas of each topic: how many replicas acks=all needs. */
import { configResourceType, describeConfigs } from '../../wire/requests/describe-configs.js';
import { send } from '../../wire/protocol/send.js';
import type { KafkaSession } from '../session/session.js';

const topicsPerRequest = 500;

/** By topic name. A topic whose configs the user may not read is left out. */
export async function minInsyncReplicas(
  session: KafkaSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const connection = await session.anyBroker();
  for (let at = 0; at < names.length; at += topicsPerRequest) {
    const { results } = await send(connection, describeConfigs, {
      resources: names.slice(at, at + topicsPerRequest).map((resourceName) => ({
        resourceType: configResourceType.topic,
        resourceName,
        configurationKeys: ['min.insync.replicas'],
      })),
    });
    for (const { resourceName, errorCode, configs } of results) {
      const value = configs[0]?.value ?? null;
      if (errorCode === 0 && value !== null) found.set(resourceName, Number(value));
    }
  }
  return found;
}
