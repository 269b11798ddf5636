/** Who writes to topics: the producers of each partition, and the transactional ids that they have. */
import { timeText } from '../../text/times.js';
import { choosePartitions } from '../session/choose-partitions.js';
import type { TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { partitionProducers } from './partition-producers.js';
import { transactionalIdsOf } from './transactions.js';

export interface Producer extends TopicPartition {
  readonly leader: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Of its newest record; null if the leader knows of none in this epoch. */
  readonly lastSequence: number | null;
  /** ISO 8601: the timestamp of what it wrote last, as the producer or the broker gave it; null if there is none. */
  readonly lastWrittenAt: string | null;
  /** Null if no coordinator has ended a transaction of it in this partition. */
  readonly coordinatorEpoch: number | null;
  /** Where its open transaction begins; null if none is open. */
  readonly transactionStartOffset: number | null;
  /** Null if it has none; absent if a coordinator that may know did not answer. */
  readonly transactionalId?: string | null;
}

export interface WhoProduces {
  readonly producers: readonly Producer[];
  /** Partitions that were asked about. */
  readonly partitions: number;
  /** Why something is missing. */
  readonly problems: readonly string[];
}

/** `only`: of these partitions; none for all. Throws LabError for topics and partitions that do not exist. */
export async function whoProduces(
  session: KafkaSession,
  names: readonly string[],
  only: readonly number[],
): Promise<WhoProduces> {
  const topics = await existingTopics(session, names);
  const asked = choosePartitions(topics, only, []);
  const { producers, problems } = await partitionProducers(session, asked);
  const { ids, silent } = await transactionalIdsOf(session, [
    ...new Set(producers.map(({ producerId }) => producerId)),
  ]);
  const idOf = (producerId: number) => {
    const transactionalId = ids.get(producerId) ?? null;
    return transactionalId === null && silent.length > 0 ? {} : { transactionalId };
  };
  return {
    producers: producers.map((producer) => ({
      topic: producer.topic,
      partition: producer.partition,
      leader: producer.leader,
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      lastSequence: orNull(producer.lastSequence),
      lastWrittenAt: producer.lastTimestamp < 0 ? null : timeText(producer.lastTimestamp),
      coordinatorEpoch: orNull(producer.coordinatorEpoch),
      transactionStartOffset: orNull(producer.currentTxnStartOffset),
      ...idOf(producer.producerId),
    })),
    partitions: asked.length,
    problems: [
      ...problems,
      ...silent.map(
        ({ broker, problem }) => `Broker ${broker} does not say whose transactions these are: ${problem}`,
      ),
    ],
  };
}

/** Kafka has −1 for none. */
function orNull(value: number): number | null {
  return value < 0 ? null : value;
}
