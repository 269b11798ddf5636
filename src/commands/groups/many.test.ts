/** Hundreds of groups, and topics that are gone: what one group or topic is like must not stop the others. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CommandSpec, Context } from '../../contract/command.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { groupCluster, type TestGroup } from '../../testing/brokers/group-cluster.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { LabError } from '../../text/errors.js';
import { optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { groupsClone } from './clone.js';
import { groupsReset } from './reset.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

type Cluster = ReturnType<typeof groupCluster>;
const run = async (command: unknown, { session }: Cluster, line: string): Promise<unknown> => {
  const context = {
    kafka: () => Promise.resolve(session),
    now: () => new Date('2026-01-15T12:00:00Z'),
    folders: home.folders,
  } as unknown as Context;
  return (command as CommandSpec).run(context, (await optionsOf(line)) as never);
};
const times = ({ broker }: Cluster, request: string) =>
  broker.asked.filter((name) => name === request).length;

test('three hundred groups are planned with as few questions as one, and committed a few at a time', async () => {
  const ids = Array.from({ length: 300 }, (_, index) => `group-${index}`);
  const cluster = groupCluster({
    topics: { orders: 2 },
    groups: Object.fromEntries(ids.map((id) => [id, { committed: { 'orders/1': { offset: 5 } } }])),
  });
  const warnings: unknown[] = [];
  const listen = (warning: unknown) => warnings.push(warning);
  process.on('warning', listen);
  let [flying, most] = [0, 0];
  cluster.broker.network = async (_apiKey, arrive) => {
    most = Math.max(most, (flying += 1));
    await new Promise((resolve) => setImmediate(resolve));
    return arrive().finally(() => (flying -= 1));
  };
  const line = 'groups reset --all-groups --topic orders --to @-1h';
  const plans = (await run(groupsReset, cluster, line)) as OffsetChanges[];
  expect(plans.map(({ group }) => group)).toEqual([...ids].sort());
  // Once to find the groups, once to plan: beginnings and ends, and the time.
  expect(['ListGroups', 'DescribeGroups', 'OffsetFetch'].map((name) => times(cluster, name))).toEqual([
    2, 2, 2,
  ]);
  expect(times(cluster, 'ListOffsets')).toBeLessThanOrEqual(5);
  expect(times(cluster, 'OffsetCommit')).toBe(0);
  await run(groupsReset, cluster, `${line} --execute`);
  expect(times(cluster, 'OffsetCommit')).toBe(300);
  expect([...cluster.groups.values()].every(({ committed }) => committed['orders/1']!.offset === 100)).toBe(
    true,
  );
  expect(most).toBeLessThanOrEqual(20);
  process.off('warning', listen);
  expect(warnings).toEqual([]);
}, 60_000);

const withGone = () =>
  groupCluster({
    topics: { orders: 1 },
    groups: {
      billing: { committed: { 'orders/0': { offset: 5, metadata: 'mine' }, 'gone/0': { offset: 7 } } },
      audit: { committed: { 'orders/0': { offset: 6 } } },
    },
  });
const committedOf = ({ groups }: Cluster, group: string): TestGroup['committed'] =>
  groups.get(group)!.committed;
const goneNote = 'Topic "gone" no longer exists: it is left out.';

test('groups reset --all-topics leaves out a topic that is gone, and says so', async () => {
  const cluster = withGone();
  const line = 'groups reset billing --all-topics --to end --execute';
  const [done] = (await run(groupsReset, cluster, line)) as OffsetChanges[];
  expect([done!.executed, done!.notes]).toEqual([true, [goneNote]]);
  expect(committedOf(cluster, 'billing')).toMatchObject({
    'orders/0': { offset: 100 },
    'gone/0': { offset: 7 },
  });
});

test('groups reset --all-groups --all-topics does the other groups and topics', async () => {
  const cluster = withGone();
  const line = 'groups reset --all-groups --all-topics --to end --execute';
  const done = (await run(groupsReset, cluster, line)) as OffsetChanges[];
  expect(done.map(({ group, notes }) => [group, notes])).toEqual([
    ['audit', []],
    ['billing', [goneNote]],
  ]);
  expect(['audit', 'billing'].map((group) => committedOf(cluster, group)['orders/0']!.offset)).toEqual([
    100, 100,
  ]);
});

test('groups clone copies the topics that are there, with the metadata beside each offset', async () => {
  const cluster = withGone();
  const done = (await run(groupsClone, cluster, 'groups clone billing copy --execute')) as OffsetChanges;
  expect(done.notes).toContain(goneNote);
  expect(committedOf(cluster, 'copy')).toEqual({ 'orders/0': { offset: 5, metadata: 'mine' } });
});

test('a topic that is named must exist', async () => {
  await expect(
    run(groupsReset, withGone(), 'groups reset billing --topic gone --to end'),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
});

test.each([
  ['its leader refuses', () => ({ errorCode: 7 }), /REQUEST_TIMED_OUT/],
  ['its leader leaves it out', () => undefined, /leader 1 left it out/],
])('a time that cannot be looked up, since %s, moves nothing', async (_why, answer, problem) => {
  const cluster = groupCluster({
    topics: { orders: 2 },
    groups: { billing: { committed: { 'orders/0': { offset: 5 }, 'orders/1': { offset: 5 } } } },
    // Of the first partition only the time is unknown.
    logAt: (_topic, partition, time) => (time >= 0 && partition === 0 ? answer() : {}),
  });
  const line = 'groups reset billing --topic orders --to @2026-01-15 --execute';
  const done = (await run(groupsReset, cluster, line)) as OffsetChanges[];
  expect(done[0]!.partitions.map((each) => [each.newOffset, each.problem])).toEqual([
    [null, expect.stringMatching(problem)],
    [100, null],
  ]);
  expect(committedOf(cluster, 'billing')).toMatchObject({
    'orders/0': { offset: 5 },
    'orders/1': { offset: 100 },
  });
  expect((groupsReset as unknown as CommandSpec).failed?.(done)).toBe(true);
  expect((await outputsOf(groupsReset, done)).plain).toMatch(problem);
});

test('a time to which nobody answers moves nothing', async () => {
  const cluster = groupCluster({
    topics: { orders: 1 },
    groups: { billing: { committed: { 'orders/0': { offset: 5 } } } },
    timeoutMs: 200,
    logAt: (_topic, _partition, time) => {
      if (time >= 0) throw new LabError('timeout', 'Broker 1 did not answer ListOffsets in time.');
      return {};
    },
  });
  const line = 'groups reset billing --topic orders --to @2026-01-15 --execute';
  const done = (await run(groupsReset, cluster, line)) as OffsetChanges[];
  expect(done[0]!.partitions[0]).toMatchObject({ newOffset: null, problem: 'leader 1 does not answer' });
  expect(committedOf(cluster, 'billing')['orders/0']!.offset).toBe(5);
});
