/** Where a member begins in partitions for which the group has committed nothing. */
import { offsetAt } from '../../wire/requests/list-offsets.js';
import type { Isolation } from '../records/read-ranges.js';
import type { TopicState } from '../session/metadata.js';
import { byPartition, partitionKey, type TopicPartition } from '../session/partition-key.js';
import { leadersOf, offsetsAt, type PartitionOffset } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';

export interface BeginSettings {
  readonly session: KafkaSession;
  readonly fromBeginning: boolean;
  readonly isolation: Isolation;
  /** The ends as they stood when the program began, by `partitionKey`. */
  readonly ends: ReadonlyMap<string, PartitionOffset>;
}

/**
 * By `partitionKey`. The end is the one of the start, so that nothing is missed that came while the group was joined; a
 * partition that was added since is read from its beginning, for the same reason.
 */
export async function beginOffsets(
  { session, fromBeginning, isolation, ends }: BeginSettings,
  topics: readonly TopicState[],
  partitions: readonly TopicPartition[],
): Promise<ReadonlyMap<string, PartitionOffset>> {
  if (partitions.length === 0) return new Map();
  const wanted = new Set(partitions.map(({ topic, partition }) => partitionKey(topic, partition)));
  const own = leadersOf(topics).map((each) => ({ ...each, key: partitionKey(each.topic, each.partition) }));
  const asked = own.filter(({ key }) => wanted.has(key));
  const [lows, highs] = await Promise.all([
    offsetsAt(
      session,
      asked.filter(({ key }) => fromBeginning || !ends.has(key)),
      offsetAt.earliest,
    ),
    offsetsAt(
      session,
      asked.filter(({ key }) => !fromBeginning && ends.get(key)?.offset === null),
      offsetAt.latest,
      isolation,
    ),
  ]);
  return fromBeginning ? byPartition(lows) : new Map([...ends, ...byPartition([...lows, ...highs])]);
}
