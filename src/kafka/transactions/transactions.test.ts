import { describe, expect, test } from '@jest/globals';
import { labErrorOf } from '../../testing/clusters/cluster-fixtures.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { LabError } from '../../text/errors.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { coordinatorType, findCoordinator } from '../../wire/requests/find-coordinator.js';
import { describeTransactions } from '../../wire/requests/describe-transactions.js';
import { listTransactions as listTransactionsRequest } from '../../wire/requests/list-transactions.js';
import type { KafkaSession } from '../session/session.js';
import { describeTransaction, listTransactions } from './transactions.js';

const loading = errorCodeNamed('COORDINATOR_LOAD_IN_PROGRESS');
const notCoordinator = errorCodeNamed('NOT_COORDINATOR');
const notAvailable = errorCodeNamed('COORDINATOR_NOT_AVAILABLE');
const down = new LabError('unreachable', 'Broker 1 is not reachable at fake:9092');

/** Each list is what happens at the first try, at the second and so on; then all is well. */
interface Troubles {
  readonly find?: readonly number[];
  readonly connect?: readonly LabError[];
  readonly ask?: readonly number[];
  readonly timeoutMs?: number;
}

function clusterWith({ find = [], connect = [], ask = [], timeoutMs = 5000 }: Troubles) {
  const [finds, connects, asks] = [[...find], [...connect], [...ask]];
  const keyTypes = new Set<number>();
  const broker = new ScriptedBroker(1)
    .on(findCoordinator, ({ keyType, coordinatorKeys }, version) => {
      keyTypes.add(keyType);
      const answer = {
        nodeId: 1,
        host: 'fake',
        port: 9092,
        errorCode: finds.shift() ?? 0,
        errorMessage: null,
      };
      const isBatch = version >= 4;
      return {
        throttleTimeMs: 0,
        ...answer,
        ...(isBatch && { nodeId: 0, host: '', port: 0, errorCode: 0 }),
        coordinators: isBatch ? coordinatorKeys.map((key) => ({ key, ...answer })) : [],
      };
    })
    .on(describeTransactions, ({ transactionalIds }) => ({
      throttleTimeMs: 0,
      transactionStates: transactionalIds.map((transactionalId) => ({
        errorCode: asks.shift() ?? 0,
        transactionalId,
        transactionState: 'Ongoing',
        transactionTimeoutMs: 60_000,
        transactionStartTimeMs: -1,
        producerId: 7,
        producerEpoch: 0,
        topics: [],
      })),
    }))
    .on(listTransactionsRequest, () => {
      const errorCode = asks.shift() ?? 0;
      const transaction = { transactionalId: 'pay', producerId: 7, transactionState: 'Ongoing' };
      return {
        throttleTimeMs: 0,
        errorCode,
        unknownStateFilters: [],
        transactionStates: errorCode === 0 ? [transaction] : [],
      };
    });
  const metadata = { brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }] };
  const session: KafkaSession = {
    ...testSession({ metadata, brokers: [broker], timeoutMs }),
    broker() {
      const failure = connects.shift();
      return failure ? Promise.reject(failure) : Promise.resolve(broker);
    },
  };
  return { session, broker, keyTypes };
}

describe('a transaction is described as soon as its coordinator answers', () => {
  test.each<[string, Troubles]>([
    ['at once', {}],
    ['which has just died and is named for a moment longer', { connect: [down, down] }],
    ['which is not known yet', { find: [notAvailable] }],
    ['which is loading', { ask: [loading, loading] }],
    ['which is another by now', { ask: [notCoordinator] }],
    ['after all of it', { find: [loading], connect: [down], ask: [notCoordinator] }],
  ])('%s', async (_, troubles) => {
    const { session, keyTypes } = clusterWith(troubles);
    expect(await describeTransaction(session, 'pay')).toMatchObject({ coordinator: 1, producerId: 7 });
    expect([...keyTypes]).toEqual([coordinatorType.transaction]);
  });

  test('but not after the time-out: then the reason is told', async () => {
    const for3Rounds = { timeoutMs: 250 };
    const never = clusterWith({ ...for3Rounds, connect: Array<LabError>(100).fill(down) });
    expect(await labErrorOf(describeTransaction(never.session, 'pay'))).toBe(down);
    const missing = clusterWith({ ...for3Rounds, find: Array<number>(100).fill(notAvailable) });
    expect(await labErrorOf(describeTransaction(missing.session, 'pay'))).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining(
        'No broker was ready to answer for transactional id "pay" within 250 ms',
      ),
      hint: expect.stringContaining('kafka-lab topics describe __transaction_state'),
    });
  });

  test('and what a broker refuses is not asked again', async () => {
    const { session, broker } = clusterWith({
      find: [errorCodeNamed('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')],
    });
    expect(await labErrorOf(describeTransaction(session, 'pay'))).toMatchObject({ code: 'refused' });
    expect(broker.asked).toEqual(['FindCoordinator']);
  });
});

describe('transactions are listed', () => {
  test('once a broker has loaded those that it keeps', async () => {
    const { session } = clusterWith({ ask: [loading, loading] });
    expect(await listTransactions(session)).toEqual({
      transactions: [{ transactionalId: 'pay', coordinator: 1, producerId: 7, state: 'Ongoing' }],
      silent: [],
    });
  });

  test('without those of a broker that is loading for longer than the time-out', async () => {
    const { session } = clusterWith({ timeoutMs: 250, ask: Array<number>(100).fill(loading) });
    expect(await listTransactions(session)).toEqual({
      transactions: [],
      silent: [{ broker: 1, problem: 'Broker 1 was still loading after 250 ms.' }],
    });
  });
});

test('a state is understood in any case, and what no list knows is left to the broker', async () => {
  const { session, broker } = clusterWith({});
  await listTransactions(session, { states: ['ongoing', 'PREPAREEPOCHFENCE', 'Newer'] });
  expect(broker.requests(listTransactionsRequest)[0]!.stateFilters).toEqual([
    'Ongoing',
    'PrepareEpochFence',
    'Newer',
  ]);
});
