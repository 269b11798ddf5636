/** The members of a group and their assignments, in both protocols of consumers. */
import type { WireConnection } from '../../../wire/protocol/connection.js';
import {
  readAssignment,
  readSubscription,
  type AssignedTopic,
} from '../../../wire/protocol/consumer-protocol.js';
import { consumerGroupDescribe } from '../../../wire/requests/consumer-group-describe.js';
import { describeGroups } from '../../../wire/requests/describe-groups.js';
import { send } from '../../../wire/protocol/send.js';
import type { StreamsMember, Topology } from './streams-tasks.js';

export interface GroupMember {
  readonly memberId: string;
  /** With static membership (group.instance.id). */
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** Where the member says that it is; null if it does not, and not in classic groups. */
  readonly rack?: string | null;
  /** Topics, as far as the member names them; null if unreadable, or if it subscribes by a pattern. */
  readonly subscribed: readonly string[] | null;
  /** Null if unreadable: the member is not a consumer. */
  readonly assignment: readonly AssignedTopic[] | null;
  /** Only in groups of the newer protocol (KIP-848). */
  readonly newProtocol?: NewProtocolMember;
  /** Only in share groups (KIP-932): the generation that it has reached. */
  readonly share?: { readonly epoch: number };
  /** Only in streams groups (KIP-1071): there, `assignment` is what its active tasks read. */
  readonly streams?: StreamsMember;
}

/** What a coordinator that assigns partitions itself knows of a member. */
interface NewProtocolMember {
  /** The generation that it has reached; the group's own once it has what it is to have. */
  readonly epoch: number;
  /** Which protocol it speaks: a classic member can be in such a group, too; null if the broker does not say. */
  readonly protocol: 'classic' | 'consumer' | null;
  /** A regular expression of topic names, evaluated by the broker. */
  readonly pattern: string | null;
  /** What it is to have, once other members have given it up. */
  readonly target: readonly AssignedTopic[];
}

/** The generations of a group whose coordinator assigns: what has changed, and for which of it partitions were assigned. */
export interface GroupEpochs {
  readonly group: number;
  readonly assignment: number;
}

export interface Membership {
  /** Not of classic groups. */
  readonly epochs?: GroupEpochs;
  /** Only of streams groups. */
  readonly topology?: Topology;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly state: string;
  /** The assignor: range, cooperative-sticky, uniform … */
  readonly assignor: string | null;
  readonly members: readonly GroupMember[];
}

/** Groups of the classic protocol. */
export function classicMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  return membershipsOf(
    groupIds,
    (groups) => send(coordinator, describeGroups, { groups }),
    (group) => ({
      ...answerOf(group),
      assignor: group.protocolData || null,
      members: group.members.map((member) => ({
        ...identityOf(member),
        instanceId: member.groupInstanceId,
        ...subscriptionOf(group.protocolType, member),
      })),
    }),
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
export function consumerMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  return membershipsOf(
    groupIds,
    (ids) => send(coordinator, consumerGroupDescribe, { groupIds: ids }),
    (group) => ({
      ...coordinatedOf(group),
      members: group.members.map((member) => ({
        ...identityOf(member),
        instanceId: member.instanceId,
        rack: member.rackId,
        subscribed: subscribedNames(member),
        assignment: assignmentOf(member.assignment),
        newProtocol: {
          epoch: member.memberEpoch,
          protocol: memberProtocols[member.memberType] ?? null,
          pattern: member.subscribedTopicRegex || null,
          target: assignmentOf(member.targetAssignment),
        },
      })),
    }),
  );
}

/** One request for all of them, none if there are none; by group id. */
export async function membershipsOf<Group extends { readonly groupId: string }>(
  groupIds: readonly string[],
  ask: (groupIds: string[]) => Promise<{ readonly groups: readonly Group[] }>,
  membershipOf: (group: Group) => Membership,
): Promise<ReadonlyMap<string, Membership>> {
  if (groupIds.length === 0) return new Map();
  const { groups } = await ask([...groupIds]);
  return new Map(groups.map((group) => [group.groupId, membershipOf(group)]));
}

/** As in `memberType`. */
const memberProtocols: readonly ('classic' | 'consumer' | undefined)[] = ['classic', 'consumer'];

/** Which topics match a pattern is the broker's knowledge; none by name does not mean none. */
function subscribedNames(member: { subscribedTopicNames: string[]; subscribedTopicRegex: string | null }) {
  return member.subscribedTopicRegex && member.subscribedTopicNames.length === 0
    ? null
    : member.subscribedTopicNames;
}

/** As coordinators that assign partitions themselves say it. */
export function assignmentOf({
  topicPartitions,
}: {
  readonly topicPartitions: readonly { readonly topicName: string; readonly partitions: readonly number[] }[];
}): readonly AssignedTopic[] {
  return topicPartitions.map(({ topicName, partitions }) => ({
    topic: topicName,
    partitions: [...partitions].sort((one, other) => one - other),
  }));
}

/** The fields of a group whose coordinator assigns. */
export function coordinatedOf(
  group: Parameters<typeof answerOf>[0] & {
    assignorName: string | null;
    groupEpoch: number;
    assignmentEpoch: number;
  },
) {
  return {
    ...answerOf(group),
    assignor: group.assignorName || null,
    epochs: { group: group.groupEpoch, assignment: group.assignmentEpoch },
  };
}

/** The fields of a group that all protocols share. */
function answerOf(group: { errorCode: number; errorMessage: string | null; groupState: string }) {
  return { errorCode: group.errorCode, errorMessage: group.errorMessage, state: group.groupState };
}

/** The fields of a member that all protocols share. Java prints an address without a name as /127.0.0.1. */
export function identityOf(member: { memberId: string; clientId: string; clientHost: string }) {
  const { memberId, clientId, clientHost } = member;
  return { memberId, clientId, host: clientHost.replace(/^\//, '') };
}
