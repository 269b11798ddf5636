/** `kafka-lab groups reset` */
import { z } from 'zod';
import { defineCommand, type Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { checkGroupId } from '../../kafka/groups/group-ids.js';
import { executeResets } from '../../kafka/groups/execute-resets.js';
import { groupsReading } from '../../kafka/groups/list-groups.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { parseOffsetsFile } from '../../kafka/groups/offsets-file.js';
import { planResets, type ResetRequest } from '../../kafka/groups/plan-reset.js';
import type { ResetTarget } from '../../kafka/groups/reset-target.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { parsePartition } from '../../text/parse-partition.js';
import { parsePosition } from '../../text/positions.js';
import { inputName, readInput } from '../shared/read-input.js';
import { itemsOfResets, viewOfResets } from './_change-view.js';
import { partitionOption } from '../shared/range-options.js';

const options = z.object({
  group: z.array(z.string()).default([]).meta({ description: 'one or more groups', completes: 'group' }),
  allGroups: z
    .boolean()
    .default(false)
    .meta({ description: 'every group that has committed something there; those with members are left out' }),
  topic: z.array(z.string()).default([]).meta({
    description: 'a topic to reset; may be repeated',
    short: 't',
    completes: 'topic',
    foremost: true,
  }),
  allTopics: z
    .boolean()
    .default(false)
    .meta({ description: 'every topic in which the group has committed something' }),
  to: z.string().optional().meta({
    description: 'where to go on: start, end, an offset, -N (N offsets before the end), @TIME, @-1h',
    placeholder: 'POSITION',
    foremost: true,
  }),
  shiftBy: z.int().optional().meta({
    description: 'move by N offsets from the current position; negative moves back',
    placeholder: 'N',
  }),
  partition: partitionOption,
  fromFile: z.string().optional().meta({
    description:
      'where to, from a file of lines TOPIC,PARTITION,OFFSET or GROUP,TOPIC,PARTITION,OFFSET; - is standard input',
    placeholder: 'FILE',
    completes: 'file',
  }),
  execute: z.boolean().default(false).meta({ description: 'do it; without this, only the plan is shown' }),
});

export const groupsReset = defineCommand({
  path: ['groups', 'reset'],
  summary: 'reset committed offsets: a plan first, then --execute',
  effect: 'writes',
  effectOf: ({ execute }) => (execute ? 'writes' : 'reads'),
  options,
  positionals: ['group'],
  examples: [
    'groups reset billing --topic orders --to start',
    'groups reset billing --topic orders --to @-1h --execute',
    'groups reset billing --all-topics --to end --execute',
    'groups reset billing --topic orders --partition 2 --shift-by -1 --execute',
    'groups reset --all-groups --topic orders --to start',
    'groups reset billing --all-topics --shift-by 0 -o plain --columns TOPIC,PARTITION,NEW-OFFSET > offsets.txt',
    'groups reset billing --from-file offsets.txt --execute',
  ],
  async run(context, chosen): Promise<readonly OffsetChanges[]> {
    for (const group of chosen.group) checkGroupId(group);
    const resets = await resetsOf(context, chosen);
    const common = { partitions: chosen.partition.map(parsePartition), now: context.now() };
    const session = await context.kafka();
    const requests = (await resets(session)).map((each) => ({ ...common, ...each }));
    const plans = await planResets(session, requests, context.folders);
    if (!chosen.execute) return plans.map(({ changes }) => changes);
    return executeResets(session, plans, { skipActive: chosen.allGroups });
  },
  view: viewOfResets,
  items: itemsOfResets,
  failed: (results) => results.some(({ partitions }) => partitions.some(({ problem }) => problem !== null)),
});

type Options = z.output<typeof options>;
type Reset = Pick<ResetRequest, 'group' | 'topics' | 'target' | 'mayBeGone'>;

/** Usage errors are reported before a broker is asked. */
async function resetsOf(
  context: Context,
  chosen: Options,
): Promise<(session: KafkaSession) => Promise<readonly Reset[]>> {
  const { allGroups, allTopics, topic, fromFile } = chosen;
  const groups = [...new Set(chosen.group)];
  if (allGroups && groups.length > 0) {
    throw new LabError('usage', '--all-groups and groups by name exclude each other.');
  }
  if (allTopics && topic.length > 0) {
    throw new LabError('usage', '--topic and --all-topics exclude each other.');
  }
  if (fromFile !== undefined) {
    const resets = await resetsOfFile(context, fromFile, chosen);
    return () => Promise.resolve(resets);
  }
  if (!allGroups && groups.length === 0) {
    throw new LabError('usage', 'Which groups? Name them, or use --all-groups.');
  }
  if (!allTopics && topic.length === 0) {
    throw new LabError('usage', 'Which topics? Name them with --topic, or take --all-topics.');
  }
  const target = targetOf(chosen, context.now());
  const topics = allTopics ? null : topic;
  return async (session) =>
    allGroups
      ? (await groupsReading(session, topics)).map((each) => ({ ...each, target, mayBeGone: allTopics }))
      : groups.map((group) => ({ group, topics, target }));
}

async function resetsOfFile(
  context: Context,
  file: string,
  { group, allGroups, allTopics, topic, to, shiftBy, partition }: Options,
): Promise<readonly Reset[]> {
  const extra =
    (allGroups && '--all-groups') ||
    (allTopics && '--all-topics') ||
    (topic.length > 0 && '--topic') ||
    (partition.length > 0 && '--partition') ||
    (to !== undefined && '--to') ||
    (shiftBy !== undefined && '--shift-by');
  if (extra) throw new LabError('usage', `--from-file says what goes where: leave out ${extra}.`);
  const text = await readInput(context, file, 'groups reset GROUP --from-file');
  const source = inputName(file);
  return parseOffsetsFile(text, source).flatMap(({ group: named, offsets }) => {
    if (named !== undefined && group.length > 0) {
      throw new LabError('usage', `${source} names the groups: leave them out.`);
    }
    if (named === undefined && group.length === 0) {
      throw new LabError('usage', `${source} names no groups: which group is it?`);
    }
    const target = { kind: 'each', offsets, source: `the offsets of ${source}` } as const;
    return (named === undefined ? [...new Set(group)] : [named]).map((each) => ({
      group: each,
      topics: [...offsets.keys()],
      target,
    }));
  });
}

function targetOf({ to, shiftBy }: Options, now: Date): ResetTarget {
  if (to !== undefined && shiftBy !== undefined) {
    throw new LabError('usage', '--to and --shift-by exclude each other.');
  }
  if (shiftBy !== undefined) return { kind: 'shift', by: shiftBy };
  if (to !== undefined) return parsePosition(to, now);
  throw new LabError('usage', 'Where to? --to POSITION is missing.', {
    hint: 'It can be start, end, an offset (42), the last N (-10), a time (@2026-01-15T10:00, @-1h).',
  });
}
