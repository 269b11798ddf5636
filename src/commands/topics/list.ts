/** `kafka-lab topics list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { Pattern } from '../../text/pattern/pattern.js';
import { formatBytes } from '../../text/format-bytes.js';
import { contentOf, contentOptions, healthFilterOf, healthOptions } from './_health-options.js';
import { listTopics, type TopicSummary } from '../../kafka/topics/list-topics.js';
import { isNarrowed } from '../shared/is-narrowed.js';

export const topicsList = defineCommand({
  path: ['topics', 'list'],
  summary: 'list the topics and whether they are healthy',
  effect: 'reads',
  options: z.object({
    internal: z.boolean().default(false).meta({ description: "show Kafka's own topics too" }),
    filter: z
      .string()
      .optional()
      .meta({ description: 'only names that match this regular expression', placeholder: 'REGEX' }),
    size: z.boolean().default(false).meta({ description: 'total size on all disks, every replica counted' }),
    ...healthOptions,
    ...contentOptions('topics'),
  }),
  examples: [
    'topics list',
    "topics list --filter '^orders' -o json",
    'topics list --internal --under-replicated',
    'topics list --size --sort SIZE:desc',
  ],
  async run(context, { internal, filter, size, ...rest }) {
    const pattern = filter === undefined ? undefined : new Pattern(filter, { option: '--filter' });
    const health = healthFilterOf(rest);
    const content = contentOf(rest);
    return listTopics(await context.kafka(), {
      internal,
      size,
      ...(pattern ? { filter: pattern } : {}),
      ...(health ? { health } : {}),
      ...(content ? { content } : {}),
    });
  },
  view: (topics: readonly TopicSummary[], asked) => {
    // Not asked for, or a broker is silent.
    const hasSizes = topics.some(({ sizeBytes }) => sizeBytes !== null);
    return {
      header: ['TOPIC', 'PARTITIONS', 'REPLICATION', ...(hasSizes ? ['SIZE'] : []), 'HEALTH'],
      rows: topics.map((topic) => [
        topic.name,
        topic.partitions,
        topic.replicationFactor,
        ...(hasSizes ? [topic.sizeBytes === null ? null : formatBytes(topic.sizeBytes)] : []),
        health(topic),
      ]),
      notes:
        topics.length === 0
          ? [
              isNarrowed({ ...asked, internal: false, size: false })
                ? 'No topics of that kind. See them all: kafka-lab topics list'
                : 'No topics. Make one: kafka-lab topics create my-first-topic',
            ]
          : [],
    };
  },
  details: ({ size }) => ({
    columns: [...(size ? [] : ['SIZE']), 'RECORDS', 'RECORDS/S', 'LAST-RECORD'],
    before: 'HEALTH',
    flags: { SIZE: '--size' },
    // Loaded on demand: this file is part of every start.
    open: async () => (await import('./_activity-cells.js')).activityCells({ withSizes: !size }),
  }),
});

export function health({ offline, underMinIsr, atMinIsr, underReplicated }: TopicSummary): Cell {
  if (offline > 0) return { text: `${offline} offline`, tone: 'bad' };
  if (underMinIsr !== null && underMinIsr > 0) return { text: `${underMinIsr} under min ISR`, tone: 'bad' };
  if (atMinIsr !== null && atMinIsr > 0) return { text: `${atMinIsr} at min ISR`, tone: 'warn' };
  if (underReplicated > 0) return { text: `${underReplicated} under-replicated`, tone: 'warn' };
  return { text: 'ok', tone: 'good' };
}
