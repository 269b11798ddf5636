import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CommandSpec, Context } from '../../contract/command.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { groupCluster } from '../../testing/brokers/group-cluster.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { optionsOf } from '../../testing/program/command-tables.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { groupsClone } from './clone.js';
import { groupsReset } from './reset.js';
import { groupsUndo } from './undo.js';

/** A topic whose log grows by ten whenever its end is asked for, and groups that have read five records of it. */
function growingCluster(...groupIds: string[]) {
  let high = 100;
  const cluster = groupCluster({
    topics: { orders: 1 },
    groups: Object.fromEntries(groupIds.map((id) => [id, { committed: { 'orders/0': { offset: 5 } } }])),
    logAt: (_topic, _partition, timestamp) => ({
      offset: timestamp === offsetAt.earliest ? 0 : (high += 10),
    }),
  });
  const committed = (group: string) => cluster.groups.get(group)!.committed['orders/0']!.offset;
  return { ...cluster, committed };
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
    expect(groups.map(planning.committed)).toEqual(groups.map(() => 5));

    const cluster = growingCluster(...groups);
    const done = (await run(groupsReset, cluster, `${line} --execute`)) as OffsetChanges[];
    expect(done.map(({ executed }) => executed)).toEqual(groups.map(() => true));
    // An end asked for again would be another one.
    expect(newOffsets(done)).toEqual(newOffsets(plans));
    expect(groups.map(cluster.committed)).toEqual(newOffsets(plans));
    for (const request of ['ListOffsets', 'DescribeConfigs', 'ListGroups', 'DescribeGroups']) {
      expect([request, times(cluster, request)]).toEqual([request, times(planning, request)]);
    }
    expect([times(planning, 'OffsetCommit'), times(cluster, 'OffsetCommit')]).toEqual([0, groups.length]);
  },
);

test('groups clone --execute copies what was committed when it was planned; groups undo takes back what was kept', async () => {
  const cluster = growingCluster('a', 'b');
  cluster.groups.get('b')!.committed['orders/0'] = { offset: 80 };
  const looking = async (command: unknown, line: string) => {
    const before = times(cluster, 'DescribeGroups');
    const result = (await run(command, cluster, line)) as OffsetChanges;
    return { result, looks: times(cluster, 'DescribeGroups') - before };
  };
  const cloned = await looking(groupsClone, 'groups clone a b --execute');
  // One look at each of the two groups.
  expect([cloned.result.partitions[0]!.newOffset, cluster.committed('b'), cloned.looks]).toEqual([5, 5, 2]);
  const planned = await looking(groupsUndo, 'groups undo b');
  expect([planned.result.executed, planned.result.undoable, cluster.committed('b')]).toEqual([false, 1, 5]);
  const undone = await looking(groupsUndo, 'groups undo b --execute');
  expect([undone.result.executed, undone.result.undoable, undone.looks]).toEqual([true, 0, 1]);
  expect([cluster.committed('a'), cluster.committed('b')]).toEqual([5, 80]);
});
