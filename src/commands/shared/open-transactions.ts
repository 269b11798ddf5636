/** What a reader is told of records that wait for open transactions: how many, and whose transactions these are. */
import type { Context } from '../../contract/command.js';
import { transactionHolders, type TransactionHolder } from '../../kafka/transactions/transaction-holders.js';
import { partitionKey } from '../../kafka/session/partition-key.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { describeOpen, type OpenTail } from '../../wire/reader/read-event.js';
import { commandLine } from '../../text/command-line.js';

/** More would bury the rest. */
const mostPartitions = 12;

/** A sentence a partition; the commands in them name the cluster. */
export async function describeOpenTails(
  { carry }: Pick<Context, 'carry'>,
  session: KafkaSession,
  tails: readonly OpenTail[],
): Promise<readonly string[]> {
  if (tails.length === 0) return [];
  const shown = tails.slice(0, mostPartitions);
  const holders = await transactionHolders(session, shown);
  const sentences = shown.map(
    (tail) =>
      `${describeOpen(tail)} ${describeHolder(tail, holders.get(partitionKey(tail.topic, tail.partition)))}`,
  );
  const hidden = tails.length - shown.length;
  const more = hidden === 0 ? [] : [`The same in ${hidden} more partitions.`];
  return [...sentences.map((sentence) => carry(sentence)), ...more];
}

function describeHolder({ topic }: OpenTail, holder: TransactionHolder | undefined): string {
  if (!holder) return 'Whose it is: kafka-lab transactions list --state Ongoing';
  const { producerId, transactionalId, lastWrittenAt } = holder;
  const since = `last write ${lastWrittenAt}`;
  if (transactionalId === null) {
    return `No coordinator knows its producer ${producerId} (${since}): ${commandLine`transactions hanging ${topic}`}`;
  }
  return `It belongs to ${transactionalId} (producer ${producerId}, ${since}): ${commandLine`transactions describe ${transactionalId}`}`;
}
