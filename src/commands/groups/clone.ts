/** `kafka-lab groups clone` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { checkGroupId } from '../../kafka/groups/group-ids.js';
import { executeReset } from '../../kafka/groups/execute-resets.js';
import { existingGroups } from '../../kafka/groups/group-snapshots.js';
import { checkHasOffsets, type OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { planReset } from '../../kafka/groups/plan-reset.js';
import { partitionKey } from '../../kafka/session/partition-key.js';
import { groupBy } from '../../text/group-by.js';
import { viewOfChanges } from './_change-view.js';
import { commandLine } from '../../text/command-line.js';

export const groupsClone = defineCommand({
  path: ['groups', 'clone'],
  summary: "copy one group's committed offsets to another: a plan first, then --execute",
  effect: 'writes',
  effectOf: ({ execute }) => (execute ? 'writes' : 'reads'),
  options: z.object({
    from: z.string().meta({ description: 'the group whose offsets are copied', completes: 'group' }),
    to: z.string().meta({ description: 'the group that gets them; it is made if it is not there' }),
    execute: z.boolean().default(false).meta({ description: 'do it; without this, only the plan is shown' }),
  }),
  positionals: ['from', 'to'],
  examples: ['groups clone billing billing-test', 'groups clone billing billing-v2 --execute'],
  async run(context, { from, to, execute }): Promise<OffsetChanges> {
    checkGroupId(from);
    checkGroupId(to);
    if (from === to) throw new LabError('usage', 'A group is its own clone already: name another one.');
    const session = await context.kafka();
    const found = await existingGroups(session, [from]);
    found.forEach(checkHasOffsets);
    const committed = found.flatMap((group) => group.committed);
    if (committed.length === 0) {
      throw new LabError('refused', `Group "${from}" has committed nothing that could be copied.`, {
        hint: `To make a group at a position: ${commandLine`groups reset ${to} --topic TOPIC --to start --execute`}`,
      });
    }
    const offsets = new Map(
      [...groupBy(committed, ({ topic }) => topic)].map(([topic, own]) => [
        topic,
        new Map(own.map(({ partition, offset }) => [partition, offset])),
      ]),
    );
    const request = {
      group: to,
      topics: [...offsets.keys()],
      mayBeGone: true,
      metadata: new Map(committed.map((each) => [partitionKey(each.topic, each.partition), each.metadata])),
      partitions: [],
      makesShare: found.some(({ type }) => type === 'share'),
      target: { kind: 'each', offsets, source: `the offsets of group ${from}` } as const,
      now: context.now(),
    };
    const plan = await planReset(session, request, context.folders);
    return execute ? executeReset(session, plan) : plan.changes;
  },
  view: (result) => viewOfChanges(result, 'reset'),
  items: ({ partitions }) => partitions,
  failed: ({ partitions }) => partitions.some(({ problem }) => problem !== null),
});
