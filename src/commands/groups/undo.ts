/** `kafka-lab groups undo` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { checkGroupId } from '../../kafka/groups/group-ids.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { executeUndo, planUndo } from '../../kafka/groups/undo-reset.js';
import { viewOfChanges } from './_change-view.js';

export const groupsUndo = defineCommand({
  path: ['groups', 'undo'],
  summary: 'take the last reset of a group back: a plan first, then --execute',
  effect: 'writes',
  effectOf: ({ execute }) => (execute ? 'writes' : 'reads'),
  options: z.object({
    group: z.string().meta({ description: 'the group', completes: 'group' }),
    execute: z.boolean().default(false).meta({ description: 'do it; without this, only the plan is shown' }),
  }),
  positionals: ['group'],
  examples: ['groups undo billing', 'groups undo billing --execute'],
  async run(context, { group, execute }): Promise<OffsetChanges> {
    checkGroupId(group);
    const session = await context.kafka();
    const plan = await planUndo(session, group, context.folders);
    return execute ? executeUndo(session, plan) : plan.changes;
  },
  view: (result) => viewOfChanges(result, 'undo'),
  items: ({ partitions }) => partitions,
  failed: ({ partitions }) => partitions.some(({ problem }) => problem !== null),
});
