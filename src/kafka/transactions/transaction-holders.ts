/** Whose open transaction the readers of a partition wait for. */
import { asLabError } from '../connection/errors.js';
import { leadersOf } from '../session/partition-offsets.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { openTransactions } from './hanging-transactions.js';
import { transactionalIdsOf } from './transactions.js';

export interface TransactionHolder extends TopicPartition {
  readonly producerId: number;
  /** ISO 8601. */
  readonly lastWrittenAt: string;
  /** Null if no coordinator knows that producer. */
  readonly transactionalId: string | null;
}

/** By `partitionKey`: the first open transaction of each. Partitions of which that cannot be found out are left out. */
export async function transactionHolders(
  session: KafkaSession,
  partitions: readonly TopicPartition[],
): Promise<ReadonlyMap<string, TransactionHolder>> {
  try {
    const wanted = byPartition(partitions);
    const { topics } = await session.metadata([...new Set(partitions.map(({ topic }) => topic))]);
    const leaders = leadersOf(topics).filter(({ topic, partition }) =>
      wanted.has(partitionKey(topic, partition)),
    );
    const { open } = await openTransactions(session, leaders);
    const first = byPartition([...open].sort((one, other) => other.startOffset - one.startOffset));
    const producerIds = [...new Set([...first.values()].map(({ producerId }) => producerId))];
    const { ids, silent } = await transactionalIdsOf(session, producerIds);
    return new Map(
      [...first].flatMap(([key, { topic, partition, producerId, lastWrittenAt }]) => {
        const transactionalId = ids.get(producerId) ?? null;
        // A coordinator that is silent may know it.
        if (transactionalId === null && silent.length > 0) return [];
        return [[key, { topic, partition, producerId, lastWrittenAt, transactionalId }]];
      }),
    );
  } catch (thrown) {
    // Brokers before 2.8 cannot say, some users may not ask; what was read is worth no less for it.
    if (asLabError(thrown).code === 'interrupted') throw thrown;
    return new Map();
  }
}
