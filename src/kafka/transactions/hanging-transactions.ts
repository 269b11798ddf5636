/** Transactions that a partition holds open and no coordinator knows: read_committed readers wait there forever. */
import { LabError } from '../../text/errors.js';
import { timeText } from '../../text/times.js';
import { writeTxnMarkers } from '../../wire/requests/write-txn-markers.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import { leadersOf, type PartitionLeader } from '../session/partition-offsets.js';
import type { KafkaSession } from '../session/session.js';
import { existingTopics } from '../session/topic-names.js';
import { partitionProducers } from './partition-producers.js';
import { describeTransaction, listTransactions } from './transactions.js';
import type { TopicPartition } from '../session/partition-key.js';
import { commandLine } from '../../text/command-line.js';

export interface OpenTransaction extends TopicPartition {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly startOffset: number;
  /** ISO 8601: its last write. */
  readonly lastWrittenAt: string;
}

export interface HangingReport {
  readonly hanging: readonly OpenTransaction[];
  /** Partitions that were checked. */
  readonly partitions: number;
  /** Open ones that are younger, or known to their coordinator. */
  readonly healthy: number;
  /** Why some could not be checked. */
  readonly problems: readonly string[];
}

/** `names`: none for all topics. Only transactions without a write since `before`. */
export async function hangingTransactions(
  session: KafkaSession,
  names: readonly string[],
  before: Date,
): Promise<HangingReport> {
  const topics =
    names.length > 0 ? await existingTopics(session, names) : (await session.metadata(null)).topics;
  const partitions = leadersOf(topics);
  const { open, problems } = await openTransactions(session, partitions);
  const suspects = open.filter(({ lastWrittenAt }) => new Date(lastWrittenAt) < before);
  const known = suspects.length === 0 ? undefined : await knownPartitions(session, suspects);
  const hanging = suspects.filter(
    ({ producerId, topic, partition }) => !known?.partitions.has(`${producerId} ${topic} ${partition}`),
  );
  if (known && known.silent.length > 0 && hanging.length > 0) {
    throw new LabError(
      'unreachable',
      `Whether ${hanging.length} open transactions hang is unknown: not every coordinator answers. ${known.silent.join(' ')}`,
    );
  }
  return {
    hanging,
    partitions: partitions.length,
    healthy: open.length - hanging.length,
    problems,
  };
}

/** Open transactions as partition leaders see them, sorted by topic and partition. */
export async function openTransactions(
  session: KafkaSession,
  partitions: readonly PartitionLeader[],
): Promise<{ readonly open: readonly OpenTransaction[]; readonly problems: readonly string[] }> {
  const { producers, problems } = await partitionProducers(session, partitions);
  const open = producers
    .filter(({ currentTxnStartOffset }) => currentTxnStartOffset >= 0)
    .map(({ topic, partition, producerId, producerEpoch, coordinatorEpoch, ...producer }) => ({
      ...{ topic, partition, producerId, producerEpoch, coordinatorEpoch },
      startOffset: producer.currentTxnStartOffset,
      lastWrittenAt: timeText(producer.lastTimestamp),
    }));
  return { open, problems };
}

/** Partitions of transactions that their coordinators know as open, as `producer topic partition`. */
async function knownPartitions(session: KafkaSession, suspects: readonly OpenTransaction[]) {
  const producerIds = [...new Set(suspects.map(({ producerId }) => producerId))];
  const { transactions, silent } = await listTransactions(session, { producerIds });
  const partitions = new Set<string>();
  for (const { transactionalId, producerId } of transactions) {
    const { state, partitions: own } = await describeTransaction(session, transactionalId);
    if (state === 'Empty' || state === 'Dead' || state.startsWith('Complete')) continue;
    for (const { topic, partition } of own) partitions.add(`${producerId} ${topic} ${partition}`);
  }
  return { partitions, silent: silent.map(({ problem }) => problem) };
}

/** Writes the marker that ends the transaction beginning at this offset. Throws LabError 'not-found' if there is none. */
export async function abortInPartition(
  session: KafkaSession,
  { topic, partition, startOffset }: Pick<OpenTransaction, 'topic' | 'partition' | 'startOffset'>,
): Promise<OpenTransaction> {
  const [state] = await existingTopics(session, [topic]);
  const leader = state?.partitions.find((each) => each.partition === partition)?.leader ?? null;
  const { open, problems } = await openTransactions(session, [{ topic, partition, leader }]);
  const doomed = open.find((each) => each.startOffset === startOffset);
  if (!doomed || leader === null) {
    throw new LabError(
      'not-found',
      `${topic}[${partition}] has no open transaction that begins at offset ${startOffset}. ${problems.join(' ')}`.trim(),
      {
        hint:
          open.length > 0
            ? `Some begin at: ${open.map((each) => each.startOffset).join(', ')}`
            : `See which hang: ${commandLine`transactions hanging ${topic}`}`,
      },
    );
  }
  const { markers } = await send(await session.broker(leader), writeTxnMarkers, {
    markers: [
      {
        producerId: doomed.producerId,
        producerEpoch: doomed.producerEpoch,
        transactionResult: false,
        topics: [{ name: topic, partitionIndexes: [partition] }],
        // A producer that never ended one has none; Kafka's own tool then sends 0.
        coordinatorEpoch: Math.max(0, doomed.coordinatorEpoch),
      },
    ],
  });
  const code = markers[0]?.topics[0]?.partitions[0]?.errorCode ?? 0;
  if (code !== 0) throw refusal(`The transaction in ${topic}[${partition}] was not aborted`, code);
  return doomed;
}
