/** Transactions in `__transaction_state`; what share groups have delivered in `__share_group_state`. */
import { anyInt64, array, int16, int32, int8, string, uuid } from '../../wire/protocol/schema.js';
import { wordsFor, type StoredMessage } from './stored-message.js';

/** transaction-coordinator/src/main/resources/common/message of Kafka. */
export const transactionMessages: readonly (readonly [number, StoredMessage])[] = [
  [
    0,
    {
      name: 'TransactionLog',
      key: { transactionalId: string() },
      value: {
        producerId: anyInt64(),
        previousProducerId: anyInt64().since(1).tagged(0).default(-1),
        nextProducerId: anyInt64().since(1).tagged(1).default(-1),
        producerEpoch: int16(),
        nextProducerEpoch: int16().since(1).tagged(3).default(-1),
        transactionTimeoutMs: int32(),
        transactionStatus: int8(),
        transactionPartitions: array({ topic: string(), partitionIds: array(int32()) }).nullable(),
        transactionLastUpdateTimestampMs: anyInt64(),
        transactionStartTimestampMs: anyInt64(),
        clientTransactionVersion: int16().since(1).tagged(2).default(0),
      },
      newestValue: 1,
      flexibleSince: 1,
      // As `transactions list` has them.
      shown: {
        transactionStatus: wordsFor({
          0: 'Empty',
          1: 'Ongoing',
          2: 'PrepareCommit',
          3: 'PrepareAbort',
          4: 'CompleteCommit',
          5: 'CompleteAbort',
          6: 'Dead',
          7: 'PrepareEpochFence',
        }),
      },
    },
  ],
];

const sharePartition = { groupId: string(), topicId: uuid(), partition: int32() };
const stateBatches = () =>
  array({ firstOffset: anyInt64(), lastOffset: anyInt64(), deliveryState: int8(), deliveryCount: int16() });
const shown = {
  deliveryState: wordsFor({
    0: 'AVAILABLE',
    1: 'ACQUIRED',
    2: 'ACKNOWLEDGED',
    3: 'ARCHIVING',
    4: 'ARCHIVED',
  }),
};

/** share-coordinator/src/main/resources/common/message of Kafka. */
export const shareStateMessages: readonly (readonly [number, StoredMessage])[] = [
  [
    0,
    {
      name: 'ShareSnapshot',
      key: sharePartition,
      value: {
        snapshotEpoch: int32(),
        stateEpoch: int32(),
        leaderEpoch: int32(),
        startOffset: anyInt64(),
        deliveryCompleteCount: int32().tagged(0).default(-1),
        createTimestamp: anyInt64(),
        writeTimestamp: anyInt64(),
        stateBatches: stateBatches(),
      },
      newestValue: 0,
      flexibleSince: 0,
      shown,
    },
  ],
  [
    1,
    {
      name: 'ShareUpdate',
      key: sharePartition,
      value: {
        snapshotEpoch: int32(),
        leaderEpoch: int32(),
        startOffset: anyInt64(),
        deliveryCompleteCount: int32().tagged(0).default(-1),
        stateBatches: stateBatches(),
      },
      newestValue: 0,
      flexibleSince: 0,
      shown,
    },
  ],
];
