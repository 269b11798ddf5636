/** `kafka-lab offsets count` */
import { counted } from '../../view/counted.js';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { formatDuration } from '../../text/duration.js';
import { countRecords, type RecordCount } from '../../kafka/records/count-records.js';
import { parsePartition } from '../../text/parse-partition.js';
import { notTooOften } from '../shared/watch-progress.js';
import { describeOpenTails } from '../shared/open-transactions.js';
import { parsePosition } from '../../text/positions.js';
import { isolationOption, partitionOption } from '../shared/range-options.js';

export const offsetsCount = defineCommand({
  path: ['offsets', 'count'],
  summary: 'count the records of topics exactly, by reading them all',
  effect: 'reads',
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or more topics', completes: 'topic' }),
    from: z.string().default('start').meta({
      description: 'where to begin: start, an offset, -N (the last N records), @TIME, @-1h',
      placeholder: 'POSITION',
    }),
    to: z.string().default('end').meta({
      description: 'where to stop, exclusive: the same positions',
      placeholder: 'POSITION',
    }),
    partition: partitionOption,
    isolation: isolationOption,
  }),
  positionals: ['topic'],
  examples: ['offsets count orders', 'offsets count orders --from @-1h', 'offsets count orders -p 0 -p 1'],
  async run(context, { topic, from, to, partition, isolation }): Promise<RecordCount> {
    const now = context.now();
    const request = {
      topics: topic,
      partitions: partition.map(parsePartition),
      from: parsePosition(from, now),
      to: parsePosition(to, now),
      isolation,
    };
    const session = await context.kafka();
    const what = `Counting ${topic.join(', ')}`;
    const step = context.progress.start(what);
    const count = await countRecords(session, request, {
      signal: context.signal,
      onProgress: notTooOften((records: number, share: number) =>
        step.update(`${what}: ${counted(records, 'record')}, ${Math.floor(share * 100)} % of the offsets`),
      ),
    });
    const took = formatDuration(count.durationMs);
    if (count.interrupted) step.fail(`${what}: interrupted after ${took}`);
    else step.succeed(`Counted ${topic.join(', ')} in ${took}`);
    // They name whose the transactions are, which only this command's notes need.
    const open = await describeOpenTails(context, session, count.open);
    return { ...count, notes: [...count.notes, ...open] };
  },
  view: (count): View => ({
    header: ['TOPIC', 'PARTITION', 'FROM', 'TO', 'RECORDS', 'OTHER-OFFSETS'],
    rows: count.partitions.map((each) => [
      each.topic,
      each.partition,
      each.from,
      each.to,
      each.isComplete ? each.records : { text: `≥ ${each.records}`, tone: 'warn' },
      each.otherOffsets,
    ]),
    notes: notesOf(count),
  }),
  items: ({ partitions }) => partitions,
  failed: ({ isPartial }) => isPartial,
  interrupted: ({ interrupted }) => interrupted,
});

function notesOf({ records, partitions, isolation, interrupted, notes }: RecordCount): readonly string[] {
  const sum = (of: (each: RecordCount['partitions'][number]) => number) =>
    partitions.reduce((total, each) => total + of(each), 0);
  const where = `${partitions.length} ${partitions.length === 1 ? 'partition' : 'partitions'}`;
  const result = [
    ...notes,
    interrupted
      ? `Interrupted: at least ${counted(records, 'record')} in ${where}; only FROM to TO was looked at.`
      : `${counted(records, 'record')} in ${where}; all offsets from FROM up to, not including, TO were read.`,
  ];
  const other = sum(({ otherOffsets }) => otherOffsets);
  if (other > 0) {
    result.push(
      `OTHER-OFFSETS hold no record to count: ends of transactions (control records), gaps that compaction left${isolation === 'read_committed' ? ', records of aborted transactions (--isolation read_uncommitted counts those)' : ''}.`,
    );
  }
  return result;
}
