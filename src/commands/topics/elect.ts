/** `kafka-lab topics elect` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import { electLeaders, type Election } from '../../kafka/topics/elect-leaders.js';

export const topicsElect = defineCommand({
  path: ['topics', 'elect'],
  summary: 'elect the preferred leader of partitions, or any leader for those that have none',
  effect: 'destroys',
  effectOf: ({ unclean }) => (unclean ? 'destroys' : 'writes'),
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or more topics', completes: 'topic' }),
    preferred: z
      .boolean()
      .default(false)
      .meta({ description: 'elect the first of the replicas, if it is in sync' }),
    unclean: z.boolean().default(false).meta({
      description:
        'if there is no leader, let a replica that is not in sync lead: the records it lacks are lost',
    }),
  }),
  positionals: ['topic'],
  examples: ['topics elect orders --preferred', 'topics elect orders --unclean'],
  confirmation: ({ topic }) => ({
    question: `If no in-sync replica is left, ${topic.join(', ')} loses the records that only those had.`,
    word: topic.length === 1 ? (topic[0] ?? '') : `elect ${topic.length}`,
  }),
  async run(context, { topic, preferred, unclean }) {
    if (preferred === unclean) {
      throw new LabError('usage', 'Which leader: --preferred or --unclean?', {
        hint: '--preferred is harmless; --unclean is for partitions without a leader, and loses records.',
      });
    }
    return electLeaders(await context.kafka(), topic, unclean ? 'unclean' : 'preferred');
  },
  view: (elections: readonly Election[]): View => ({
    header: ['TOPIC', 'PARTITION', 'BEFORE', 'AFTER', 'OUTCOME'],
    rows: elections.map(({ topic, partition, before, after, outcome, problem }) => [
      topic,
      partition,
      before,
      after,
      problem !== null
        ? { text: problem, tone: 'bad' }
        : outcome === 'elected'
          ? { text: outcome, tone: 'good' }
          : { text: outcome, tone: 'muted' },
    ]),
    notes: elections.every(({ outcome }) => outcome === 'not needed')
      ? ['Every partition has the leader that it should have.']
      : [],
  }),
  failed: (elections) => elections.some(({ outcome }) => outcome === 'failed'),
});
