/** Transactions that stay open, made of single requests, for what tools say and do about them. */
import { errorCodeNamed, kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import { addPartitionsToTxn } from '../../wire/requests/add-partitions-to-txn.js';
import { coordinatorType } from '../../wire/requests/find-coordinator.js';
import { initProducerId } from '../../wire/requests/init-producer-id.js';
import { produce } from '../../wire/requests/produce.js';
import { send } from '../../wire/protocol/send.js';
import type { BrokerConnections } from '../brokers/broker-connections.js';
import { batchOf } from '../wire/record-batches.js';
import { until } from './until.js';

export interface OpenProducer {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** A producer of this id; whatever it had open is aborted. */
export async function openProducer(
  brokers: BrokerConnections,
  transactionalId: string,
): Promise<OpenProducer> {
  const coordinator = await brokers.coordinator(transactionalId, coordinatorType.transaction);
  const { producerId, producerEpoch } = await until(async () => {
    const answer = await send(coordinator, initProducerId, { transactionalId, transactionTimeoutMs: 60_000 });
    return answer.errorCode === 0 ? answer : undefined;
  });
  return { transactionalId, producerId, producerEpoch };
}

/** Tells the coordinator of partition 0, without which what is written there hangs. */
export async function joinTransaction(
  brokers: BrokerConnections,
  { transactionalId, producerId, producerEpoch }: OpenProducer,
  topic: string,
): Promise<void> {
  const coordinator = await brokers.coordinator(transactionalId, coordinatorType.transaction);
  await until(async () => {
    const added = await send(
      coordinator,
      addPartitionsToTxn,
      {
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: producerId,
        v3AndBelowProducerEpoch: producerEpoch,
        v3AndBelowTopics: [{ name: topic, partitions: [0] }],
      },
      { maxVersion: 3 },
    );
    const code = added.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode;
    return code === errorCodeNamed('CONCURRENT_TRANSACTIONS') ? undefined : code;
  });
}

/** What a broker says to a partition that is not of the transaction, until it has heard that this is not to be verified. */
const unjoined = ['TRANSACTION_ABORTABLE', 'INVALID_TXN_STATE'];

/** One record into partition 0; its offset. */
export async function writeUndecided(
  brokers: BrokerConnections,
  { transactionalId, producerId, producerEpoch }: OpenProducer,
  topic: string,
): Promise<number> {
  const leader = await brokers.leader(topic);
  const records = batchOf([{ value: 'undecided', timestamp: Date.now() }], {
    stamp: { producerId, producerEpoch, baseSequence: 0, transactional: true },
  });
  return until(async () => {
    const { responses } = await send(leader, produce, {
      transactionalId,
      acks: -1,
      timeoutMs: 10_000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
    });
    const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!;
    const { name } = kafkaErrorCode(errorCode);
    if (unjoined.includes(name)) return undefined;
    if (errorCode !== 0) throw new Error(`A record of a transaction was refused: ${name}.`);
    return baseOffset;
  });
}
