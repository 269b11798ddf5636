/** `kafka-lab groups describe` */
import { grouped } from '../../view/counted.js';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { describeGroups, type GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupEpochs, GroupMember } from '../../kafka/groups/group-members.js';
import type { AssignedTopic } from '../../wire/protocol/consumer-protocol.js';
import { printable } from '../../text/printable.js';
import { lagCell, lagNotes } from '../shared/group-cells.js';

export const groupsDescribe = defineCommand({
  path: ['groups', 'describe'],
  summary: 'show how far groups have read each partition, their members and what each was given',
  effect: 'reads',
  options: z.object({
    group: z.array(z.string()).min(1).meta({ description: 'one or more groups', completes: 'group' }),
  }),
  positionals: ['group'],
  examples: ['groups describe billing', 'groups describe billing audit -o yaml'],
  async run(context, { group }) {
    return describeGroups(await context.kafka(), group);
  },
  view: (groups: readonly GroupDescription[]): View => {
    const [first, ...more] = groups.map((group) => viewsOf(group, groups.length > 1));
    return {
      ...(first?.[0] ?? { header: [], rows: [] }),
      more: [...(first?.slice(1) ?? []), ...more.flat()],
    };
  },
  failed: (groups) => groups.some(({ problem }) => problem !== null),
});

/** Members are listed under the table by name, and in it only if there is room; plain lines have both. */
function viewsOf(group: GroupDescription, isOneOfSeveral: boolean): readonly View[] {
  const own = isOneOfSeveral ? [group.group] : [];
  const idle = (group.members ?? []).filter((member) => partitionsOf(member) === 0);
  return [
    {
      title: titleOf(group),
      header: [
        ...(isOneOfSeveral ? ['GROUP'] : []),
        'TOPIC',
        'PARTITION',
        'CURRENT-OFFSET',
        'LOG-END-OFFSET',
        'LAG',
        'CONSUMER-ID',
        'HOST',
        'CLIENT-ID',
      ],
      spare: ['CONSUMER-ID', 'CLIENT-ID', 'HOST'],
      rows: [
        ...group.partitions.map((partition) => [
          ...own,
          partition.topic,
          partition.partition,
          partition.currentOffset,
          partition.logEndOffset,
          lagCell(partition),
          partition.consumerId,
          partition.host,
          partition.clientId,
        ]),
        ...idle.map((member) => [
          ...own,
          null,
          null,
          null,
          null,
          { text: 'no partition', tone: 'muted' as const },
          member.memberId,
          member.host,
          member.clientId,
        ]),
      ],
      notes: notesOf(group),
    },
    ...(group.members === null || group.members.length === 0
      ? []
      : [
          {
            title: ['Members', ...group.members.map(memberInWords)].join('\n'),
            header: [],
            rows: [],
          },
        ]),
  ];
}

function titleOf(description: GroupDescription): string {
  const { group, state, type, assignor, epochs, coordinator, members, lag } = description;
  return [
    printable(group),
    state,
    type,
    ...(assignor === null ? [] : [assignor]),
    ...(epochs === undefined ? [] : [epochsInWords(epochs)]),
    `coordinator ${coordinator.id}`,
    ...(members === null
      ? ['members unknown']
      : [`${members.length} ${members.length === 1 ? 'member' : 'members'}`]),
    ...(lag === null ? [] : [`lag ${grouped(lag)}`]),
  ].join(' · ');
}

/** The second is behind while the coordinator is still assigning. */
function epochsInWords({ group, assignment }: GroupEpochs): string {
  return assignment === group ? `epoch ${group}` : `epoch ${group}, assigned for ${assignment}`;
}

function memberInWords(member: GroupMember): string {
  const { memberId, instanceId, clientId, host, assignment, newProtocol } = member;
  const label = [
    ...(instanceId === null ? [] : [`static member ${instanceId}`]),
    ...(newProtocol?.protocol === 'classic' ? ['classic protocol'] : []),
  ];
  const who = `  ${printable(memberId)}\n    ${printable([`${clientId} at ${host}`, ...label].join(', '))}`;
  if (assignment === null) return `${who}: not a consumer, so its assignment cannot be read`;
  const given = topicsInWords(assignment);
  const target = newProtocol ? topicsInWords(newProtocol.target) : given;
  const next = target === given ? '' : `, target ${target || 'no partition'}`;
  if (given !== '') return `${who}: ${given}${next}`;
  return `${who}: no partition${next}${subscriptionInWords(member)}`;
}

function topicsInWords(topics: readonly AssignedTopic[]): string {
  return topics
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ topic, partitions }) => `${topic} ${partitions.join(',')}`)
    .sort()
    .join('; ');
}

function subscriptionInWords({ subscribed, newProtocol }: GroupMember): string {
  const pattern = newProtocol?.pattern ?? null;
  const topics = [...(subscribed ?? []), ...(pattern === null ? [] : [`/${printable(pattern)}/`])];
  return topics.length === 0 ? '' : `, subscribed to ${topics.join(', ')}`;
}

function partitionsOf({ assignment }: GroupMember): number {
  return (assignment ?? []).reduce((sum, { partitions }) => sum + partitions.length, 0);
}

function notesOf(description: GroupDescription): readonly string[] {
  const { group, partitions, members, problem } = description;
  const notes: string[] = [];
  if (problem !== null) notes.push(`${group}: ${problem}.`);
  if (members?.length === 0) {
    notes.push(`${group}: no members; no consumer is reading in this group now.`);
  }
  if (partitions.length === 0) notes.push(nothingNote(description));
  const idle = (members ?? []).filter((member) => partitionsOf(member) === 0).length;
  if (idle > 0 && partitions.length > 0 && members !== null && members.some((m) => m.assignment !== null)) {
    notes.push(
      `${group}: ${idle} of ${members.length} members ${idle === 1 ? 'has' : 'have'} no partition: a partition goes to one member of a group at most.`,
    );
  }
  return [...notes, ...lagNotes(group, partitions)];
}

/** Members of other kinds than consumers use a group to find each other, and commit nothing in it. */
function nothingNote({ group, protocolType, members }: GroupDescription): string {
  const others =
    members !== null && members.length > 0 && members.every(({ assignment }) => assignment === null);
  if (!others) return `${group}: nothing is committed and nothing assigned.`;
  const whose =
    protocolType === 'connect' ? 'workers of Kafka Connect' : `of the protocol "${printable(protocolType)}"`;
  return `${group}: its members are ${whose}, not consumers: they commit no offsets here, and what each was given is in their own format.`;
}
