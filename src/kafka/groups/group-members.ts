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
  /** Topics, as far as the member names them; null if unreadable, or if it subscribes by a pattern. */
  readonly subscribed: readonly string[] | null;
  /** Null if unreadable: the member is not a consumer. */
  readonly assignment: readonly AssignedTopic[] | null;
  /** Only in groups of the newer protocol (KIP-848). */
  readonly newProtocol?: NewProtocolMember;
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

/** The generations of a group of the newer protocol: what has changed, and for which of it partitions were assigned. */
export interface GroupEpochs {
  readonly group: number;
  readonly assignment: number;
}

export interface Membership {
  /** Only of groups of the newer protocol (KIP-848). */
  readonly epochs?: GroupEpochs;
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

/** Brokers before Kafka 4, and those that run without it, have only classic groups. */
export function knowsConsumerGroups({ apiVersions }: WireConnection): boolean {
  return apiVersions.has(consumerGroupDescribe.apiKey);
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
        epochs: { group: group.groupEpoch, assignment: group.assignmentEpoch },
        members: group.members.map((member) => ({
          ...identityOf(member),
          instanceId: member.instanceId,
          subscribed: subscribedNames(member),
          assignment: assignmentOf(member.assignment),
          newProtocol: {
            epoch: member.memberEpoch,
            protocol: memberProtocols[member.memberType] ?? null,
            pattern: member.subscribedTopicRegex || null,
            target: assignmentOf(member.targetAssignment),
          },
        })),
      },
    ]),
  );
}

/** As in `memberType`. */
const memberProtocols: readonly ('classic' | 'consumer' | undefined)[] = ['classic', 'consumer'];

/** Which topics match a pattern is the broker's knowledge; none by name does not mean none. */
function subscribedNames(member: { subscribedTopicNames: string[]; subscribedTopicRegex: string | null }) {
  return member.subscribedTopicRegex && member.subscribedTopicNames.length === 0
    ? null
    : member.subscribedTopicNames;
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
