/** Times beyond every calendar, which clients, brokers and servers may claim: no answer fails because of them. */
import { expect, test } from '@jest/globals';
import type { CommandSpec, Context } from '../contract/command.js';
import { groupCluster } from '../testing/brokers/group-cluster.js';
import { optionsOf, outputsOf } from '../testing/program/command-tables.js';
import type { Int64 } from '../text/int64.js';
import { describeProducers } from '../wire/requests/describe-producers.js';
import { describeQuorum } from '../wire/requests/describe-quorum.js';
import { describeTransactions } from '../wire/requests/describe-transactions.js';
import { factsOf } from '../zookeeper/znodes/describe-znode.js';
import { clusterQuorum } from './cluster/quorum.js';
import { offsetsAt } from './offsets/at.js';
import { transactionsDescribe } from './transactions/describe.js';
import { transactionsHanging } from './transactions/hanging.js';

const farTimes: readonly Int64[] = [8.64e15 + 1, 1764398433123456789n, 2n ** 63n - 1n];

function clusterWith(time: Int64) {
  const cluster = groupCluster({
    topics: { orders: 1 },
    groups: {},
    logAt: () => ({ offset: 7, timestamp: time }),
  });
  cluster.broker
    .on(describeQuorum, () => {
      const replica = { replicaId: 1, replicaDirectoryId: 'A'.repeat(22), logEndOffset: 5 };
      const times = { lastFetchTimestamp: time, lastCaughtUpTimestamp: time };
      return {
        ...{ errorCode: 0, errorMessage: null, nodes: [] },
        topics: [
          {
            topicName: '__cluster_metadata',
            partitions: [
              {
                ...{ partitionIndex: 0, errorCode: 0, errorMessage: null, leaderId: 1, leaderEpoch: 1 },
                ...{ highWatermark: 5, currentVoters: [{ ...replica, ...times }], observers: [] },
              },
            ],
          },
        ],
      };
    })
    .on(describeTransactions, ({ transactionalIds }) => ({
      throttleTimeMs: 0,
      transactionStates: transactionalIds.map((transactionalId) => ({
        ...{ errorCode: 0, transactionalId, transactionState: 'Ongoing', transactionTimeoutMs: 1 },
        ...{ transactionStartTimeMs: time, producerId: 7, producerEpoch: 0, topics: [] },
      })),
    }))
    .on(describeProducers, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          ...{ partitionIndex, errorCode: 0, errorMessage: null },
          activeProducers: [
            {
              ...{ producerId: 7, producerEpoch: 0, lastSequence: 1, lastTimestamp: time },
              ...{ coordinatorEpoch: 0, currentTxnStartOffset: 3 },
            },
          ],
        })),
      })),
    }));
  return cluster;
}

test.each(
  farTimes.flatMap((time) => [
    ['offsets at orders @-1h', offsetsAt, time] as const,
    ['cluster quorum', clusterQuorum, time] as const,
    ['transactions describe pay', transactionsDescribe, time] as const,
  ]),
)('%s', async (line, command, time) => {
  const context = {
    kafka: () => Promise.resolve(clusterWith(time).session),
    now: () => new Date('2026-01-15T12:00:00Z'),
  } as unknown as Context;
  const spec = command as unknown as CommandSpec;
  const outputs = await outputsOf(spec, await spec.run(context, (await optionsOf(line)) as never));
  expect(outputs.json).toContain(`"${time}"`);
});

test.each(farTimes)('an open transaction that wrote last at %s', async (time) => {
  const context = {
    kafka: () => Promise.resolve(clusterWith(time).session),
    now: () => new Date('2026-01-15T12:00:00Z'),
  } as unknown as Context;
  const options = await optionsOf('transactions hanging orders');
  const report = await (transactionsHanging as unknown as CommandSpec).run(context, options as never);
  expect(report).toMatchObject({ hanging: [], healthy: 1, problems: [] });
});

test.each(farTimes)('a znode made at %s', (time) => {
  const stat = {
    ...{ czxid: 1n, mzxid: 1n, pzxid: 1n, ctime: time, mtime: time, version: 0, cversion: 0, aversion: 0 },
    ...{ ephemeralOwner: 0n, dataLength: 0, numChildren: 0 },
  };
  expect(factsOf('/a', stat)).toMatchObject({ ctime: String(time), mtime: String(time) });
});
