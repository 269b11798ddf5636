/** What is said of groups: nothing untrue, and what is unknown is said to be. */
import { expect, test } from '@jest/globals';
import type { CommandSpec, Context } from '../../contract/command.js';
import { groupCluster, type TestGroup } from '../../testing/brokers/group-cluster.js';
import { optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { LabError } from '../../text/errors.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { zeroUuid } from '../../wire/protocol/schema.js';
import { consumerGroupDescribe } from '../../wire/requests/consumer-group-describe.js';
import { deleteGroups } from '../../wire/requests/delete-groups.js';
import { offsetAt } from '../../wire/requests/list-offsets.js';
import { offsetsList } from '../offsets/list.js';
import { groupsDelete } from './delete.js';
import { groupsDescribe } from './describe.js';
import { groupsList } from './list.js';
import { groupsReset } from './reset.js';

type Cluster = ReturnType<typeof groupCluster>;
type LogAt = Parameters<typeof groupCluster>[0]['logAt'];

const clusterOf = (groups: Record<string, TestGroup>, logAt: LogAt = () => ({})) =>
  groupCluster({ topics: { orders: 6, other: 2 }, groups, logAt });

async function shown(command: unknown, line: string, { session }: Cluster) {
  const spec = command as CommandSpec;
  const context = {
    kafka: () => Promise.resolve(session),
    now: () => new Date('2026-01-15T12:00:00Z'),
    folders: { data: '/nowhere' },
  } as unknown as Context;
  const options = await optionsOf(line);
  const result = await spec.run(context, options as never);
  return { ...(await outputsOf(spec, result, options as never)), failed: spec.failed?.(result) ?? false };
}

const member = (memberId: string, assignment: Record<string, readonly number[]>, instanceId?: string) => ({
  ...{ memberId, topics: ['orders'], assignment },
  ...(instanceId === undefined ? {} : { instanceId }),
});

test('partitions with records and nothing committed are not in the lag, and that is said', async () => {
  const committed = { 'orders/0': { offset: 40 }, 'orders/1': { offset: 100 } };
  // The last partition is empty: nothing is to be read there.
  const cluster = clusterOf({ billing: { committed } }, (_topic, partition) =>
    partition === 5 ? { offset: 0 } : {},
  );
  const list = await shown(groupsList, 'groups list', cluster);
  expect(list.notes).toBe('billing: 3 partitions are not in LAG (nothing committed).');
  const described = await shown(groupsDescribe, 'groups describe billing', cluster);
  expect(described.notes).toContain(
    'billing: 3 partitions of orders with records have no committed offset: not in the lag.',
  );
  expect(JSON.parse(described.json)).toMatchObject([
    { lag: 60, uncommitted: [2, 3, 4].map((partition) => ({ topic: 'orders', partition })) },
  ]);
  expect((JSON.parse(list.json) as { groups: unknown[] }).groups).toMatchObject([
    { lag: 60, withoutLag: [{ reason: 'nothing committed', partitions: 3 }] },
  ]);
});

test('lag that retention has taken is said in the list', async () => {
  const committed = Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((partition) => [`orders/${partition}`, { offset: 40 }]),
  );
  const cluster = clusterOf({ billing: { committed } }, (_topic, partition, time) =>
    time === offsetAt.earliest ? { offset: partition === 0 ? 77 : 40 } : {},
  );
  const { notes, json } = await shown(groupsList, 'groups list', cluster);
  expect(notes).toBe('billing: 37 of LAG were deleted before the group read them: retention, or a trim.');
  expect(JSON.parse(json)).toMatchObject({ groups: [{ lag: 360, deletedUnread: 37 }] });
});

/** A broker that lists them, but is too old to tell about them. */
const kinds = clusterOf({
  shared: { type: 'Share', state: 'Stable', committed: {} },
  idle: { type: 'Share', state: 'Empty', committed: {} },
  flow: { type: 'Streams', state: 'Stable', committed: {} },
  still: { type: 'Streams', state: 'Empty', committed: {} },
});

test.each([
  [
    'shared',
    'shared · Stable · share · coordinator 1 · members unknown\n',
    ['shared: its members are unknown: share groups need Kafka 4.1 or newer, feature share.version.'],
  ],
  [
    'idle',
    'idle · Empty · share · coordinator 1 · 0 members\n',
    [
      'idle: what it has consumed is unknown: share groups need Kafka 4.1 or newer, feature share.version.',
      'idle: no members; no consumer is reading in this group now.',
    ],
  ],
  [
    'flow',
    'flow · Stable · streams · coordinator 1 · members unknown\n',
    [
      'flow: its members are unknown: streams groups need Kafka 4.1 or newer, feature streams.version.',
      'flow: nothing is committed.',
    ],
  ],
  [
    'still',
    'still · Empty · streams · coordinator 1 · 0 members\n',
    [
      'still: no members; no consumer is reading in this group now.',
      'still: nothing is committed and nothing assigned.',
    ],
  ],
])('groups describe %s', async (group, table, notes) => {
  const described = await shown(groupsDescribe, `groups describe ${group}`, kinds);
  expect([described.table, described.notes.split('\n')]).toEqual([table, notes]);
});

test.each(['share', 'streams'])('groups list --type %s says what that needs', async (type) => {
  const failed = shown(groupsList, `groups list --type ${type}`, kinds);
  await expect(failed).rejects.toMatchObject({
    code: 'refused',
    message: `The broker at fake:9092 does not know ${type} groups: ${type} groups need Kafka 4.1 or newer, feature ${type}.version.`,
  });
});

test('offsets list of a share group does not say that nothing is committed', async () => {
  const listed = await shown(offsetsList, 'offsets list other --group shared', kinds);
  expect(listed.plain).toBe('other\t0\t\t100\tunknown\nother\t1\t\t100\tunknown\n');
  expect(listed.notes).toBe(
    'shared: its members are unknown: share groups need Kafka 4.1 or newer, feature share.version.',
  );
  expect(listed.failed).toBe(true);
});

test('groups list --topic says of which groups it is unknown whether they read it', async () => {
  const { notes } = await shown(groupsList, 'groups list --topic orders', kinds);
  expect(notes.split('\n')).toContain('Whether these groups read the topic is unknown: flow, idle, shared.');
});

test.each([['groups list --state dead'], ['groups list --filter ^nothing'], ['groups list --topic other']])(
  '%s finds none, and does not say that there are none',
  async (line) => {
    const cluster = clusterOf({ billing: { committed: { 'orders/0': { offset: 1 } } } });
    const { notes } = await shown(groupsList, line, cluster);
    expect(notes).toBe('No such group. All there are: kafka-lab groups list');
  },
);

test('while a classic group rebalances, no reason is made up', async () => {
  const members = [member('app-1', { orders: [0, 1, 2] }), member('app-2', {})];
  const committed = { 'orders/0': { offset: 1 } };
  const rebalancing = clusterOf({ billing: { state: 'PreparingRebalance', members, committed } });
  const { notes } = await shown(groupsDescribe, 'groups describe billing', rebalancing);
  expect(notes).toContain(
    'billing: the group is rebalancing (PreparingRebalance): partitions are being given to its members.',
  );
  expect(notes).not.toContain('has no partition');
  const stable = clusterOf({ billing: { state: 'Stable', members, committed } });
  expect((await shown(groupsDescribe, 'groups describe billing', stable)).notes).toContain(
    'billing: 1 of 2 members has no partition.',
  );
  const crowded = { state: 'Stable', members: [member('a', { orders: [0] }), member('b', {})], committed };
  expect((await shown(groupsDescribe, 'groups describe b', clusterOf({ b: crowded }))).notes).toContain(
    'b: 1 of 2 members has no partition: a partition goes to one member of a group at most.',
  );
});

test('while a group of the newer protocol reconciles, what goes to whom is said', async () => {
  const cluster = clusterOf({ billing: { type: 'Consumer', committed: { 'orders/0': { offset: 1 } } } });
  const owns = (partitions: number[]) => ({
    topicPartitions: [{ topicId: zeroUuid, topicName: 'orders', partitions }],
  });
  const one = (memberId: string, assignment: number[], target: number[]) => ({
    ...{ memberId, instanceId: null, rackId: null, memberEpoch: 1, clientId: 'app', clientHost: '/10.0.0.7' },
    ...{ subscribedTopicNames: ['orders'], subscribedTopicRegex: null },
    ...{ assignment: owns(assignment), targetAssignment: owns(target) },
  });
  cluster.broker.on(consumerGroupDescribe, ({ groupIds }) => ({
    throttleTimeMs: 0,
    groups: groupIds.map((groupId) => ({
      ...{ groupId, errorCode: 0, errorMessage: null, groupState: 'Reconciling', authorizedOperations: 0 },
      ...{ groupEpoch: 2, assignmentEpoch: 2, assignorName: 'uniform' },
      members: [one('a', [0, 1, 2, 3, 4, 5], [0, 1, 2]), one('b', [], [3, 4, 5])],
    })),
  }));
  const { notes } = await shown(groupsDescribe, 'groups describe billing', cluster);
  expect(notes).toContain(
    'billing: the group is rebalancing (Reconciling): partitions are being given to its members.',
  );
  expect(notes).toContain('billing: orders 3,4,5 go to b once the member that has them gives them up.');
});

const crashNote =
  'A member that has crashed is removed by its session time-out, after 45 seconds by default.';
const busy = () =>
  clusterOf({
    billing: {
      state: 'Stable',
      members: [member('app-1', { orders: [0] }, 'static-7')],
      committed: { 'orders/0': { offset: 1 } },
    },
  });

test('a plan, a refusal and a deletion say that a crashed member goes by itself, and name a static one', async () => {
  const who = 'app-1 at 10.0.0.7 (client app, static member static-7)';
  const plan = await shown(groupsReset, 'groups reset billing --topic orders --to end', busy());
  expect(plan.notes).toContain(`the group has 1 active member (${who}). Stop it first. ${crashNote}`);
  const line = 'groups reset billing --topic orders --to end --execute';
  const refused = await shown(groupsReset, line, busy()).catch((error: unknown) => error as LabError);
  expect(refused).toBeInstanceOf(LabError);
  expect(refused).toMatchObject({
    message: expect.stringContaining(who) as unknown,
    hint: expect.stringContaining(crashNote) as unknown,
  });
  const cluster = busy();
  cluster.broker.on(deleteGroups, ({ groupsNames }) => ({
    throttleTimeMs: 0,
    results: groupsNames.map((groupId) => ({ groupId, errorCode: errorCodeNamed('NON_EMPTY_GROUP') })),
  }));
  expect((await shown(groupsDelete, 'groups delete billing', cluster)).plain).toContain(crashNote);
});
