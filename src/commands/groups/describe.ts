/** `kafka-lab groups describe` */
import { grouped } from '../../view/counted.js';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { describeGroups, type GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupEpochs, GroupMember } from '../../kafka/groups/kinds/group-members.js';
import type { AssignedTopic } from '../../wire/protocol/consumer-protocol.js';
import { printable } from '../../text/printable.js';
import { groupBy } from '../../text/group-by.js';
import { lagCell, lagNotes } from '../shared/group-cells.js';
import { shareTable } from './_share-table.js';
import { instanceInWords, tasksInWords, topologyInWords, topologyNotes } from './_streams-words.js';

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
  const table = group.type === 'share' ? shareTable(group) : consumerTable(group);
  return [
    {
      ...table,
      title: titleOf(group),
      header: [...(isOneOfSeveral ? ['GROUP'] : []), ...table.header],
      rows: table.rows.map((row) => [...own, ...row]),
      notes: notesOf(group),
    },
    ...(group.topology ? [textOf(topologyInWords(group.topology))] : []),
    ...(group.members === null || group.members.length === 0
      ? []
      : [textOf(['Members', ...group.members.map(memberInWords)])]),
  ];
}

/** Without rows, plain lines leave it out. */
function textOf(lines: readonly string[]): View {
  return { title: lines.join('\n'), header: [], rows: [] };
}

function consumerTable(group: GroupDescription): View {
  const idle = (group.members ?? []).filter((member) => partitionsOf(member) === 0);
  return {
    header: [
      ...['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG'],
      ...['CONSUMER-ID', 'HOST', 'CLIENT-ID'],
    ],
    spare: ['CONSUMER-ID', 'CLIENT-ID', 'HOST'],
    rows: [
      ...group.partitions.map((partition) => [
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
        ...[null, null, null, null],
        { text: 'no partition', tone: 'muted' as const },
        member.memberId,
        member.host,
        member.clientId,
      ]),
    ],
  };
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
  const { memberId, instanceId, clientId, host, rack, assignment, newProtocol, streams } = member;
  const label = [
    ...(instanceId === null ? [] : [`static member ${instanceId}`]),
    ...(newProtocol?.protocol === 'classic' ? ['classic protocol'] : []),
    ...(rack == null ? [] : [`rack ${rack}`]),
    ...(streams === undefined ? [] : instanceInWords(streams)),
  ];
  const who = `  ${printable(memberId)}\n    ${printable([`${clientId} at ${host}`, ...label].join(', '))}`;
  if (streams !== undefined) return `${who}: ${printable(tasksInWords(streams))}`;
  if (assignment === null) return `${who}: not a consumer, so its assignment cannot be read`;
  const given = topicsInWords(assignment);
  const target = newProtocol ? topicsInWords(newProtocol.target) : given;
  const next = target === given ? '' : `, target ${target || 'no partition'}`;
  if (given !== '') return `${who}: ${given}${next}`;
  return `${who}: no partition${next}${subscriptionInWords(member)}`;
}

function topicsInWords(topics: readonly AssignedTopic[]): string {
  // In a classic group a member says what it reads, and may say anything.
  return topics
    .filter(({ partitions }) => partitions.length > 0)
    .map(({ topic, partitions }) => `${printable(topic)} ${partitions.join(',')}`)
    .sort()
    .join('; ');
}

function subscriptionInWords({ subscribed, newProtocol }: GroupMember): string {
  const pattern = newProtocol?.pattern ?? null;
  const topics = [...(subscribed ?? []), ...(pattern === null ? [] : [`/${pattern}/`])];
  return topics.length === 0 ? '' : `, subscribed to ${printable(topics.join(', '))}`;
}

function partitionsOf({ assignment }: GroupMember): number {
  return (assignment ?? []).reduce((sum, { partitions }) => sum + partitions.length, 0);
}

/** Kafka's own tool leaves them out too, but prints no sum. */
function uncommittedNotes({ group, type, uncommitted }: GroupDescription): readonly string[] {
  const without = type === 'share' ? 'no start offset yet' : 'no committed offset';
  return [...groupBy(uncommitted, ({ topic }) => topic)].map(([topic, { length }]) => {
    const counted = `${length} ${length === 1 ? 'partition' : 'partitions'}`;
    return `${group}: ${counted} of ${topic} with records ${length === 1 ? 'has' : 'have'} ${without}: not in the lag.`;
  });
}

function notesOf(described: GroupDescription): readonly string[] {
  const { group, type, partitions, members, problem } = described;
  const notes: string[] = [];
  if (problem !== null) notes.push(`${group}: ${problem}.`);
  if (members?.length === 0) {
    notes.push(`${group}: no members; no consumer is reading in this group now.`);
  }
  // What a share group begins at is unknown with the same problem.
  if (partitions.length === 0 && (type !== 'share' || problem === null)) notes.push(nothingNote(described));
  return [
    ...notes,
    ...topologyNotes(described),
    ...assignmentNotes(described),
    ...uncommittedNotes(described),
    ...lagNotes(group, partitions),
  ];
}

const rebalancing = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling']);

/** Who has no partition, and why; while a group rebalances, who has what says nothing yet. */
function assignmentNotes({ group, type, state, partitions, members }: GroupDescription): readonly string[] {
  const all = members ?? [];
  if (rebalancing.has(state)) {
    const moves = all.flatMap(movesTo);
    return [
      `${group}: the group is rebalancing (${state}): partitions are being given to its members.`,
      ...moves.map((move) => `${group}: ${move}`),
    ];
  }
  const idle = all.filter((member) => partitionsOf(member) === 0).length;
  if (idle === 0 || partitions.length === 0 || all.every(({ assignment }) => assignment === null)) return [];
  const assigned = all.reduce((sum, member) => sum + partitionsOf(member), 0);
  // In a share group several members may have the same one.
  const why =
    assigned < all.length && type !== 'share' ? ': a partition goes to one member of a group at most' : '';
  return [`${group}: ${idle} of ${all.length} members ${idle === 1 ? 'has' : 'have'} no partition${why}.`];
}

/** `orders 3,4,5 go to app-2 once those who have them give them up.` */
function movesTo({ memberId, assignment, newProtocol }: GroupMember): readonly string[] {
  return (newProtocol?.target ?? []).flatMap(({ topic, partitions }) => {
    const held = new Set((assignment ?? []).find((each) => each.topic === topic)?.partitions);
    const due = partitions.filter((partition) => !held.has(partition));
    if (due.length === 0) return [];
    const [verb, them] = due.length === 1 ? ['goes', 'it'] : ['go', 'them'];
    return [
      `${topic} ${due.join(',')} ${verb} to ${memberId} once the member that has ${them} gives ${them} up.`,
    ];
  });
}

/** Members of other kinds than consumers use a group to find each other, and commit nothing in it. */
function nothingNote({ group, protocolType, members }: GroupDescription): string {
  const others =
    members !== null && members.length > 0 && members.every(({ assignment }) => assignment === null);
  if (!others) return `${group}: nothing is committed${members === null ? '' : ' and nothing assigned'}.`;
  const whose =
    protocolType === 'connect' ? 'workers of Kafka Connect' : `of the protocol "${printable(protocolType)}"`;
  return `${group}: its members are ${whose}, not consumers: they commit no offsets here, and what each was given is in their own format.`;
}
