import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CommandSpec, Context } from '../../contract/command.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { optionsOf } from '../../testing/program/command-tables.js';
import { describeConfigs } from '../../wire/requests/describe-configs.js';
import { describeGroups } from '../../wire/requests/describe-groups.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { offsetCommit } from '../../wire/requests/offset-commit.js';
import { offsetFetch } from '../../wire/requests/offset-fetch.js';
import { groupsClone } from './clone.js';
import { groupsReset } from './reset.js';
import { groupsUndo } from './undo.js';

/** A topic whose log grows by ten whenever its end is asked for, and groups that have read five records of it. */
function growingCluster(...groupIds: string[]) {
  const committed = new Map(groupIds.map((group) => [group, 5]));
  let high = 100;
  const noError = { throttleTimeMs: 0, errorCode: 0 };
  const broker = new ScriptedBroker(1)
    .on(findCoordinator, ({ coordinatorKeys }) => ({
      ...{ ...noError, errorMessage: null, nodeId: 0, host: '', port: 0 },
      coordinators: coordinatorKeys.map((key) => ({
        ...{ key, nodeId: 1, host: 'fake', port: 9092, errorCode: 0, errorMessage: null },
      })),
    }))
    .on(listGroups, () => ({
      ...noError,
      groups: [...committed.keys()].map((groupId) => ({
        ...{ groupId, protocolType: 'consumer', groupState: 'Empty', groupType: 'Classic' },
      })),
    }))
    .on(describeGroups, ({ groups }) => ({
      throttleTimeMs: 0,
      groups: groups.map((groupId) => ({
        ...{ errorCode: 0, errorMessage: null, groupId, groupState: 'Empty' },
        ...{ protocolType: 'consumer', protocolData: '', members: [] },
      })),
    }))
    .on(offsetFetch, ({ groups }) => ({
      ...{ ...noError, topics: [] },
      groups: groups.map(({ groupId }) => ({
        ...{ groupId, errorCode: 0 },
        topics: [
          {
            name: 'orders',
            partitions: [
              {
                ...{ partitionIndex: 0, committedOffset: committed.get(groupId) ?? -1 },
                ...{ committedLeaderEpoch: -1, metadata: '', errorCode: 0 },
              },
            ],
          },
        ],
      })),
    }))
    .on(offsetCommit, ({ groupId, topics }) => {
      committed.set(groupId, topics[0]!.partitions[0]!.committedOffset);
      return {
        throttleTimeMs: 0,
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 0 }] }],
      };
    })
    .on(listOffsets, ({ topics }) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          ...{ partitionIndex, errorCode: 0, timestamp: -1 },
          offset: timestamp === offsetAt.earliest ? 0 : (high += 10),
        })),
      })),
    }))
    .on(describeConfigs, () => ({ throttleTimeMs: 0, results: [] }));
  const session = testSession({
    metadata: {
      brokers: [{ id: 1, host: 'fake', port: 9092, rack: null }],
      topics: [topicState('orders', [partitionState(0, [1])])],
    },
    brokers: [broker],
  });
  return { broker, committed, session };
}

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

type Cluster = ReturnType<typeof growingCluster>;
const contextOf = ({ session }: Cluster) =>
  ({
    kafka: () => Promise.resolve(session),
    now: () => new Date('2026-01-15T12:00:00Z'),
    folders: home.folders,
  }) as unknown as Context;
const run = async (command: unknown, cluster: Cluster, line: string): Promise<unknown> =>
  (command as CommandSpec).run(contextOf(cluster), (await optionsOf(line)) as never);
const newOffsets = (results: readonly OffsetChanges[]) =>
  results.map(({ partitions }) => partitions[0]!.newOffset);
const times = ({ broker }: Cluster, request: string) =>
  broker.asked.filter((name) => name === request).length;

test.each([['a'], ['a b'], ['a b c']])(
  'groups reset %s --execute: each is planned once, and that is done',
  async (ids) => {
    const groups = ids.split(' ');
    const line = `groups reset ${ids} --topic orders --to end`;
    const planning = growingCluster(...groups);
    const plans = (await run(groupsReset, planning, line)) as OffsetChanges[];
    expect(plans.map(({ executed }) => executed)).toEqual(groups.map(() => false));
    expect([...planning.committed.values()]).toEqual(groups.map(() => 5));

    const cluster = growingCluster(...groups);
    const done = (await run(groupsReset, cluster, `${line} --execute`)) as OffsetChanges[];
    expect(done.map(({ executed }) => executed)).toEqual(groups.map(() => true));
    // An end asked for again would be another one.
    expect(newOffsets(done)).toEqual(newOffsets(plans));
    expect([...cluster.committed.values()]).toEqual(newOffsets(plans));
    for (const request of ['ListOffsets', 'DescribeConfigs', 'ListGroups', 'DescribeGroups']) {
      expect([request, times(cluster, request)]).toEqual([request, times(planning, request)]);
    }
    expect([times(planning, 'OffsetCommit'), times(cluster, 'OffsetCommit')]).toEqual([0, groups.length]);
  },
);

test('groups clone --execute copies what was committed when it was planned; groups undo takes back what was kept', async () => {
  const cluster = growingCluster('a', 'b');
  cluster.committed.set('b', 80);
  const looking = async (command: unknown, line: string) => {
    const before = times(cluster, 'DescribeGroups');
    const result = (await run(command, cluster, line)) as OffsetChanges;
    return { result, looks: times(cluster, 'DescribeGroups') - before };
  };
  const cloned = await looking(groupsClone, 'groups clone a b --execute');
  // One look at each of the two groups.
  expect([cloned.result.partitions[0]!.newOffset, cluster.committed.get('b'), cloned.looks]).toEqual([
    5, 5, 2,
  ]);
  const planned = await looking(groupsUndo, 'groups undo b');
  expect([planned.result.executed, planned.result.undoable, cluster.committed.get('b')]).toEqual([
    false,
    1,
    5,
  ]);
  const undone = await looking(groupsUndo, 'groups undo b --execute');
  expect([undone.result.executed, undone.result.undoable, undone.looks]).toEqual([true, 0, 1]);
  expect([cluster.committed.get('a'), cluster.committed.get('b')]).toEqual([5, 80]);
});
