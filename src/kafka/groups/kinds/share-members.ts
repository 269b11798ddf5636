/** The members of share groups (KIP-932) and what each may read: a partition can be several members' at once. */
import type { WireConnection } from '../../../wire/protocol/connection.js';
import { shareGroupDescribe } from '../../../wire/requests/share-group-describe.js';
import { send } from '../../../wire/protocol/send.js';
import { assignmentOf, coordinatedOf, identityOf, membershipsOf, type Membership } from './group-members.js';

export function shareMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  return membershipsOf(
    groupIds,
    (ids) => send(coordinator, shareGroupDescribe, { groupIds: ids }),
    (group) => ({
      ...coordinatedOf(group),
      members: group.members.map((member) => ({
        ...identityOf(member),
        instanceId: null,
        rack: member.rackId,
        subscribed: member.subscribedTopicNames,
        assignment: assignmentOf(member.assignment),
        share: { epoch: member.memberEpoch },
      })),
    }),
  );
}
