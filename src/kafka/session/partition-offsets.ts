/** Offsets of many partitions with one request a broker. */
import { LabError } from '../../text/errors.js';
import { groupBy } from '../../text/group-by.js';
import type { Int64 } from '../../text/int64.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import type { TopicState } from './metadata.js';
import { byPartition, byTopicAndPartition, partitionKey, type TopicPartition } from './partition-key.js';
import { brokerTimeoutMs, type KafkaSession } from './session.js';

export interface PartitionLeader extends TopicPartition {
  readonly leader: number | null;
}

/** All partitions of these topics. */
export function leadersOf(topics: readonly Pick<TopicState, 'name' | 'partitions'>[]): PartitionLeader[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition, leader }) => ({ topic: name, partition, leader })),
  );
}

export interface PartitionOffset extends TopicPartition {
  /** Null if it is unknown now; `problem` says why. Also null for a time after the last record. */
  readonly offset: number | null;
  /** Milliseconds since 1970 of the record at that offset, if a time was requested. */
  readonly timestamp: Int64 | null;
  readonly problem: string | null;
}

/**
 * One answer a partition. `timestamp`: milliseconds since 1970, or one of `offsetAt` (earliest, latest …). Partitions
 * without a leader, or whose leader does not answer, get a problem instead of failing the others.
 */
export async function offsetsAt(
  session: KafkaSession,
  partitions: readonly PartitionLeader[],
  timestamp: number,
  isolation: 'read_committed' | 'read_uncommitted' = 'read_uncommitted',
): Promise<readonly PartitionOffset[]> {
  const answers = await Promise.all(
    [...groupBy(partitions, ({ leader }) => leader)].map(([leader, group]) =>
      offsetsOfLeader(session, leader, group, timestamp, isolation),
    ),
  );
  return answers.flat().sort(byTopicAndPartition);
}

/** Whether there are offsets between the first and the end; compaction may have left fewer records, or none. */
export type Content = 'empty' | 'filled';

/** What each partition holds, by topic; null if unknown. */
export async function contentsOf(
  session: KafkaSession,
  partitions: readonly PartitionLeader[],
): Promise<ReadonlyMap<string, readonly (Content | null)[]>> {
  const [lows, highs] = await Promise.all([
    offsetsAt(session, partitions, offsetAt.earliest),
    offsetsAt(session, partitions, offsetAt.latest),
  ]);
  const highOf = byPartition(highs);
  const contents = lows.map(({ topic, partition, offset: low }) => {
    const high = highOf.get(partitionKey(topic, partition))?.offset ?? null;
    return { topic, content: contentBetween(low, high) };
  });
  return new Map(
    [...groupBy(contents, ({ topic }) => topic)].map(([topic, own]) => [
      topic,
      own.map(({ content }) => content),
    ]),
  );
}

export function contentBetween(low: number | null, high: number | null): Content | null {
  if (low === null || high === null || low > high) return null;
  return low === high ? 'empty' : 'filled';
}

async function offsetsOfLeader(
  session: KafkaSession,
  leader: number | null,
  group: readonly PartitionLeader[],
  timestamp: number,
  isolation: 'read_committed' | 'read_uncommitted',
): Promise<readonly PartitionOffset[]> {
  if (leader === null) return group.map((each) => unknown(each, 'no leader'));
  try {
    const response = await send(await session.broker(leader), listOffsets, {
      isolationLevel: isolation === 'read_committed' ? 1 : 0,
      topics: [...groupBy(group, ({ topic }) => topic)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition }) => ({ partitionIndex: partition, timestamp })),
      })),
      timeoutMs: brokerTimeoutMs(session.settings),
    });
    const answers = response.topics.flatMap((topic) =>
      topic.partitions.map((answer) => ({
        topic: topic.name,
        partition: answer.partitionIndex,
        offset: answer.errorCode === 0 && answer.offset >= 0 ? answer.offset : null,
        timestamp: answer.timestamp >= 0 ? answer.timestamp : null,
        problem: answer.errorCode === 0 ? null : refusal('Its leader refused', answer.errorCode).message,
      })),
    );
    const answerOf = byPartition(answers);
    return group.map(
      (each) =>
        answerOf.get(partitionKey(each.topic, each.partition)) ??
        unknown(each, `leader ${leader} left it out`),
    );
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
    return group.map((each) => unknown(each, `leader ${leader} does not answer`));
  }
}

function unknown({ topic, partition }: PartitionLeader, problem: string): PartitionOffset {
  return { topic, partition, offset: null, timestamp: null, problem };
}
