/** `kafka-lab topics delete` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { deleteTopics, type DeletedTopic } from '../../kafka/topics/delete-topics.js';

export const topicsDelete = defineCommand({
  path: ['topics', 'delete'],
  summary: 'delete topics and all their records',
  effect: 'destroys',
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or more topics', completes: 'topic' }),
  }),
  positionals: ['topic'],
  examples: ['topics delete orders', 'topics delete old-1 old-2 --yes'],
  confirmation: ({ topic }) =>
    topic.length === 1
      ? { question: `Topic ${topic[0] ?? ''} and all its records will be gone.`, word: topic[0] ?? '' }
      : {
          question: `${topic.join(', ')} and all their records will be gone.`,
          word: `delete ${topic.length}`,
        },
  async run(context, { topic }) {
    return deleteTopics(await context.kafka(), topic);
  },
  view: (topics: readonly DeletedTopic[]) => ({
    header: ['TOPIC', 'OUTCOME'],
    rows: topics.map(({ name, deleted, problem }) => [
      name,
      deleted ? { text: 'deleted', tone: 'good' } : { text: problem ?? 'not deleted', tone: 'bad' },
    ]),
  }),
  failed: (topics) => topics.some(({ deleted }) => !deleted),
});
