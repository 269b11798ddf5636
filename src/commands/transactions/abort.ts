/** `kafka-lab transactions abort` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { LabError } from '../../text/errors.js';
import { abortInPartition, type OpenTransaction } from '../../kafka/transactions/hanging-transactions.js';
import { abortTransaction, type AbortedTransaction } from '../../kafka/transactions/transactions.js';

type Aborted = AbortedTransaction | OpenTransaction;

export const transactionsAbort = defineCommand({
  path: ['transactions', 'abort'],
  summary: 'abort an open transaction: by its id, or in one partition where it hangs',
  effect: 'destroys',
  options: z.object({
    id: z.string().min(1).optional().meta({ description: 'the transactional id' }),
    topic: z.string().optional().meta({ description: 'where it hangs', completes: 'topic' }),
    partition: z.int().min(0).optional().meta({ description: 'the partition where it hangs', short: 'p' }),
    startOffset: z.int().min(0).optional().meta({ description: 'where it begins there' }),
  }),
  positionals: ['id'],
  examples: [
    'transactions abort payments-1',
    'transactions abort --topic orders --partition 2 --start-offset 4711',
  ],
  confirmation: ({ id, topic, partition, startOffset }) =>
    id === undefined
      ? {
          question: `What is written by the transaction at ${topic ?? '?'}[${partition ?? '?'}] offset ${startOffset ?? '?'} will never be committed.`,
          word: topic ?? 'abort',
        }
      : {
          question: `What transaction ${id} has written will never be committed, and its producer is shut out.`,
          word: id,
        },
  async run(context, { id, topic, partition, startOffset }): Promise<Aborted> {
    const place = [topic, partition, startOffset];
    const isPlace = topic !== undefined && partition !== undefined && startOffset !== undefined;
    const hasPlace = place.some((part) => part !== undefined);
    if (id !== undefined ? hasPlace : !isPlace) {
      throw new LabError(
        'usage',
        'Which transaction? Its id, or --topic, --partition and --start-offset together.',
        {
          hint: 'See ids: kafka-lab transactions list --state Ongoing; places: kafka-lab transactions hanging',
        },
      );
    }
    const session = await context.kafka();
    if (id !== undefined) return abortTransaction(session, id);
    return abortInPartition(session, {
      topic: topic ?? '',
      partition: partition ?? 0,
      startOffset: startOffset ?? 0,
    });
  },
  view: (aborted): View =>
    'before' in aborted
      ? {
          header: ['TRANSACTIONAL-ID', 'BEFORE', 'NOW', 'PARTITIONS'],
          rows: [
            [
              aborted.before.transactionalId,
              aborted.before.state,
              aborted.state,
              aborted.before.partitions.map(({ topic, partition }) => `${topic}[${partition}]`).join(' '),
            ],
          ],
        }
      : {
          header: ['TOPIC', 'PARTITION', 'START-OFFSET', 'PRODUCER-ID', 'OUTCOME'],
          rows: [
            [
              aborted.topic,
              aborted.partition,
              aborted.startOffset,
              aborted.producerId,
              { text: 'aborted', tone: 'good' },
            ],
          ],
        },
});
