/** `kafka-lab topics describe` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import {
  describeTopics,
  type PartitionDescription,
  type TopicDescription,
} from '../../kafka/topics/describe-topics.js';
import { contentOf, contentOptions, healthFilterOf, healthOptions } from './_health-options.js';
import { recordsCell, upperBoundNotes } from '../shared/records-cell.js';

export const topicsDescribe = defineCommand({
  path: ['topics', 'describe'],
  summary: 'show partitions, leaders, replicas, in-sync replicas, offsets and configs of topics',
  effect: 'reads',
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or more topics', completes: 'topic' }),
    ...healthOptions,
    ...contentOptions('partitions'),
  }),
  positionals: ['topic'],
  examples: [
    'topics describe orders',
    'topics describe orders payments -o yaml',
    'topics describe orders --under-min-isr',
    'topics describe orders --skip-empty',
  ],
  async run(context, { topic, ...rest }) {
    const content = contentOf(rest);
    return describeTopics(await context.kafka(), topic, { health: healthFilterOf(rest), content });
  },
  view: (topics: readonly TopicDescription[]): View => {
    const [first, ...more] = topics.map((topic) => viewOf(topic, topics.length > 1));
    return { ...(first ?? { header: [], rows: [] }), more };
  },
});

/** Titles are for tables alone: in plain lines, several topics are told apart by a column. */
function viewOf(topic: TopicDescription, isOneOfSeveral: boolean): View {
  const configs = Object.entries(topic.configs).map(([name, value]) => `${name}=${value}`);
  const shown = topic.partitions.length < topic.partitionCount ? `${topic.partitions.length} of ` : '';
  const partitions = `${shown}${topic.partitionCount} ${topic.partitionCount === 1 ? 'partition' : 'partitions'}`;
  const title = [topic.name, partitions, `replication ${topic.replicationFactor}`, ...configs].join(' · ');
  return {
    title,
    header: [
      ...(isOneOfSeveral ? ['TOPIC'] : []),
      'PARTITION',
      'LEADER',
      'REPLICAS',
      'ISR',
      'OFFLINE',
      'LOW',
      'HIGH',
      'RECORDS',
    ],
    rows: topic.partitions.map((partition) => [
      ...(isOneOfSeveral ? [topic.name] : []),
      partition.partition,
      leaderCell(partition),
      partition.replicas.join(','),
      isrCell(partition),
      partition.offlineReplicas.length === 0
        ? null
        : { text: partition.offlineReplicas.join(','), tone: 'bad' },
      partition.low,
      partition.high,
      recordsCell(partition),
    ]),
    notes: notesOf(topic),
  };
}

function leaderCell({ leader }: PartitionDescription): Cell {
  return leader === null ? { text: 'none', tone: 'bad' } : leader;
}

function isrCell({ isr, isUnderReplicated }: PartitionDescription): Cell {
  return isUnderReplicated ? { text: isr.join(',') || 'none', tone: 'warn' } : isr.join(',');
}

function notesOf(topic: TopicDescription): readonly string[] {
  const leaderless = topic.partitions
    .filter(({ leader }) => leader === null)
    .map(({ partition }) => partition);
  const notes = [...upperBoundNotes(topic.partitions), ...topic.partitions.flatMap(eligibleNote(topic.name))];
  if (leaderless.length > 0) {
    notes.push(
      `${topic.name}: ${leaderless.length === 1 ? 'partition' : 'partitions'} ${leaderless.join(', ')} ${leaderless.length === 1 ? 'has no leader' : 'have no leader'} and can be neither read nor written until a broker with a replica in sync is back.`,
    );
  }
  return notes;
}

/** KIP-966: such a replica has everything that acks=all acknowledged. */
const eligibleNote =
  (name: string) =>
  ({ partition, eligibleLeaders }: PartitionDescription): readonly string[] => {
    if (!eligibleLeaders) return [];
    const { eligible, lastKnown } = eligibleLeaders;
    return [
      ...(eligible.length === 0
        ? []
        : [`${name}[${partition}]: may lead although not in the ISR (ELR): ${eligible.join(', ')}`]),
      ...(lastKnown.length === 0 ? [] : [`${name}[${partition}]: led last: ${lastKnown.join(', ')}`]),
    ];
  };
