/** `kafka-lab topics clone` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { createTopic, type CreatedTopic } from '../../kafka/topics/create-topic.js';
import { lastingConfigs, topicConfigs } from '../../kafka/session/topic-configs.js';
import { existingTopics } from '../../kafka/session/topic-names.js';
import { mostReplicas, viewOfCreated } from './create.js';

export const topicsClone = defineCommand({
  path: ['topics', 'clone'],
  summary: 'create a topic with the partitions, replicas and configs of another, without its records',
  effect: 'writes',
  onlyAdds: true,
  options: z.object({
    from: z.string().meta({ description: 'the topic to copy', completes: 'topic' }),
    to: z.string().meta({ description: 'the new topic' }),
    replicationFactor: z.int().min(1).max(mostReplicas).optional().meta({
      description: 'number of replicas of each partition (default: as in the original)',
      short: 'r',
    }),
    dryRun: z.boolean().default(false).meta({ description: 'validate only; create nothing' }),
  }),
  positionals: ['from', 'to'],
  examples: ['topics clone orders orders-test', 'topics clone orders orders-small --replication-factor 1'],
  async run(context, { from, to, replicationFactor, dryRun }): Promise<CreatedTopic> {
    const session = await context.kafka();
    const [topic] = await existingTopics(session, [from]);
    const configs = (await topicConfigs(session, [from])).get(from);
    if (!topic || !configs) {
      throw new LabError('refused', `The configs of topic "${from}" may not be read with this login.`);
    }
    const plan = {
      name: to,
      partitions: topic.partitions.length,
      replicationFactor: replicationFactor ?? topic.partitions[0]?.replicas.length ?? 1,
      configs: new Map(Object.entries(lastingConfigs(configs.overrides))),
    };
    return createTopic(session, plan, { ifNotExists: false, dryRun });
  },
  view: viewOfCreated,
});
