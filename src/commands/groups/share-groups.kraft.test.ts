import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupList } from '../../kafka/groups/list-groups.js';
import type { Snapshot } from '../../monitor/take/snapshot.js';
import { shareWithKafka, type KafkaMember } from '../../testing/peers/kafka-tools.js';
import { jsonOfLine, onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('shared');
const group = uniqueName('share-group');
let member: KafkaMember;

/** Offsets of before are kept there. */
const home = mkdtempSync(join(tmpdir(), 'kafka-lab-share-groups-'));

const lab = (line: string, stdin = '') => onTestCluster(line.split(' '), { stdin, home });
const described = async () => (await jsonOfLine<GroupDescription[]>(`groups describe ${group}`))[0]!;

beforeAll(async () => {
  await lab(`topics create ${topic} -p 2 -r 3`);
  member = await shareWithKafka(testCluster().bootstrapServers, topic, group);
  await until(async () => {
    const found = await described().catch(() => undefined);
    return found?.members?.[0]?.assignment?.length === 1 ? true : undefined;
  });
  // Without share.auto.offset.reset, it begins at the end.
  await until(async () => {
    await lab(`produce ${topic} -p 0`, 'one\ntwo\nthree\n');
    const { partitions } = await described();
    return partitions[0]?.lag === 0 ? true : undefined;
  });
}, 90_000);

afterAll(async () => {
  await lab(`groups delete ${group} --yes`);
  await lab(`topics delete ${topic} --yes`);
  rmSync(home, { recursive: true });
}, 60_000);

describe('a share group (KIP-932) with a member of Kafka', () => {
  test('is listed with its type, its members, its topics and its lag', async () => {
    const { groups } = await jsonOfLine<GroupList>('groups list --type share');
    expect(groups.filter((each) => each.group === group)).toMatchObject([
      { state: 'Stable', type: 'share', members: 1, topics: [topic], lag: 0, problem: null },
    ]);
    const { groups: others } = await jsonOfLine<GroupList>('groups list --type streams');
    expect(others.map((each) => each.type)).not.toContain('share');
  });

  test('is described: epochs, the assignor, what the member may read, and where each partition stands', async () => {
    const { type, assignor, epochs, members, partitions, lag } = await described();
    expect([type, assignor, lag]).toEqual(['share', 'simple', 0]);
    expect(epochs!.assignment).toBe(epochs!.group);
    expect(members).toEqual([
      expect.objectContaining({
        clientId: 'console-share-consumer',
        assignment: [{ topic, partitions: [0, 1] }],
        share: { epoch: epochs!.group },
      }),
    ]);
    const [read, unread] = partitions;
    const { memberId } = members![0]!;
    expect(read).toMatchObject({ topic, partition: 0, lag: 0, share: { readers: [memberId] } });
    // All that was read is done with, before the start offset or ahead of it.
    expect(Number(read!.currentOffset) + read!.share!.doneAhead!).toBe(read!.logEndOffset);
    expect(unread).toMatchObject({ partition: 1, currentOffset: null, reason: 'nothing committed' });
  });

  test('has its lag in the monitor, in checks and for Prometheus', async () => {
    const round = await jsonOfLine<Snapshot>('monitor --once');
    expect(round.groups.find((each) => each.group === group)).toMatchObject({ type: 'share', lag: 0 });
    const check = await lab(`monitor --check lag(${group})<1`);
    expect([check.exitCode, check.stderr]).toEqual([0, expect.anything()]);
  });

  test('is not changed while it has a member', async () => {
    const refused = await lab(`groups reset ${group} -t ${topic} --to start --execute`);
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: Group "\S+" has 1 active member: \S+ at \S+ \(client \S+\)\./),
    ]);
    expect((await lab(`groups delete-offsets ${group} -t ${topic} --yes`)).exitCode).toBe(1);
    expect((await described()).lag).toBe(0);
  });

  test('is reset, and undone, once it has none: what was acknowledged is delivered again', async () => {
    await member.leave();
    await until(async () => ((await described()).state === 'Empty' ? true : undefined));
    const before = (await described()).partitions.map(({ currentOffset }) => currentOffset);
    const plan = await lab(`groups reset ${group} -t ${topic} -p 0 --to start`);
    expect([plan.exitCode, plan.stdout, plan.stderr]).toEqual([
      ...[0, expect.stringMatching(/replays \d+/)],
      expect.stringContaining('To do it (1 partition), add --execute.'),
    ]);
    expect((await described()).lag).toBe(0);
    const done = await lab(`groups reset ${group} -t ${topic} -p 0 --to start --execute`);
    expect([done.exitCode, done.stderr]).toEqual([0, expect.stringContaining('changed and read back')]);
    const [first] = (await described()).partitions;
    expect([first!.currentOffset, first!.lag]).toEqual([0, first!.logEndOffset]);

    await lab(`groups reset ${group} -t ${topic} -p 1 --to end --execute`);
    expect((await described()).partitions.map(({ currentOffset }) => currentOffset)).toEqual([0, 0]);
    await lab(`groups undo ${group} --execute`);
    await lab(`groups undo ${group} --execute`);
    expect((await described()).partitions.map(({ currentOffset }) => currentOffset)).toEqual(
      before.slice(0, 1),
    );
  });

  test('is cloned as a share group, forgets a topic, and is deleted', async () => {
    const clone = `${group}-clone`;
    await lab(`groups reset ${group} -t ${topic} --to 2 -p 0 --execute`);
    expect((await lab(`groups clone ${group} ${clone} --execute`)).exitCode).toBe(0);
    const [made] = await jsonOfLine<GroupDescription[]>(`groups describe ${clone}`);
    expect(made).toMatchObject({ type: 'share', partitions: [{ partition: 0, currentOffset: 2 }] });
    const forgotten = await lab(`groups delete-offsets ${clone} -t ${topic} --yes`);
    expect([forgotten.exitCode, forgotten.stdout]).toEqual([0, `${topic}\t0\t2\tdeleted\n`]);
    expect((await lab(`groups delete ${clone} --yes`)).exitCode).toBe(0);
    expect((await lab(`groups describe ${clone}`)).stderr).toContain('There is no group');
  });

  test('has configs of its own, with what would hold otherwise', async () => {
    const change = await lab(`groups config ${group} set share.auto.offset.reset=earliest`);
    expect([change.exitCode, change.stdout, change.stderr]).toEqual([
      ...[0, 'share.auto.offset.reset\tlatest\tearliest\tgroup\tset\n'],
      expect.stringContaining(`groups config ${group} unset share.auto.offset.reset`),
    ]);
    const own = await lab(`groups config ${group}`);
    expect(own.stdout).toBe('share.auto.offset.reset\tearliest\tgroup\tlatest\n');
    const unknown = await lab(`groups config ${group} set share.auto.ofset.reset=earliest`);
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('Did you mean share.auto.offset.reset?'),
    ]);
    await lab(`groups config ${group} unset share.auto.offset.reset`);
    expect((await lab(`groups config ${group}`)).stdout).toBe('');
  });
});
