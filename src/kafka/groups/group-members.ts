/** The members of a group and their assignments, in both of Kafka's group protocols. */
import type { WireConnection } from '../../wire/protocol/connection.js';
import {
  readAssignment,
  readSubscription,
  type AssignedTopic,
} from '../../wire/protocol/consumer-protocol.js';
import { consumerGroupDescribe } from '../../wire/requests/consumer-group-describe.js';
import { describeGroups } from '../../wire/requests/describe-groups.js';
import type { ResponseBody } from '../../wire/protocol/schema-request.js';
import { send } from '../../wire/protocol/send.js';

export interface GroupMember {
  readonly memberId: string;
  /** With static membership (group.instance.id). */
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** Topics, as far as the member names them; null if unreadable. */
  readonly subscribed: readonly string[] | null;
  /** Null if unreadable: the member is not a consumer. */
  readonly assignment: readonly AssignedTopic[] | null;
}

export interface Membership {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly state: string;
  /** The assignor: range, cooperative-sticky, uniform … */
  readonly assignor: string | null;
  readonly members: readonly GroupMember[];
}

/** Groups of the classic protocol. */
export async function classicMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  if (groupIds.length === 0) return new Map();
  const { groups } = await send(coordinator, describeGroups, { groups: [...groupIds] });
  return new Map(
    groups.map((group) => [
      group.groupId,
      {
        ...answerOf(group),
        assignor: group.protocolData || null,
        members: group.members.map((member) => ({
          ...identityOf(member),
          instanceId: member.groupInstanceId,
          ...subscriptionOf(group.protocolType, member),
        })),
      },
    ]),
  );
}

/** Kafka Connect and others use the same requests with their own formats. */
function subscriptionOf(
  protocolType: string,
  { memberMetadata, memberAssignment }: { memberMetadata: Buffer; memberAssignment: Buffer },
): Pick<GroupMember, 'subscribed' | 'assignment'> {
  if (protocolType !== 'consumer') return { subscribed: null, assignment: null };
  return { subscribed: readSubscription(memberMetadata), assignment: readAssignment(memberAssignment) };
}

/** Groups of the protocol of KIP-848. */
export async function consumerMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  if (groupIds.length === 0) return new Map();
  const { groups } = await send(coordinator, consumerGroupDescribe, { groupIds: [...groupIds] });
  return new Map(
    groups.map((group) => [
      group.groupId,
      {
        ...answerOf(group),
        assignor: group.assignorName || null,
        members: group.members.map((member) => ({
          ...identityOf(member),
          instanceId: member.instanceId,
          subscribed: member.subscribedTopicNames,
          assignment: assignmentOf(member.assignment),
        })),
      },
    ]),
  );
}

type Assignment = ResponseBody<
  typeof consumerGroupDescribe
>['groups'][number]['members'][number]['assignment'];

function assignmentOf({ topicPartitions }: Assignment): readonly AssignedTopic[] {
  return topicPartitions.map(({ topicName, partitions }) => ({
    topic: topicName,
    partitions: [...partitions].sort((one, other) => one - other),
  }));
}

/** The fields of a group that both protocols share. */
function answerOf(group: { errorCode: number; errorMessage: string | null; groupState: string }) {
  return { errorCode: group.errorCode, errorMessage: group.errorMessage, state: group.groupState };
}

/** The fields of a member that both protocols share. Java prints an address without a name as /127.0.0.1. */
function identityOf(member: { memberId: string; clientId: string; clientHost: string }) {
  const { memberId, clientId, clientHost } = member;
  return { memberId, clientId, host: clientHost.replace(/^\//, '') };
}
