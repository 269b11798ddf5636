/** `kafka-lab topics trim` */
import { counted } from '../../view/counted.js';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { executeTrim, planTrim, type TrimReport } from '../../kafka/topics/trim-topic.js';
import { parsePosition } from '../../text/positions.js';
import { recordsCell, upperBoundNotes } from '../shared/records-cell.js';

export const topicsTrim = defineCommand({
  path: ['topics', 'trim'],
  summary: 'delete the oldest records of a topic; shows first what would be deleted',
  effect: 'destroys',
  effectOf: ({ execute }) => (execute ? 'destroys' : 'reads'),
  options: z.object({
    topic: z.string().meta({ description: 'the topic', completes: 'topic' }),
    before: z.string().meta({
      description: 'the first record that stays: end, an offset, -N (keep the last N offsets), @TIME, @-1h',
      placeholder: 'POSITION',
    }),
    partition: z
      .array(z.string().regex(/^\d{1,9}$/, 'Partitions have numbers: 0, 1, 2 …'))
      .default([])
      .meta({ description: 'only this partition; may be repeated', short: 'p', placeholder: 'N' }),
    execute: z.boolean().default(false).meta({ description: 'do it; without this it is only a plan' }),
  }),
  positionals: ['topic'],
  examples: [
    'topics trim orders --before @-7d',
    'topics trim orders --before -1000 --partition 0 --partition 1',
    'topics trim orders --before end --execute',
  ],
  confirmation: ({ topic, before, partition }) => ({
    question: `All records of ${named(topic, partition)} before ${before} will be gone.`,
    word: topic,
  }),
  async run(context, { topic, before, partition, execute }): Promise<TrimReport> {
    const position = parsePosition(before, context.now());
    const request = { topic, partitions: partition.map(Number), before: position };
    const session = await context.kafka();
    const plan = await planTrim(session, request);
    return execute ? executeTrim(session, plan) : plan.report;
  },
  view: (report: TrimReport): View => ({
    header: ['TOPIC', 'PARTITION', 'LOW', 'NEW-LOW', 'HIGH', report.outcome === 'planned' ? 'GOES' : 'GONE'],
    rows: report.partitions.map((each) => [
      report.topic,
      each.partition,
      each.low,
      each.newLow,
      each.high,
      recordsCell(each),
    ]),
    notes: notesOf(report),
  }),
  items: ({ partitions }) => partitions,
  failed: ({ partitions }) => partitions.some(({ problem }) => problem !== null),
});

function named(topic: string, partitions: readonly string[]): string {
  return partitions.length === 0
    ? `topic ${topic}`
    : partitions.map((each) => `${topic}[${Number(each)}]`).join(', ');
}

function notesOf({ topic, outcome, partitions, notes }: TrimReport): readonly string[] {
  const total = partitions.reduce((sum, { records }) => sum + (records ?? 0), 0);
  const bound = partitions.some(({ upperBound }) => upperBound !== null) ? 'at most ' : '';
  const affected = `${bound}${counted(total, 'record')}`;
  return [
    ...notes,
    ...upperBoundNotes(partitions),
    outcome === 'trimmed'
      ? `${topic}: ${affected} deleted. Disk space is freed segment by segment, a little later.`
      : total === 0
        ? `${topic}: there is nothing before that to delete.`
        : `A plan: nothing was deleted. It would permanently delete ${affected}. To do it, add --execute.`,
  ];
}
