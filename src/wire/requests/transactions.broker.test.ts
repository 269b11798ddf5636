import { beforeAll, expect, test } from '@jest/globals';
import { expectCode, inEveryVersion } from '../../testing/wire/every-version.js';
import { roundTrip } from '../../testing/wire/round-trip.js';
import type { WireConnection } from '../protocol/connection.js';
import { uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { send } from '../protocol/send.js';
import { addOffsetsToTxn } from './add-offsets-to-txn.js';
import { addPartitionsToTxn } from './add-partitions-to-txn.js';
import { describeProducers } from './describe-producers.js';
import { describeTransactions } from './describe-transactions.js';
import { endTxn } from './end-txn.js';
import { coordinatorType } from './find-coordinator.js';
import { initProducerId } from './init-producer-id.js';
import { listTransactions } from './list-transactions.js';
import { offsetFetch } from './offset-fetch.js';
import { txnOffsetCommit } from './txn-offset-commit.js';
import { writeTxnMarkers } from './write-txn-markers.js';

const trip = roundTrip();
const { topic, topic: name } = trip;
const transactionalId = uniqueName('round-trip-txn');
let transactionCoordinator: WireConnection;

// A new cluster's coordinators move until the leaders of their topic are settled.
beforeAll(async () => {
  transactionCoordinator = await until(async () => {
    const coordinator = await trip.brokers.coordinator(transactionalId, coordinatorType.transaction);
    const { errorCode } = await send(coordinator, initProducerId, {
      transactionalId,
      transactionTimeoutMs: 10_000,
    });
    return errorCode === 0 ? coordinator : undefined;
  });
}, 60_000);

test('requests about transactions', async () => {
  const producers = new Map<number, { producerId: number; producerEpoch: number }>();
  await inEveryVersion(
    transactionCoordinator,
    initProducerId,
    () => ({ transactionalId, transactionTimeoutMs: 10_000 }),
    ({ errorCode, producerId, producerEpoch }, version) => {
      expectCode(errorCode, 'NONE');
      producers.set(version, { producerId, producerEpoch });
    },
  );
  const { producerId, producerEpoch } = [...producers.values()].at(-1)!;
  await inEveryVersion(
    transactionCoordinator,
    addPartitionsToTxn,
    () => ({
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name, partitions: [0] }],
    }),
    ({ resultsByTopicV3AndBelow: [result] }) => {
      expect(result!.resultsByPartition[0]).toEqual({ partitionIndex: 0, partitionErrorCode: 0 });
    },
  );
  const groupId = uniqueName('round-trip-group');
  await inEveryVersion(
    transactionCoordinator,
    addOffsetsToTxn,
    () => ({ transactionalId, producerId, producerEpoch, groupId }),
    ({ errorCode }) => expectCode(errorCode, 'NONE'),
  );
  const groupCoordinator = await until(async () => {
    const coordinator = await trip.brokers.coordinator(groupId, coordinatorType.group);
    const { errorCode } = await send(coordinator, offsetFetch, { groupId, topics: null }, { maxVersion: 7 });
    return errorCode === 0 ? coordinator : undefined;
  });
  await inEveryVersion(
    groupCoordinator,
    txnOffsetCommit,
    () => ({
      ...{ transactionalId, producerId, producerEpoch, groupId },
      topics: [{ name, partitions: [{ partitionIndex: 0, committedOffset: 7, committedMetadata: 'seven' }] }],
    }),
    ({ topics }) => {
      expect(topics).toEqual([{ name, partitions: [{ partitionIndex: 0, errorCode: 0 }] }]);
    },
  );
  await inEveryVersion(
    transactionCoordinator,
    listTransactions,
    () => ({}),
    ({ transactionStates }) => {
      expect(transactionStates).toContainEqual({ transactionalId, producerId, transactionState: 'Ongoing' });
    },
  );
  await inEveryVersion(
    transactionCoordinator,
    describeTransactions,
    () => ({ transactionalIds: [transactionalId] }),
    ({ transactionStates: [state] }) => {
      expect(state).toMatchObject({ errorCode: 0, transactionTimeoutMs: 10_000, producerId, producerEpoch });
      expect(state!.topics).toContainEqual({ topic, partitions: [0] });
    },
  );
  await inEveryVersion(
    trip.leader,
    describeProducers,
    () => ({ topics: [{ name, partitionIndexes: [0] }] }),
    ({ topics }) => expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, errorMessage: null }),
  );
  await inEveryVersion(
    trip.leader,
    writeTxnMarkers,
    () => ({
      markers: [
        {
          producerId,
          producerEpoch,
          transactionResult: false,
          topics: [{ name, partitionIndexes: [0] }],
          coordinatorEpoch: 0,
        },
      ],
    }),
    ({ markers }) => {
      expect(markers).toEqual([
        { producerId, topics: [{ name, partitions: [{ partitionIndex: 0, errorCode: 0 }] }] },
      ]);
    },
  );
  await inEveryVersion(
    transactionCoordinator,
    endTxn,
    () => ({ transactionalId, producerId, producerEpoch, committed: false }),
    ({ errorCode }) => expectCode(errorCode, 'NONE', 'CONCURRENT_TRANSACTIONS'),
  );
});
