import { expect, test } from '@jest/globals';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { describeProducers } from '../../wire/requests/describe-producers.js';
import { listTransactions } from '../../wire/requests/list-transactions.js';
import { whoProduces } from './who-produces.js';

const state = {
  ...{ producerId: 7, producerEpoch: 1, lastSequence: 41, lastTimestamp: 1_000, coordinatorEpoch: -1 },
  currentTxnStartOffset: -1,
};
const nothingYet = {
  ...state,
  producerId: 8,
  lastSequence: -1,
  lastTimestamp: -1,
  currentTxnStartOffset: 60,
};

/** Broker 1 leads partition 0, nobody 1; `listError`: what broker 1 says when it is asked for transactions. */
function session({ code = 0, listError = 0 } = {}) {
  const broker = new ScriptedBroker(1)
    .on(describeProducers, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          errorCode: code,
          errorMessage: null,
          activeProducers: code === 0 ? [nothingYet, state] : [],
        })),
      })),
    }))
    .on(listTransactions, ({ producerIdFilters }) => ({
      throttleTimeMs: 0,
      errorCode: listError,
      unknownStateFilters: [],
      transactionStates: producerIdFilters
        .filter((producerId) => producerId === 8 && listError === 0)
        .map((producerId) => ({ transactionalId: 'pay', producerId, transactionState: 'Ongoing' })),
    }));
  const partitions = [partitionState(0, [1]), partitionState(1, [])];
  const metadata = {
    topics: [topicState('orders', partitions)],
    brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }],
  };
  return testSession({ metadata, brokers: [broker] });
}

test('the producers of a partition, by their ids, and what is not there is null', async () => {
  const { producers, partitions, problems } = await whoProduces(session(), ['orders'], [0]);
  const place = { topic: 'orders', partition: 0, leader: 1, producerEpoch: 1, coordinatorEpoch: null };
  expect(producers).toEqual([
    {
      ...place,
      ...{ producerId: 7, lastSequence: 41, lastWrittenAt: '1970-01-01T00:00:01.000Z' },
      ...{ transactionStartOffset: null, transactionalId: null },
    },
    {
      ...place,
      ...{ producerId: 8, lastSequence: null, lastWrittenAt: null },
      ...{ transactionStartOffset: 60, transactionalId: 'pay' },
    },
  ]);
  expect([partitions, problems]).toEqual([1, []]);
});

test('a partition without a leader, one that may not be asked about and a silent coordinator are told', async () => {
  expect((await whoProduces(session(), ['orders'], [])).problems).toEqual(['1 partitions have no leader.']);
  const code = errorCodeNamed('TOPIC_AUTHORIZATION_FAILED');
  const refused = await whoProduces(session({ code }), ['orders'], [0]);
  expect(refused.producers).toEqual([]);
  expect(refused.problems).toEqual([expect.stringMatching(/^orders\[0\] could not be checked/)]);
  const silent = await whoProduces(
    session({ listError: errorCodeNamed('CLUSTER_AUTHORIZATION_FAILED') }),
    ['orders'],
    [0],
  );
  expect(silent.producers.map((each) => Object.hasOwn(each, 'transactionalId'))).toEqual([false, false]);
  expect(silent.problems).toEqual([
    expect.stringMatching(/^Broker 1 does not say whose transactions these are: /),
  ]);
});

test('a partition that does not exist is refused', async () => {
  const error = await labErrorOf(whoProduces(session(), ['orders'], [5]));
  expect(error.message).toBe('Topic "orders" has no partition 5: it has 2, 0 to 1.');
});
