/** `kafka-lab groups reset` */
import { z } from 'zod';
import { defineCommand } from '../../command.js';
import { LabError } from '../../errors.js';
import { checkGroupId } from '../../kafka/group-id.js';
import type { OffsetChanges } from '../../kafka/offset-changes.js';
import { resetGroup } from '../../kafka/reset-group.js';
import type { ResetTarget } from '../../kafka/reset-plan.js';
import { openUndoStore } from '../../kafka/undo-store.js';
import { parsePartition } from '../../parse-partition.js';
import { parsePosition } from '../../positions.js';
import { viewOfChanges } from './change-view.js';

const options = z.object({
  group: z.string().meta({ description: 'the group', completes: 'group' }),
  topic: z
    .array(z.string())
    .default([])
    .meta({ description: 'a topic to start over in; may be repeated', short: 't', completes: 'topic' }),
  allTopics: z
    .boolean()
    .default(false)
    .meta({ description: 'every topic in which the group has committed something' }),
  to: z.string().optional().meta({
    description: 'where to go on: start, end, an offset, -N (the last N), @TIME, @-1h',
    placeholder: 'POSITION',
  }),
  shiftBy: z
    .int()
    .optional()
    .meta({ description: 'so many offsets on from where the group is, or back: -10', placeholder: 'N' }),
  partition: z
    .array(z.string())
    .default([])
    .meta({ description: 'only this partition; may be repeated', short: 'p', placeholder: 'N' }),
  execute: z.boolean().default(false).meta({ description: 'do it; without this, only the plan is shown' }),
});

export const groupsReset = defineCommand({
  path: ['groups', 'reset'],
  summary: 'have a group start over somewhere else: a plan first, then --execute',
  effect: 'writes',
  effectOf: ({ execute }) => (execute ? 'writes' : 'reads'),
  options,
  positionals: ['group'],
  examples: [
    'groups reset billing --topic orders --to start',
    'groups reset billing --topic orders --to @-1h --execute',
    'groups reset billing --all-topics --to end --execute',
    'groups reset billing --topic orders --partition 2 --shift-by -1 --execute',
  ],
  async run(context, chosen): Promise<OffsetChanges> {
    checkGroupId(chosen.group);
    if (chosen.allTopics && chosen.topic.length > 0) {
      throw new LabError('usage', '--topic and --all-topics exclude each other.');
    }
    if (!chosen.allTopics && chosen.topic.length === 0) {
      throw new LabError('usage', 'Which topics? Name them with --topic, or take --all-topics.');
    }
    const target = targetOf(chosen, context.now());
    const partitions = chosen.partition.map(parsePartition);
    return resetGroup(
      await context.kafka(),
      {
        group: chosen.group,
        topics: chosen.allTopics ? null : chosen.topic,
        partitions,
        target,
        execute: chosen.execute,
        now: context.now(),
      },
      (clusterId) => openUndoStore(context.folders, clusterId, chosen.group),
    );
  },
  view: (result) => viewOfChanges(result, 'reset'),
  items: ({ partitions }) => partitions,
  failed: ({ partitions }) => partitions.some(({ problem }) => problem !== null),
});

function targetOf({ to, shiftBy }: z.output<typeof options>, now: Date): ResetTarget {
  if (to !== undefined && shiftBy !== undefined) {
    throw new LabError('usage', '--to and --shift-by are two destinations; take one of them.');
  }
  if (shiftBy !== undefined) return { kind: 'shift', by: shiftBy };
  if (to !== undefined) return { kind: 'position', position: parsePosition(to, now) };
  throw new LabError('usage', 'Where to? --to POSITION is missing.', {
    hint: 'It can be start, end, an offset (42), the last N (-10), a time (@2026-01-15T10:00, @-1h).',
  });
}
