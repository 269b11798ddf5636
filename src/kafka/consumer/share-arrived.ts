/** Whether a group has finished sharing out, so that a member has all that it will get. */
import { findGroup } from '../groups/group-snapshots.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { KafkaSession } from '../session/session.js';

/**
 * With the cooperative protocol and in groups of KIP-848 a member is given partitions only after others have given them up:
 * until each of `partitions` is some member's, some are still on their way. Also true if the group cannot be looked at.
 */
export async function shareArrived(
  session: KafkaSession,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<boolean> {
  const group = await findGroup(session, groupId).catch(() => undefined);
  if (!group?.members) return true;
  if (group.state.toLowerCase() !== 'stable') return false;
  const given = new Set(
    group.members.flatMap(({ assignment }) =>
      (assignment ?? []).flatMap(({ topic, partitions: own }) =>
        own.map((partition) => partitionKey(topic, partition)),
      ),
    ),
  );
  return partitions.every(({ topic, partition }) => given.has(partitionKey(topic, partition)));
}
