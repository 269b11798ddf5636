/** All that the monitor requests from one broker in a round: log ends, disk, and the groups that it coordinates. */
import { LabError } from '../../text/errors.js';
import { snapshotsAt, type GroupSnapshot } from '../../kafka/groups/group-snapshots.js';
import { offsetsAt } from '../../kafka/session/partition-offsets.js';
import { partitionKey } from '../../kafka/session/partition-key.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { describeLogDirs } from '../../wire/requests/describe-log-dirs.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { send } from '../../wire/protocol/send.js';

export interface LedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
}

export interface BrokerAnswer {
  /** By `partitionKey`, if the broker reported it. */
  readonly lows: ReadonlyMap<string, number>;
  readonly highs: ReadonlyMap<string, number>;
  readonly diskBytes: number | null;
  readonly freeBytes: number | null;
  readonly groups: readonly GroupSnapshot[];
}

/**
 * Two ListOffsets, one DescribeLogDirs, one ListGroups, and of DescribeGroups, ConsumerGroupDescribe and OffsetFetch
 * one each if the broker has groups; brokers before 3.0 get an OffsetFetch for each group. All of them only read.
 */
export async function askBroker(
  session: KafkaSession,
  id: number,
  led: readonly LedPartition[],
): Promise<BrokerAnswer> {
  const connection = await session.broker(id);
  const [lows, highs, disk, groups] = await Promise.all([
    offsets(session, led, offsetAt.earliest),
    offsets(session, led, offsetAt.latest),
    diskOf(connection),
    groupsOf(id, connection),
  ]);
  return { lows, highs, ...disk, groups };
}

/** None while the broker still loads them after becoming their coordinator, or if the user is not authorized. */
async function groupsOf(id: number, connection: WireConnection): Promise<readonly GroupSnapshot[]> {
  try {
    return (await snapshotsAt({ id, connection }, () => true)) ?? [];
  } catch (error) {
    if (error instanceof LabError && error.code === 'refused') return [];
    throw error;
  }
}

async function offsets(
  session: KafkaSession,
  led: readonly LedPartition[],
  timestamp: number,
): Promise<ReadonlyMap<string, number>> {
  const answers = await offsetsAt(session, led, timestamp);
  return new Map(
    answers.flatMap(({ topic, partition, offset }) =>
      offset === null ? [] : [[partitionKey(topic, partition), offset] as const],
    ),
  );
}

/** No disk is shown if the user is not authorized or the broker is too old. */
async function diskOf(connection: WireConnection): Promise<Pick<BrokerAnswer, 'diskBytes' | 'freeBytes'>> {
  try {
    const { results } = await send(connection, describeLogDirs, { topics: null });
    const readable = results.filter(({ errorCode }) => errorCode === 0);
    if (readable.length === 0) return { diskBytes: null, freeBytes: null };
    const sizes = readable.flatMap(({ topics }) =>
      topics.flatMap(({ partitions }) => partitions.map(({ partitionSize }) => Number(partitionSize))),
    );
    const free = readable.map(({ usableBytes }) => Number(usableBytes)).filter((bytes) => bytes >= 0);
    return {
      diskBytes: sum(sizes),
      freeBytes: free.length === 0 ? null : sum(free),
    };
  } catch (error) {
    if (error instanceof LabError && error.code === 'refused') return { diskBytes: null, freeBytes: null };
    throw error;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
