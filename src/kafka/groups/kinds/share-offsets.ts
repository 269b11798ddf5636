/** Where share groups begin in each partition (KIP-932), as their coordinator keeps it, for all of its groups in one request. */
import type { WireConnection } from '../../../wire/protocol/connection.js';
import { describeShareGroupOffsets } from '../../../wire/requests/describe-share-group-offsets.js';
import { send } from '../../../wire/protocol/send.js';
import { byTopicAndPartition } from '../../session/partition-key.js';
import type { GroupOffsets } from './committed-offsets.js';

/** `offset` is the start offset; partitions that the group has not read yet have none. */
export async function shareOffsets(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, GroupOffsets>> {
  if (groupIds.length === 0) return new Map();
  const { groups } = await send(coordinator, describeShareGroupOffsets, {
    groups: groupIds.map((groupId) => ({ groupId, topics: null })),
  });
  return new Map(
    groups.map(({ groupId, errorCode, topics }) => {
      const all = topics.flatMap(({ topicName, partitions }) =>
        partitions.map((partition) => ({ topic: topicName, ...partition })),
      );
      return [
        groupId,
        {
          errorCode: errorCode || (all.find((each) => each.errorCode !== 0)?.errorCode ?? 0),
          offsets: all
            .filter((each) => each.errorCode === 0 && each.startOffset >= 0)
            .map(({ topic, partitionIndex, startOffset, leaderEpoch, lag }) => ({
              ...{ topic, partition: partitionIndex, offset: startOffset, metadata: '' },
              share: { leaderEpoch, lag: lag < 0 ? null : lag },
            }))
            .sort(byTopicAndPartition),
        },
      ];
    }),
  );
}
