/** `kafka-lab topics create` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { createTopic, type CreatedTopic } from '../../kafka/topics/create-topic.js';
import { LabError } from '../../text/errors.js';
import { parseAssignment } from '../../kafka/reassign/placement/replica-lists.js';
import { parseConfigs } from '../../kafka/session/topic-configs.js';
import { commandLine } from '../../text/command-line.js';

/** The protocol's value for "as the broker is configured" (KIP-464). */
const brokerDefault = -1;
const mostPartitions = 100_000;
export const mostReplicas = 32_767;

export const topicsCreate = defineCommand({
  path: ['topics', 'create'],
  summary: 'create a topic',
  effect: 'writes',
  onlyAdds: true,
  options: z.object({
    name: z.string().meta({ description: 'letters, digits, . _ and -' }),
    partitions: z.int().min(1).max(mostPartitions).optional().meta({
      description: "number of partitions (default: the broker's num.partitions)",
      short: 'p',
    }),
    replicationFactor: z.int().min(1).max(mostReplicas).optional().meta({
      description: "number of replicas of each partition (default: the broker's)",
      short: 'r',
    }),
    replicaAssignment: z.string().optional().meta({
      description:
        'explicit replica placement per partition, preferred leader first (1:2,2:3); replaces both',
      placeholder: 'ID:ID,ID:ID',
    }),
    config: z.array(z.string()).default([]).meta({
      description: 'a topic config; may be repeated',
      placeholder: 'NAME=VALUE',
      completes: 'config-value',
    }),
    ifNotExists: z.boolean().default(false).meta({ description: 'succeed if the topic already exists' }),
    dryRun: z.boolean().default(false).meta({ description: 'validate only; create nothing' }),
  }),
  positionals: ['name'],
  examples: [
    'topics create orders --partitions 6 --replication-factor 3',
    'topics create clicks -p 3 -r 3 --config retention.ms=3600000 --config min.insync.replicas=2',
    'topics create audit --replica-assignment 1:2,2:3,3:1',
  ],
  async run(context, options) {
    const assignment = assignmentOf(options.replicaAssignment, options.partitions, options.replicationFactor);
    const plan = {
      name: options.name,
      partitions: options.partitions ?? assignment?.length ?? brokerDefault,
      replicationFactor: options.replicationFactor ?? assignment?.[0]?.length ?? brokerDefault,
      assignment,
      configs: parseConfigs(options.config),
    };
    return createTopic(await context.kafka(), plan, options);
  },
  view: viewOfCreated,
});

export function viewOfCreated(topic: CreatedTopic): View {
  return {
    header: ['TOPIC', 'PARTITIONS', 'REPLICATION', 'OUTCOME'],
    rows: [[topic.name, topic.partitions, topic.replicationFactor, topic.outcome]],
    notes:
      topic.outcome === 'created'
        ? [
            `Next: ${commandLine`produce ${topic.name} "hello"`}, then ${commandLine`consume ${topic.name} --from-beginning`}`,
          ]
        : topic.outcome === 'planned'
          ? ['A dry run: nothing was created.']
          : ['It already exists and was not changed.'],
  };
}

function assignmentOf(
  replicaAssignment: string | undefined,
  partitions: number | undefined,
  replicationFactor: number | undefined,
) {
  if (replicaAssignment === undefined) return undefined;
  if (partitions !== undefined || replicationFactor !== undefined) {
    throw new LabError(
      'usage',
      '--replica-assignment says how many partitions and replicas there are: leave out --partitions and --replication-factor.',
    );
  }
  return parseAssignment(replicaAssignment);
}
