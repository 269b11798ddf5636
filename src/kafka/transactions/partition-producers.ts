/** Who writes to partitions, as their leaders remember it (KIP-664): producers with idempotence or transactions only. */
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { Int64 } from '../../text/int64.js';
import { describeProducers } from '../../wire/requests/describe-producers.js';
import { send } from '../../wire/protocol/send.js';
import { asLabError, refusal } from '../connection/errors.js';
import { byTopicAndPartition, type TopicPartition } from '../session/partition-key.js';
import type { PartitionLeader } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';

interface PartitionProducer extends TopicPartition {
  readonly leader: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Of its newest record, from 0 to 2^31 − 1 and again from 0; −1 if the leader knows of none in this epoch. */
  readonly lastSequence: number;
  /** Milliseconds: the timestamp of what it wrote last; −1 if there is none. */
  readonly lastTimestamp: Int64;
  /** −1: no coordinator has ended a transaction of it here. */
  readonly coordinatorEpoch: number;
  /** Where its open transaction begins; −1 if none is open. */
  readonly currentTxnStartOffset: number;
}

interface ProducersAnswer {
  /** Sorted by topic, partition and producer. */
  readonly producers: readonly PartitionProducer[];
  /** Why some partitions could not be asked about. */
  readonly problems: readonly string[];
}

/** Each leader is asked once. */
export async function partitionProducers(
  session: KafkaSession,
  partitions: readonly PartitionLeader[],
): Promise<ProducersAnswer> {
  const problems: string[] = [];
  const found = await Promise.all(
    [...groupBy(partitions, ({ leader }) => leader)].map(async ([leader, own]) => {
      try {
        if (leader === null) throw new LabError('unreachable', `${own.length} partitions have no leader.`);
        return await askLeader(session, leader, own, problems);
      } catch (thrown) {
        const error = asLabError(thrown);
        if (error.code === 'interrupted') throw error;
        problems.push(error.message);
        return [];
      }
    }),
  );
  const producers = found
    .flat()
    .sort((one, other) => byTopicAndPartition(one, other) || one.producerId - other.producerId);
  return { producers, problems };
}

async function askLeader(
  session: KafkaSession,
  leader: number,
  partitions: readonly PartitionLeader[],
  problems: string[],
): Promise<readonly PartitionProducer[]> {
  const { topics } = await send(await session.broker(leader), describeProducers, {
    topics: [...groupBy(partitions, ({ topic }) => topic)].map(([name, own]) => ({
      name,
      partitionIndexes: own.map(({ partition }) => partition),
    })),
  });
  return topics.flatMap(({ name: topic, partitions: answers }) =>
    answers.flatMap(({ partitionIndex: partition, errorCode, errorMessage, activeProducers }) => {
      if (errorCode !== 0)
        problems.push(
          refusal(`${topic}[${partition}] could not be checked`, errorCode, errorMessage).message,
        );
      return activeProducers.map((producer) => ({ topic, partition, leader, ...producer }));
    }),
  );
}
