/** `kafka-lab topics producers` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import { commandLine } from '../../text/command-line.js';
import { parsePartition } from '../../text/parse-partition.js';
import { whoProduces, type Producer, type WhoProduces } from '../../kafka/transactions/who-produces.js';
import { partitionOption } from '../shared/range-options.js';

/** More open transactions are not told one by one. */
const mostNotes = 3;

export const topicsProducers = defineCommand({
  path: ['topics', 'producers'],
  summary: 'show who writes to the partitions of topics: idempotent and transactional producers',
  effect: 'reads',
  options: z.object({
    topic: z.array(z.string()).min(1).meta({ description: 'one or more topics', completes: 'topic' }),
    partition: partitionOption,
  }),
  positionals: ['topic'],
  examples: [
    'topics producers orders',
    'topics producers orders --watch --sort RECORDS/S:desc',
    'topics producers orders -p 2 -o json',
  ],
  async run(context, { topic, partition }) {
    return whoProduces(await context.kafka(), topic, partition.map(parsePartition));
  },
  view: ({ producers, partitions, problems }: WhoProduces, asked): View => {
    const isOneOfSeveral = (asked?.topic.length ?? 2) > 1;
    return {
      header: [
        ...(isOneOfSeveral ? ['TOPIC'] : []),
        ...['PARTITION', 'LEADER', 'PRODUCER-ID', 'EPOCH', 'LAST-SEQ', 'LAST-WRITTEN'],
        ...['TXN-START', 'COORDINATOR-EPOCH', 'TRANSACTIONAL-ID'],
      ],
      spare: ['COORDINATOR-EPOCH', 'LEADER', 'EPOCH', 'TXN-START'],
      rows: producers.map((each) => [
        ...(isOneOfSeveral ? [each.topic] : []),
        ...[each.partition, each.leader, each.producerId, each.producerEpoch, each.lastSequence],
        each.lastWrittenAt,
        each.transactionStartOffset === null
          ? null
          : { text: each.transactionStartOffset, tone: 'warn' as const },
        each.coordinatorEpoch,
        idCell(each),
      ]),
      notes: notesOf(producers, partitions),
      failures: problems,
    };
  },
  items: ({ producers }) => producers,
  failed: ({ problems }) => problems.length > 0,
});

function idCell({ transactionalId }: Producer): Cell {
  return transactionalId === undefined ? { text: 'unknown', tone: 'muted' } : transactionalId;
}

function notesOf(producers: readonly Producer[], partitions: number): readonly string[] {
  const where = `${partitions} ${partitions === 1 ? 'partition' : 'partitions'}`;
  if (producers.length === 0) {
    return [
      `No producers in ${where}: leaders know those with idempotence or transactions only, until a day after their last write (producer.id.expiration.ms).`,
    ];
  }
  const open = producers.filter(({ transactionStartOffset }) => transactionStartOffset !== null);
  return [
    ...open.slice(0, mostNotes).map(openNote),
    ...(open.length > mostNotes ? [`${open.length - mostNotes} more transactions are open.`] : []),
    'Producers without idempotence are not known to leaders, and client ids are not known here. Which quotas there are, by user and client id: kafka-lab quotas list',
  ];
}

function openNote({ topic, partition, producerId, transactionalId }: Producer): string {
  const what = `Producer ${producerId} has a transaction open in ${topic}[${partition}]`;
  if (transactionalId === undefined) return `${what}: ${commandLine`transactions list --state Ongoing`}`;
  return transactionalId === null
    ? `${what} that no coordinator knows: ${commandLine`transactions hanging ${topic}`}`
    : `${what}: ${commandLine`transactions describe ${transactionalId}`}`;
}
