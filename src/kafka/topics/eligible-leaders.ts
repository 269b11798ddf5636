/** Replicas that left the ISR and may still lead (ELR, KIP-966), if the cluster tracks them. */
import { describeTopicPartitions } from '../../wire/requests/describe-topic-partitions.js';
import type { ResponseBody } from '../../wire/protocol/schema-request.js';
import { send } from '../../wire/protocol/send.js';
import type { KafkaSession } from '../session/session.js';

export interface EligibleLeaders {
  /** They have everything that was acknowledged to acks=all. */
  readonly eligible: readonly number[];
  /** The last leader, if neither the ISR nor these are left. */
  readonly lastKnown: readonly number[];
}

type Page = ResponseBody<typeof describeTopicPartitions>;

/** By `topic/partition`. Undefined if brokers do not have them: with ZooKeeper, and before Kafka 3.7. */
export async function eligibleLeaders(
  session: KafkaSession,
  names: readonly string[],
): Promise<ReadonlyMap<string, EligibleLeaders> | undefined> {
  const connection = await session.anyBroker();
  if (!connection.apiVersions.has(describeTopicPartitions.apiKey)) return undefined;
  const found = new Map<string, EligibleLeaders>();
  if (names.length === 0) return found;
  const topics = names.map((name) => ({ name }));
  let cursor: Page['nextCursor'] = null;
  do {
    const page: Page = await send(connection, describeTopicPartitions, { topics, cursor });
    for (const { name, partitions } of page.topics) {
      for (const { partitionIndex, eligibleLeaderReplicas, lastKnownElr } of partitions) {
        found.set(`${name}/${partitionIndex}`, {
          eligible: eligibleLeaderReplicas ?? [],
          lastKnown: lastKnownElr ?? [],
        });
      }
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
