/** The members of share groups (KIP-932) and what each may read: a partition can be several members' at once. */
import type { WireConnection } from '../../../wire/protocol/connection.js';
import { shareGroupDescribe } from '../../../wire/requests/share-group-describe.js';
import { send } from '../../../wire/protocol/send.js';
import { answerOf, assignmentOf, identityOf, type Membership } from './group-members.js';

export async function shareMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  if (groupIds.length === 0) return new Map();
  const { groups } = await send(coordinator, shareGroupDescribe, { groupIds: [...groupIds] });
  return new Map(
    groups.map((group) => [
      group.groupId,
      {
        ...answerOf(group),
        assignor: group.assignorName || null,
        epochs: { group: group.groupEpoch, assignment: group.assignmentEpoch },
        members: group.members.map((member) => ({
          ...identityOf(member),
          instanceId: null,
          rack: member.rackId,
          subscribed: member.subscribedTopicNames,
          assignment: assignmentOf(member.assignment),
          share: { epoch: member.memberEpoch },
        })),
      },
    ]),
  );
}
