/** Where each partition of a topic begins and ends, and how exact the difference is as a count. */
import { describeProducers } from '../../wire/requests/describe-producers.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import { send } from '../../wire/protocol/send.js';
import { byPartition, partitionKey, type TopicPartition } from './partition-key.js';
import { offsetsAt, type PartitionLeader } from './partition-offsets.js';
import type { KafkaSession } from './session.js';
import { topicConfigs } from './topic-configs.js';

export interface PartitionRange extends TopicPartition {
  /** The first offset still in the log; null if the leader cannot be asked. */
  readonly low: number | null;
  /** The log end offset: where the next record will go; up to the high watermark. */
  readonly high: number | null;
  /** high − low; null if that is negative, as after a trim between the two answers. */
  readonly records: number | null;
  /** Why there may be fewer records than that. Null if the number is exact as far as the broker says. */
  readonly upperBound: 'compacted' | 'transactional' | null;
  readonly problem: string | null;
}

export async function listOffsets(
  session: KafkaSession,
  partitions: readonly PartitionLeader[],
): Promise<readonly PartitionRange[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  const [lows, highs, configs, transactional] = await Promise.all([
    offsetsAt(session, partitions, offsetAt.earliest),
    offsetsAt(session, partitions, offsetAt.latest),
    topicConfigs(session, topics),
    transactionalPartitions(session, partitions),
  ]);
  const highOf = byPartition(highs);
  return lows.map((low) => {
    const key = partitionKey(low.topic, low.partition);
    const high = highOf.get(key);
    const known = low.offset !== null && high !== undefined && high.offset !== null;
    const isCrossed = known && high.offset < low.offset;
    const isCompacted = configs.get(low.topic)?.isCompacted ?? false;
    const isTransactional = transactional.has(key);
    return {
      topic: low.topic,
      partition: low.partition,
      low: low.offset,
      high: high?.offset ?? null,
      records: known && !isCrossed ? high.offset - low.offset : null,
      upperBound:
        known && high.offset <= low.offset
          ? null
          : isCompacted
            ? 'compacted'
            : isTransactional
              ? 'transactional'
              : null,
      problem: low.problem ?? high?.problem ?? (isCrossed ? 'unknown: it begins beyond its end' : null),
    };
  });
}

/**
 * Partitions with a producer that has ended a transaction there: each end takes an offset and is not a record.
 * Brokers forget a producer some time after its last write, so an old transaction can go unnoticed.
 */
async function transactionalPartitions(
  session: KafkaSession,
  partitions: readonly PartitionLeader[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  await Promise.all(
    [...groupBy(partitions, ({ leader }) => leader)].map(async ([leader, group]) => {
      if (leader === null) return;
      try {
        const { topics } = await send(await session.broker(leader), describeProducers, {
          topics: [...groupBy(group, ({ topic }) => topic)].map(([name, members]) => ({
            name,
            partitionIndexes: members.map(({ partition }) => partition),
          })),
        });
        for (const topic of topics) {
          for (const partition of topic.partitions) {
            const ended = partition.activeProducers.some(({ coordinatorEpoch }) => coordinatorEpoch >= 0);
            if (ended) found.add(partitionKey(topic.name, partition.partitionIndex));
          }
        }
      } catch (error) {
        // Brokers before 2.8 cannot be asked, and a leader that is away has answered so already.
        if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
      }
    }),
  );
  return found;
}
