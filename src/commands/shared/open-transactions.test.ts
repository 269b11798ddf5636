import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { describeProducers } from '../../wire/requests/describe-producers.js';
import { listTransactions } from '../../wire/requests/list-transactions.js';
import { describeOpenTails } from './open-transactions.js';

const lastTimestamp = Date.parse('2026-01-15T10:00:00Z');

/** Partition 0: producers 7 (from 60 on) and 8; partition 1: 9, which no coordinator knows. */
function setUp(listError = 0) {
  const broker = new ScriptedBroker();
  const producer = (producerId: number, currentTxnStartOffset: number) => ({
    ...{ producerId, producerEpoch: 0, lastSequence: 0, lastTimestamp, coordinatorEpoch: 0 },
    currentTxnStartOffset,
  });
  const producers = [[producer(8, 62), producer(7, 60), producer(5, -1)], [producer(9, 3)], []];
  broker.on(describeProducers, ({ topics }) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({
        ...{ partitionIndex, errorCode: 0, errorMessage: null },
        activeProducers: producers[partitionIndex] ?? [],
      })),
    })),
  }));
  broker.on(listTransactions, ({ producerIdFilters }) => ({
    ...{ throttleTimeMs: 0, errorCode: listError, unknownStateFilters: [] },
    transactionStates: [
      { transactionalId: "pay's", producerId: 7, transactionState: 'Ongoing' },
      { transactionalId: 'other', producerId: 6, transactionState: 'Ongoing' },
    ].filter(({ producerId }) => producerIdFilters.includes(producerId)),
  }));
  const brokers = [{ id: 1, host: 'fake', port: 9092, rack: null }];
  const topics = [
    topicState(
      'orders',
      [0, 1, 2].map((partition) => partitionState(partition, [1])),
    ),
  ];
  return testSession({ brokers: [broker], metadata: { brokers, topics } });
}

const uncarried = { carry: (line: string) => line };
const tail = (partition: number, offsets = 3) => ({ topic: 'orders', partition, from: 60, offsets });

test('says how much waits, and for whose transaction', async () => {
  expect(await describeOpenTails(uncarried, setUp(), [tail(0), tail(1, 1), tail(2)])).toEqual([
    "orders[0]: 3 offsets from 60 on wait for an open transaction; --isolation read_uncommitted shows them. It belongs to pay's (producer 7, last write 2026-01-15T10:00:00.000Z): kafka-lab transactions describe 'pay'\\''s'",
    'orders[1]: 1 offset from 60 on waits for an open transaction; --isolation read_uncommitted shows them. No coordinator knows its producer 9 (last write 2026-01-15T10:00:00.000Z): kafka-lab transactions hanging orders',
    'orders[2]: 3 offsets from 60 on wait for an open transaction; --isolation read_uncommitted shows them. Whose it is: kafka-lab transactions list --state Ongoing',
  ]);
});

test('if coordinators do not say, their transactions are not called unknown; and many partitions are not all listed', async () => {
  const refusing = setUp(errorCodeNamed('CLUSTER_AUTHORIZATION_FAILED'));
  expect((await describeOpenTails(uncarried, refusing, [tail(1)]))[0]).toMatch(
    /Whose it is: kafka-lab transactions list/,
  );
  const many = Array.from({ length: 20 }, (_, partition) => tail(partition));
  const sentences = await describeOpenTails(uncarried, setUp(), many);
  expect(sentences).toHaveLength(13);
  expect(sentences[12]).toBe('The same in 8 more partitions.');
  expect(await describeOpenTails(uncarried, setUp(), [])).toEqual([]);
});
