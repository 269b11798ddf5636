/** `kafka-lab transactions describe` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { formatDuration } from '../../text/duration.js';
import { describeTransaction, type TransactionDescription } from '../../kafka/transactions/transactions.js';
import { stateCell } from './list.js';
import { commandLine } from '../../text/command-line.js';

interface TimedDescription extends TransactionDescription {
  /** Null when none is open. */
  readonly openForMs: number | null;
}

export const transactionsDescribe = defineCommand({
  path: ['transactions', 'describe'],
  summary: 'show the transaction of an id: how long it has been open, and in which partitions',
  effect: 'reads',
  options: z.object({ id: z.string().min(1).meta({ description: 'the transactional id' }) }),
  positionals: ['id'],
  examples: ['transactions describe payments-1'],
  async run(context, { id }): Promise<TimedDescription> {
    const description = await describeTransaction(await context.kafka(), id);
    const { startedAt } = description;
    const openForMs = startedAt === null ? NaN : Math.max(0, context.now().getTime() - Date.parse(startedAt));
    // Digits instead of a date: no clock has that time.
    return { ...description, openForMs: Number.isNaN(openForMs) ? null : openForMs };
  },
  view: (described): View => ({
    title: `${described.transactionalId} · coordinator ${described.coordinator}`,
    header: ['PRODUCER-ID', 'EPOCH', 'STATE', 'STARTED', 'OPEN-FOR', 'TIMEOUT', 'PARTITIONS'],
    rows: [
      [
        described.producerId,
        described.producerEpoch,
        stateCell(described.state),
        described.startedAt,
        described.openForMs === null ? null : formatDuration(described.openForMs),
        formatDuration(described.timeoutMs),
        described.partitions.map(({ topic, partition }) => `${topic}[${partition}]`).join(' '),
      ],
    ],
    notes:
      described.state === 'Ongoing'
        ? [
            `Readers of committed records wait for it; after its timeout the coordinator aborts it. Sooner: ${commandLine`transactions abort ${described.transactionalId}`}`,
          ]
        : [],
  }),
});
