/** `kafka-lab topics analyze` */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { analyzeTopic } from '../../kafka/analyze/analyze-topic.js';
import type { TopicAnalysis } from '../../kafka/analyze/analysis.js';
import { formatDuration } from '../../text/duration.js';
import { parsePartition } from '../../text/parse-partition.js';
import { parsePositions } from '../../text/positions.js';
import { counted } from '../../view/counted.js';
import { notTooOften } from '../shared/watch-progress.js';
import { describeOpenTails } from '../shared/open-transactions.js';
import { writePage } from '../shared/write-page.js';
import { analysisPage } from './_analyze-page.js';
import { analysisView } from './_analyze-view.js';
import { isolationOption, partitionOption } from '../shared/range-options.js';

type Analyzed = TopicAnalysis & { readonly file: string | null };

export const topicsAnalyze = defineCommand({
  path: ['topics', 'analyze'],
  summary:
    'show what a topic is made of: batches, codecs, producers, rates; sizes, keys and values with --records',
  effect: 'reads',
  options: z.object({
    topic: z.string().meta({ description: 'the topic', completes: 'topic' }),
    records: z.boolean().default(false).meta({
      description: 'read every record, not only the headers of batches: sizes, nulls, keys, shape of JSON',
    }),
    from: z.string().default('start').meta({
      description:
        'where to begin: start, an offset, -N (the last N records), @TIME, @-1h, or 0:12,1:7 by partition',
      placeholder: 'POSITION',
    }),
    to: z.string().default('end').meta({
      description: 'where to stop, exclusive: the same positions',
      placeholder: 'POSITION',
    }),
    maxMessages: z.int().min(1).optional().meta({
      description: 'stop after N records; without --records with the batch that reaches them',
      short: 'n',
    }),
    partition: partitionOption,
    isolation: isolationOption,
    report: z.string().optional().meta({
      description: 'also write a page with a chart here, one HTML file',
      placeholder: 'FILE',
      completes: 'file',
    }),
  }),
  positionals: ['topic'],
  examples: [
    'topics analyze orders',
    'topics analyze orders --records --from @-1d',
    'topics analyze orders --records --report orders.html',
    'topics analyze orders -p 3 -o json',
  ],
  async run(context, { topic, records: readsRecords, from, to, partition, ...options }): Promise<Analyzed> {
    const now = context.now();
    const request = {
      topic,
      readsRecords,
      partitions: partition.map(parsePartition),
      from: parsePositions(from, now),
      to: parsePositions(to, now),
      isolation: options.isolation,
      most: options.maxMessages ?? Infinity,
    };
    const session = await context.kafka();
    const what = `Analyzing ${topic}`;
    const step = context.progress.start(what);
    const analysis = await analyzeTopic(session, request, {
      signal: context.signal,
      now,
      onProgress: notTooOften((records: number, share: number) =>
        step.update(`${what}: ${counted(records, 'record')}, ${Math.floor(share * 100)} % of the offsets`),
      ),
    });
    const took = formatDuration(analysis.durationMs);
    if (analysis.stopped === 'interrupted') step.fail(`${what}: interrupted after ${took}`);
    else step.succeed(`Analyzed ${topic} in ${took}`);
    const open = await describeOpenTails(context, session, analysis.open);
    const result = { ...analysis, notes: [...analysis.notes, ...open] };
    if (options.report !== undefined)
      await writePage(resolve(context.cwd, options.report), analysisPage(result, now));
    return { ...result, file: options.report ?? null };
  },
  view: (analysis) => {
    const { notes = [], ...shown } = analysisView(analysis);
    return {
      ...shown,
      notes: [...notes, ...(analysis.file === null ? [] : [`The page with a chart: ${analysis.file}`])],
    };
  },
  items: ({ partitions }) => partitions,
  failed: ({ isPartial }) => isPartial,
  interrupted: ({ stopped }) => stopped === 'interrupted',
});
