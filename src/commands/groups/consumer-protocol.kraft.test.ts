import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupSummary } from '../../kafka/groups/list-groups.js';
import { joinWithKafka } from '../../testing/peers/kafka-tools.js';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('new-protocol');
const group = uniqueName('new-protocol-group');
const records = 12;
let member: { leave(): Promise<void> };

const lab = (...argv: string[]) => onTestCluster(argv);
const reset = (...options: string[]) =>
  lab('groups', 'reset', group, '-t', topic, '--to', 'start', ...options);

/** Undefined while there is no such group. */
async function described(): Promise<GroupDescription | undefined> {
  const { exitCode, stdout } = await lab('groups', 'describe', group, '-o', 'json');
  return exitCode === 0 ? (JSON.parse(stdout) as GroupDescription[])[0] : undefined;
}

async function listed(): Promise<GroupSummary | undefined> {
  const { stdout } = await lab('groups', 'list', '--filter', `^${group}$`, '-o', 'json');
  return (JSON.parse(stdout) as { groups: GroupSummary[] }).groups[0];
}

beforeAll(async () => {
  await lab('topics', 'create', topic, '-p', '2', '-r', '3');
  await onTestCluster(['produce', topic], { stdin: 'record\n'.repeat(records) });
  member = await joinWithKafka(testCluster().bootstrapServers, topic, group);
  // It has what there is, and has said so.
  await until(async () => {
    const found = await described();
    return found?.state === 'Stable' && found.lag === 0 && found.members?.length === 1 ? true : undefined;
  });
}, 60_000);

afterAll(async () => {
  await member.leave();
  await lab('groups', 'delete', group, '--yes');
  await lab('topics', 'delete', topic, '--yes');
}, 60_000);

describe('a group of the newer protocol (KIP-848)', () => {
  test('is listed as one', async () => {
    expect(await listed()).toMatchObject({
      ...{ group, state: 'Stable', type: 'consumer', protocolType: 'consumer', members: 1, topics: [topic] },
      lag: 0,
    });
  });

  test('is described with its member, what it was given, and the assignor of the coordinator', async () => {
    const { type, assignor, members, partitions } = (await described())!;
    expect([type, assignor]).toEqual(['consumer', 'uniform']);
    expect(members).toEqual([
      expect.objectContaining({
        clientId: expect.stringContaining('consumer') as unknown,
        subscribed: [topic],
        assignment: [{ topic, partitions: [0, 1] }],
      }),
    ]);
    expect(partitions.map(({ partition, lag, consumerId }) => [partition, lag, consumerId])).toEqual([
      [0, 0, members![0]!.memberId],
      [1, 0, members![0]!.memberId],
    ]);
    expect(partitions.reduce((sum, { currentOffset }) => sum + Number(currentOffset), 0)).toBe(records);
  });

  test('is joined by kafka-lab, which reads until its share has come and been read', async () => {
    const { exitCode, stderr } = await lab('consume', topic, '--group', group, '--exit');
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/Member of group \S+: partitions \S+ [01]\n/),
    ]);
    await until(async () => ((await described())?.members?.length === 1 ? true : undefined));
    expect((await described())?.members?.[0]?.newProtocol?.protocol).toBe('consumer');
  }, 60_000);

  test('is neither reset nor deleted while its member reads', async () => {
    const plan = await reset();
    expect([plan.exitCode, plan.stderr]).toEqual([
      0,
      expect.stringContaining('--execute is refused for now: the group has 1 active member ('),
    ]);
    const action = await reset('--execute');
    expect([action.exitCode, action.stdout, action.stderr]).toEqual([
      ...[1, ''],
      expect.stringMatching(/^error: Group "\S+" has 1 active member: \S+ at \S+ \(client \S+\)\./),
    ]);
    expect((await lab('groups', 'delete', group, '--yes')).exitCode).toBe(1);
    expect((await described())?.lag).toBe(0);
  });

  test('is reset, and undone, once it has no members', async () => {
    await member.leave();
    await until(async () => ((await described())?.state === 'Empty' ? true : undefined));
    const action = await reset('--execute');
    expect([action.exitCode, action.stderr]).toEqual([0, expect.stringContaining('read back')]);
    const { partitions, lag, members } = (await described())!;
    expect(partitions.map(({ currentOffset }) => currentOffset)).toEqual([0, 0]);
    expect([lag, members]).toEqual([records, []]);
    expect((await listed())?.type).toBe('consumer');
  }, 30_000);
});
