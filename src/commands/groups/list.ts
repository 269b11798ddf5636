/** `kafka-lab groups list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { counted } from '../../view/counted.js';
import type { Cell } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import { Pattern } from '../../text/pattern/pattern.js';
import { listGroups, type GroupList, type GroupSummary } from '../../kafka/groups/list-groups.js';
import { groupTypes, requireType } from '../../kafka/groups/kinds/group-kinds.js';
import { isNarrowed } from '../shared/is-narrowed.js';
import { stateCell } from '../shared/group-cells.js';

/** Of groups of every type; NotReady is one of streams groups. */
const states = [
  'Stable',
  'Empty',
  'PreparingRebalance',
  'CompletingRebalance',
  'Assigning',
  'Reconciling',
  'NotReady',
  'Dead',
];

export const groupsList = defineCommand({
  path: ['groups', 'list'],
  summary: 'list the groups: state, members, topics and how far they are behind',
  effect: 'reads',
  options: z.object({
    state: z
      .string()
      .optional()
      .meta({ description: `only groups in this state: ${states.join(', ')}`, placeholder: 'STATE' }),
    type: z.enum(groupTypes).optional().meta({
      description: 'only groups of this type',
      placeholder: 'TYPE',
    }),
    filter: z
      .string()
      .optional()
      .meta({ description: 'only names that match this regular expression', placeholder: 'REGEX' }),
    topic: z.string().optional().meta({
      description: 'only groups that read this topic, or have committed something in it',
      short: 't',
      completes: 'topic',
    }),
    since: z.boolean().default(false).meta({
      description: 'also since when each is behind: the time of the oldest record that it has not read',
    }),
  }),
  examples: [
    'groups list',
    'groups list --since',
    'groups list --topic orders',
    'groups list --state empty',
    'groups list --type share',
    "groups list --filter '^billing' -o json",
  ],
  async run(context, { state, type, filter, topic, since }): Promise<FoundGroups> {
    const wanted = state?.toLowerCase();
    if (wanted !== undefined && !states.some((known) => known.toLowerCase() === wanted)) {
      throw new LabError('usage', `--state: "${state ?? ''}" is not one of ${states.join(', ')}.`);
    }
    const pattern = filter === undefined ? undefined : new Pattern(filter, { option: '--filter' });
    const session = await context.kafka();
    if (type !== undefined && type !== 'classic') requireType(await session.anyBroker(), type);
    const list = await listGroups(
      session,
      (group) =>
        (pattern?.test(group.group) ?? true) &&
        (type === undefined || group.type === type) &&
        (wanted === undefined || group.state.toLowerCase() === wanted),
      { since },
    );
    if (topic === undefined) return { ...list, undecided: [] };
    const reads = ({ topics }: GroupSummary) => topics.includes(topic);
    // What its members read is unknown, or what it has committed.
    const undecided = list.groups.filter(
      (group) => !reads(group) && (group.members === null || group.problem !== null),
    );
    return {
      ...list,
      groups: list.groups.filter(reads),
      undecided: undecided.map(({ group }) => group),
    };
  },
  view: ({ groups, missing, leaderless, undecided }: FoundGroups, asked) => ({
    header: [
      'GROUP',
      'STATE',
      'TYPE',
      'PROTOCOL',
      'MEMBERS',
      'TOPICS',
      'LAG',
      ...(asked?.since ? ['SINCE'] : []),
    ],
    rows: groups.map((group) => [
      group.group,
      stateCell(group.state),
      group.type,
      group.protocolType || null,
      group.members,
      topicsCell(group.topics),
      lagCell(group),
      ...(asked?.since ? [group.unreadSince ?? null] : []),
    ]),
    notes: [
      ...(groups.length === 0
        ? [
            isNarrowed({ ...asked, since: false })
              ? 'No such group. All there are: kafka-lab groups list'
              : 'No groups. Make one by reading as one: kafka-lab consume TOPIC --group my-first-group',
          ]
        : []),
      ...(undecided.length > 0
        ? [
            `Whether ${undecided.length === 1 ? 'this group reads' : 'these groups read'} the topic is unknown: ${undecided.join(', ')}.`,
          ]
        : []),
      ...withoutLagNotes(groups),
      ...sinceNotes(groups),
      ...groups.flatMap(({ group, deletedUnread }) =>
        deletedUnread === 0
          ? []
          : [
              `${group}: ${deletedUnread} of LAG were deleted before the group read them: retention, or a trim.`,
            ],
      ),
      ...groups.flatMap(({ group, problem }) => (problem === null ? [] : [`${group}: ${problem}.`])),
      ...missing.map(({ broker, reason }) => `The groups that broker ${broker} keeps are missing: ${reason}`),
      ...(leaderless > 0
        ? [
            `${leaderless} ${leaderless === 1 ? 'partition' : 'partitions'} of __consumer_offsets without a leader: the groups kept there are missing until a broker is back.`,
          ]
        : []),
    ],
  }),
  items: ({ groups }) => groups,
  failed: ({ missing, leaderless }) => missing.length > 0 || leaderless > 0,
});

interface FoundGroups extends GroupList {
  /** Groups of which nothing tells whether they read the topic asked for. */
  readonly undecided: readonly string[];
}

/** A few names say more than a number, a hundred do not. */
const namedTopics = 2;

function topicsCell(topics: readonly string[]): Cell {
  if (topics.length <= namedTopics) return topics.join(', ') || null;
  return `${topics.slice(0, namedTopics).join(', ')}, ${topics.length - namedTopics} more`;
}

function lagCell({ lag, withoutLag }: GroupSummary): Cell {
  return lag ?? withoutLag[0]?.reason ?? null;
}

function sinceNotes(groups: readonly GroupSummary[]): readonly string[] {
  return groups.flatMap(({ group, unreadUnknown = 0 }) =>
    unreadUnknown === 0
      ? []
      : [
          `${group}: of ${counted(unreadUnknown, 'partition')} no unread record could be read; it may be behind for longer than SINCE says.`,
        ],
  );
}

/** A sum that leaves something out says so; if nothing is left, the cell has the reason. */
function withoutLagNotes(groups: readonly GroupSummary[]): readonly string[] {
  return groups
    .filter(({ lag }) => lag !== null)
    .flatMap(({ group, withoutLag }) =>
      withoutLag.map(
        ({ reason, partitions }) =>
          `${group}: ${partitions} ${partitions === 1 ? 'partition is' : 'partitions are'} not in LAG (${reason}).`,
      ),
    );
}
