/** The offsets that groups have committed, for all groups of a coordinator in one request. */
import type { Int64 } from '../../../text/int64.js';
import type { WireConnection } from '../../../wire/protocol/connection.js';
import { offsetFetch } from '../../../wire/requests/offset-fetch.js';
import { negotiate, send } from '../../../wire/protocol/send.js';
import { byTopicAndPartition, type TopicPartition } from '../../session/partition-key.js';

export interface CommittedOffset extends TopicPartition {
  /** The next one that the group reads. A client may commit any number. */
  readonly offset: Int64;
  /** The client's own metadata; usually empty. */
  readonly metadata: string;
  /** Only of share groups. */
  readonly share?: ShareOffset;
}

/** What else the coordinator of a share group knows of a partition. */
interface ShareOffset {
  readonly leaderEpoch: number;
  /** Records from the start offset on that are neither acknowledged nor archived; null if the broker does not say. */
  readonly lag: number | null;
}

export interface GroupOffsets {
  /** Of the whole group: 0 if there is no error. */
  readonly errorCode: number;
  /** By topic and partition, in order. */
  readonly offsets: readonly CommittedOffset[];
}

/** Since Kafka 3.0 one request serves many groups. */
const batchVersion = 8;

/** All that these groups have committed anywhere. `coordinator` keeps all of them. */
export async function committedOffsets(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, GroupOffsets>> {
  if (groupIds.length === 0) return new Map();
  if (negotiate(coordinator, offsetFetch) >= batchVersion) {
    const { groups } = await send(coordinator, offsetFetch, {
      groups: groupIds.map((groupId) => ({ groupId })),
    });
    return new Map(groups.map((group) => [group.groupId, offsetsOf(group)]));
  }
  const answers = await Promise.all(
    groupIds.map(async (groupId) => {
      const answer = await send(
        coordinator,
        offsetFetch,
        { groupId, topics: null },
        { maxVersion: batchVersion - 1 },
      );
      return [groupId, offsetsOf(answer)] as const;
    }),
  );
  return new Map(answers);
}

function offsetsOf({
  errorCode,
  topics,
}: {
  readonly errorCode: number;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly committedOffset: Int64;
      readonly metadata: string | null;
      readonly errorCode: number;
    }[];
  }[];
}): GroupOffsets {
  const all = topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ topic: name, ...partition })),
  );
  return {
    errorCode: errorCode || (all.find((each) => each.errorCode !== 0)?.errorCode ?? 0),
    offsets: all
      .filter((each) => each.errorCode === 0 && each.committedOffset >= 0)
      .map(({ topic, partitionIndex, committedOffset, metadata }) => ({
        topic,
        partition: partitionIndex,
        offset: committedOffset,
        metadata: metadata ?? '',
      }))
      .sort(byTopicAndPartition),
  };
}
