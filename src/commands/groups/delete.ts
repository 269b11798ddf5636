/** `kafka-lab groups delete` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { deleteGroups, type DeletedGroup } from '../../kafka/groups/delete-groups.js';

export const groupsDelete = defineCommand({
  path: ['groups', 'delete'],
  summary: 'delete groups and the offsets that they have committed',
  effect: 'destroys',
  options: z.object({
    group: z.array(z.string()).min(1).meta({ description: 'one or more groups', completes: 'group' }),
  }),
  positionals: ['group'],
  examples: ['groups delete billing', 'groups delete old-1 old-2 --yes'],
  confirmation: ({ group }) =>
    group.length === 1
      ? {
          question: `Group ${group[0] ?? ''} and the offsets it has committed will be gone.`,
          word: group[0] ?? '',
        }
      : {
          question: `${group.join(', ')} and the offsets they have committed will be gone.`,
          word: `delete ${group.length}`,
        },
  async run(context, { group }) {
    return deleteGroups(await context.kafka(), group);
  },
  view: (groups: readonly DeletedGroup[]) => ({
    header: ['GROUP', 'OUTCOME'],
    rows: groups.map(({ group, deleted, problem }) => [
      group,
      deleted ? { text: 'deleted', tone: 'good' } : { text: problem ?? 'not deleted', tone: 'bad' },
    ]),
    notes: groups
      .filter(({ deleted, internalTopics }) => deleted && internalTopics.length > 0)
      .map(
        ({ group, internalTopics }) =>
          `${group}: its internal topics are still there. To delete them, too: ${commandLine`topics delete ${internalTopics}`}`,
      ),
  }),
  failed: (groups) => groups.some(({ deleted }) => !deleted),
});
