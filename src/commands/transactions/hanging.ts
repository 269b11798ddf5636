/** `kafka-lab transactions hanging` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { parseDurationMs } from '../../text/duration.js';
import { hangingTransactions, type HangingReport } from '../../kafka/transactions/hanging-transactions.js';
import { commandLine } from '../../text/command-line.js';

export const transactionsHanging = defineCommand({
  path: ['transactions', 'hanging'],
  summary: 'find transactions that a partition holds open and no coordinator will ever end',
  effect: 'reads',
  options: z.object({
    topic: z
      .array(z.string())
      .default([])
      .meta({ description: 'only in these topics (default: in all)', completes: 'topic' }),
    olderThan: z.string().default('15m').meta({
      description: "open and silent for at least this long; brokers' transaction.max.timeout.ms is 15m",
      placeholder: 'DURATION',
    }),
  }),
  positionals: ['topic'],
  examples: ['transactions hanging', 'transactions hanging orders --older-than 1h'],
  async run(context, { topic, olderThan }) {
    const before = new Date(context.now().getTime() - parseDurationMs(olderThan));
    return hangingTransactions(await context.kafka(), topic, before);
  },
  view: ({ hanging, partitions, healthy, problems }: HangingReport): View => ({
    header: ['TOPIC', 'PARTITION', 'START-OFFSET', 'PRODUCER-ID', 'EPOCH', 'LAST-WRITTEN'],
    rows: hanging.map((each) => [
      each.topic,
      each.partition,
      each.startOffset,
      each.producerId,
      each.producerEpoch,
      each.lastWrittenAt,
    ]),
    notes: [
      `${partitions} ${partitions === 1 ? 'partition' : 'partitions'} looked at: ${hanging.length} hanging, ${healthy} open and well.`,
      ...hanging
        .slice(0, 1)
        .map(
          ({ topic, partition, startOffset }) =>
            `To end one: ${commandLine`transactions abort --topic ${topic} --partition ${partition} --start-offset ${startOffset}`}`,
        ),
    ],
    failures: problems,
  }),
  items: ({ hanging }) => hanging,
  failed: ({ problems }) => problems.length > 0,
});
