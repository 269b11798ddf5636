/** `kafka-lab topics config` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { existingTopics } from '../../kafka/session/topic-names.js';
import {
  configOptions,
  effectOfConfig,
  itemsOfConfig,
  runConfig,
  viewOfConfig,
} from '../shared/config-report.js';

export const topicsConfig = defineCommand({
  path: ['topics', 'config'],
  summary: 'show what a topic is configured to do and why, or change individual configs',
  effect: 'writes',
  effectOf: effectOfConfig,
  options: z.object({
    topic: z.string().meta({ description: 'the topic', completes: 'topic' }),
    ...configOptions,
  }),
  positionals: ['topic', 'config'],
  examples: [
    'topics config orders',
    'topics config orders retention.ms',
    'topics config orders set retention.ms=3600000 min.insync.replicas=2',
    'topics config orders unset retention.ms --dry-run',
  ],
  async run(context, options) {
    const session = await context.kafka();
    await existingTopics(session, [options.topic]);
    return runConfig(context, session, { kind: 'topic', name: options.topic }, options);
  },
  view: viewOfConfig,
  items: itemsOfConfig,
});
