/** Kafka Streams applications whose coordinator assigns their tasks (KIP-1071): topology, members and tasks. */
import { groupBy } from '../../../text/group-by.js';
import type { WireConnection } from '../../../wire/protocol/connection.js';
import type { AssignedTopic } from '../../../wire/protocol/consumer-protocol.js';
import type { ResponseBody } from '../../../wire/protocol/schema-request.js';
import { send } from '../../../wire/protocol/send.js';
import { streamsGroupDescribe } from '../../../wire/requests/streams-group-describe.js';
import { coordinatedOf, identityOf, membershipsOf, type Membership } from './group-members.js';
import type { StreamsMember, Subtopology, SubtopologyTasks, Tasks, Topology } from './streams-tasks.js';

type Group = ResponseBody<typeof streamsGroupDescribe>['groups'][number];
type Member = Group['members'][number];

export function streamsMembership(
  coordinator: WireConnection,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, Membership>> {
  return membershipsOf(
    groupIds,
    (ids) => send(coordinator, streamsGroupDescribe, { groupIds: ids }),
    membershipOf,
  );
}

function membershipOf(group: Group): Membership {
  const topology = topologyOf(group);
  const subtopologies = topology?.subtopologies ?? [];
  const subscribed = [...new Set(subtopologies.flatMap(topicsReadBy))].sort();
  return {
    ...coordinatedOf(group),
    ...(topology && { topology }),
    members: group.members.map((member) => {
      const streams = streamsMemberOf(member);
      return {
        ...identityOf(member),
        instanceId: member.instanceId,
        rack: member.rackId,
        subscribed,
        assignment: partitionsRead(streams.tasks.active, subtopologies),
        streams,
      };
    }),
  };
}

function topologyOf({ topology }: Group): Topology | undefined {
  if (topology === null) return undefined;
  const { epoch, subtopologies } = topology;
  return {
    epoch,
    subtopologies:
      subtopologies?.map((each) => ({
        id: each.subtopologyId,
        sources: each.sourceTopics,
        repartitionSources: each.repartitionSourceTopics.map(({ name }) => name),
        repartitionSinks: each.repartitionSinkTopics,
        changelogs: each.stateChangelogTopics.map(({ name }) => name),
      })) ?? null,
  };
}

function streamsMemberOf(member: Member): StreamsMember {
  return {
    epoch: member.memberEpoch,
    topologyEpoch: member.topologyEpoch,
    processId: member.processId,
    endpoint: member.userEndpoint,
    clientTags: Object.fromEntries(member.clientTags.map(({ key, value }) => [key, value])),
    isClassic: member.isClassic,
    tasks: tasksOf(member.assignment),
    target: tasksOf(member.targetAssignment),
  };
}

function tasksOf({ activeTasks, standbyTasks, warmupTasks }: Member['assignment']): Tasks {
  const sorted = (tasks: Member['assignment']['activeTasks']) =>
    tasks.map(({ subtopologyId, partitions }) => ({
      subtopology: subtopologyId,
      partitions: [...partitions].sort((one, other) => one - other),
    }));
  return { active: sorted(activeTasks), standby: sorted(standbyTasks), warmup: sorted(warmupTasks) };
}

function topicsReadBy({ sources, repartitionSources }: Subtopology): readonly string[] {
  return [...sources, ...repartitionSources];
}

/** A task of partition N reads partition N of each topic of its subtopology that has as many. */
function partitionsRead(
  active: readonly SubtopologyTasks[],
  subtopologies: readonly Subtopology[],
): readonly AssignedTopic[] {
  const read = active.flatMap(({ subtopology, partitions }) =>
    subtopologies
      .filter(({ id }) => id === subtopology)
      .flatMap(topicsReadBy)
      .map((topic) => ({ topic, partitions })),
  );
  return [...groupBy(read, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: [...new Set(own.flatMap(({ partitions }) => partitions))].sort((one, other) => one - other),
  }));
}
