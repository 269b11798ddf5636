/** `kafka-lab groups delete-offsets` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { deleteGroupOffsets, type DeletedOffset } from '../../kafka/groups/delete-group-offsets.js';
import { parsePartition } from '../../text/parse-partition.js';
import { partitionOption } from '../shared/range-options.js';

export const groupsDeleteOffsets = defineCommand({
  path: ['groups', 'delete-offsets'],
  summary: "delete a group's committed offsets for a topic it no longer reads",
  effect: 'destroys',
  options: z.object({
    group: z.string().meta({ description: 'the group', completes: 'group' }),
    topic: z
      .array(z.string())
      .min(1)
      .meta({ description: 'the topic of the offsets; may be repeated', short: 't', completes: 'topic' }),
    partition: partitionOption,
  }),
  positionals: ['group'],
  examples: ['groups delete-offsets billing --topic old-orders'],
  confirmation: ({ group, topic, partition }) => ({
    question: `Group ${group} will no longer know how far it has read ${partition.length > 0 ? `${partition.join(', ')} of ` : ''}${topic.join(', ')}.`,
    word: group,
  }),
  async run(context, { group, topic, partition }) {
    const partitions = partition.map(parsePartition);
    return deleteGroupOffsets(await context.kafka(), group, topic, partitions);
  },
  view: (offsets: readonly DeletedOffset[]) => ({
    header: ['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'OUTCOME'],
    rows: offsets.map(({ topic, partition, currentOffset, deleted, problem }) => [
      topic,
      partition,
      currentOffset,
      deleted ? { text: 'deleted', tone: 'good' } : { text: problem ?? 'not deleted', tone: 'bad' },
    ]),
  }),
  failed: (offsets) => offsets.some(({ deleted }) => !deleted),
});
