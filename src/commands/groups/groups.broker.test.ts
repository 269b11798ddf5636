import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAddresses } from '../../net/addresses.js';
import { applyOffsets } from '../../kafka/groups/apply-offsets.js';
import type { WantedOffset } from '../../kafka/groups/apply-share-offsets.js';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupSummary } from '../../kafka/groups/list-groups.js';
import type { OffsetChanges } from '../../kafka/groups/offset-changes.js';
import { openSession } from '../../kafka/session/session.js';
import { joinGroup, type GroupMembers } from '../../testing/clusters/group-members.js';
import { kafkajsClient, writeRecords, writeTransaction } from '../../testing/clusters/kafkajs-records.js';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const home = mkdtempSync(join(tmpdir(), 'kafka-lab-groups-'));
const admin = kafkajsClient().admin();
const topics: string[] = [];
const groups: string[] = [];

/** What a group resets is kept between its commands. */
const lab = (...argv: string[]) => onTestCluster(argv, { home });

async function createTopic(partitions: number, ...options: string[]): Promise<string> {
  const topic = uniqueName('groups');
  const { exitCode, stderr } = await lab('topics', 'create', topic, '-p', String(partitions), ...options);
  if (exitCode !== 0) throw new Error(stderr);
  topics.push(topic);
  return topic;
}

/** `counts[p]` records in partition p. */
async function fill(topic: string, ...counts: number[]): Promise<void> {
  const messages = counts.flatMap((count, partition) =>
    Array.from({ length: count }, (_, index) => ({ value: String(index), partition })),
  );
  await writeRecords(topic, messages);
}

function newGroup(): string {
  const group = uniqueName('group');
  groups.push(group);
  return group;
}

/** Records of partition 0 before this offset go. kafkajs has to learn first who leads it. */
async function trim(topic: string, before: number): Promise<void> {
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(before) }] });
}

const reset = (group: string, ...options: string[]) => lab('groups', 'reset', group, ...options);

/** As kafkajs sees it: topic → offsets of its partitions, -1 for nothing. */
async function committed(group: string, ...of: string[]): Promise<Record<string, number[]>> {
  const answers = await admin.fetchOffsets({ groupId: group, topics: of });
  return Object.fromEntries(
    answers.map(({ topic, partitions }) => [
      topic,
      [...partitions]
        .sort((one, other) => one.partition - other.partition)
        .map(({ offset }) => Number(offset)),
    ]),
  );
}

async function commitFromOutside(group: string, offset: WantedOffset): Promise<void> {
  const target = { bootstrapServers: parseAddresses(testCluster().bootstrapServers), origin: 'a test' };
  const session = openSession(target, { timeoutMs: 10_000, signal: new AbortController().signal });
  await applyOffsets(session, { group, isShare: false, wanted: [offset] });
  await session.close();
}

async function listed(group: string): Promise<GroupSummary | undefined> {
  const { stdout } = await lab('groups', 'list', '--filter', `^${group}$`, '-o', 'json');
  return (JSON.parse(stdout) as { groups: GroupSummary[] }).groups[0];
}

async function described(group: string): Promise<GroupDescription> {
  const { stdout } = await lab('groups', 'describe', group, '-o', 'json');
  return (JSON.parse(stdout) as GroupDescription[])[0]!;
}

beforeAll(() => admin.connect());

afterAll(async () => {
  await lab('groups', 'delete', ...groups, '--yes');
  for (const group of groups) if (await listed(group)) await lab('groups', 'delete', group, '--yes');
  await lab('topics', 'delete', ...topics, '--yes');
  await admin.disconnect();
  rmSync(home, { recursive: true });
}, 60_000);

describe('a group with live members', () => {
  let topic: string;
  let members: GroupMembers;
  const group = newGroup();

  beforeAll(async () => {
    topic = await createTopic(2);
    await fill(topic, 10, 5);
    // The group was here before, and stands at 4 in partition 0.
    await reset(group, '-t', topic, '-p', '0', '--to', '4', '--execute');
    members = await joinGroup(group, [topic], 3);
    await until(async () => ((await described(group)).state === 'Stable' ? true : undefined));
  }, 60_000);

  afterAll(() => members.leave(), 30_000);

  test('is listed with its state, members, topics and lag', async () => {
    expect(await listed(group)).toMatchObject({
      group,
      state: 'Stable',
      type: 'classic',
      protocolType: 'consumer',
      members: 3,
      topics: [topic],
      lag: 6,
      withoutLag: [{ reason: 'nothing committed', partitions: 1 }],
    });
    const plain = await lab('groups', 'list', '--state', 'stable');
    expect(plain.stdout).toContain(`${group}\tStable\tclassic\tconsumer\t3\t${topic}\t6\n`);
    expect((await lab('groups', 'list', '--state', 'Empty')).stdout).not.toContain(group);
  });

  test('is described partition by partition, with the member that has none', async () => {
    const { coordinator, members: all, partitions } = await described(group);
    expect(coordinator.id).toBeGreaterThanOrEqual(0);
    expect(all!.map(({ subscribed }) => subscribed)).toEqual([[topic], [topic], [topic]]);
    expect(
      all!
        .flatMap(({ assignment }) => assignment!)
        .sort((one, other) => one.partitions[0]! - other.partitions[0]!),
    ).toEqual([
      { topic, partitions: [0] },
      { topic, partitions: [1] },
    ]);
    expect(partitions).toMatchObject([
      { partition: 0, currentOffset: 4, logEndOffset: 10, lag: 6, reason: null },
      { partition: 1, currentOffset: null, logEndOffset: 5, lag: null, reason: 'nothing committed' },
    ]);
    for (const { consumerId, host, clientId } of partitions) {
      expect(all!.map(({ memberId }) => memberId)).toContain(consumerId);
      expect([host, clientId]).toEqual([expect.stringMatching(/^[\d.:a-f]+$/), 'kafka-lab']);
    }
    const plain = await lab('groups', 'describe', group);
    expect(plain.stdout.split('\n')).toHaveLength(4);
    expect(plain.stdout).toMatch(/\t\t\t\tno partition\tkafka-lab-\S+\t/);
    expect(plain.stderr).toContain('1 of 3 members has no partition');
  });

  test('is not reset: the plan says why, --execute is refused, nothing has changed', async () => {
    const plan = await reset(group, '-t', topic, '--to', 'start');
    expect([plan.exitCode, plan.stdout]).toEqual([
      0,
      `${topic}\t0\t4\t0\treplays 4\n${topic}\t1\t\t0\tbegins, 5 to read\n`,
    ]);
    expect(plan.stderr).toMatch(
      /A plan only, and --execute is refused for now: the group has 3 active members \(kafka-lab-/,
    );
    const action = await reset(group, '-t', topic, '--to', 'start', '--execute');
    expect([action.exitCode, action.stdout]).toEqual([1, '']);
    expect(action.stderr).toMatch(
      /^error: Group "\S+" has 3 active members: kafka-lab-\S+ at \S+ \(client kafka-lab\), .* and 1 more\./,
    );
    expect(action.stderr).toContain('Stop them first, then try again.');
    expect(await committed(group, topic)).toEqual({ [topic]: [4, -1] });
    const undo = await lab('groups', 'undo', group, '--execute');
    expect([undo.exitCode, undo.stderr]).toEqual([1, expect.stringContaining('3 active members')]);
  });

  test('is not deleted, and forgets nothing that its members read', async () => {
    const whole = await lab('groups', 'delete', group, '--yes');
    expect([whole.exitCode, whole.stdout]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^${group}\tnot deleted: it has kafka-lab-\\S+ at `)),
    ]);
    const part = await lab('groups', 'delete-offsets', group, '-t', topic, '--yes');
    expect([part.exitCode, part.stderr]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^error: Group "${group}" still reads ${topic}: kafka-lab-\\S+ at `)),
    ]);
    expect(await committed(group, topic)).toEqual({ [topic]: [4, -1] });
  });
});

describe('reset', () => {
  test('to each kind of position, and nothing else of the group or of another is touched', async () => {
    const [topic, other] = [await createTopic(3), await createTopic(1)];
    const [group, neighbour] = [newGroup(), newGroup()];
    await fill(topic, 100, 50, 0);
    await fill(other, 9);
    const middle = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await fill(topic, 10, 0, 0);
    for (const each of [group, neighbour]) {
      await reset(each, '-t', other, '--to', '7', '--execute');
      await reset(each, '-t', topic, '--to', '20', '--execute');
    }
    expect(await committed(group, topic, other)).toEqual({ [topic]: [20, 20, 0], [other]: [7] });

    for (const [position, offsets] of [
      ['start', [0, 0, 0]],
      ['end', [110, 50, 0]],
      ['30', [30, 30, 0]],
      ['-15', [95, 35, 0]],
      [`@${middle}`, [100, 50, 0]],
      ['@-1h', [0, 0, 0]],
    ] as const) {
      const { exitCode, stderr } = await reset(group, '-t', topic, '--to', position, '--execute');
      expect([position, exitCode, stderr]).toEqual([position, 0, expect.stringContaining('read back')]);
      expect([position, await committed(group, topic)]).toEqual([position, { [topic]: offsets }]);
    }
    const late = await reset(group, '-t', topic, '--to', '@2100-01-01', '--execute');
    expect(late.stderr).toContain(`${topic}[0]: no record is that recent; it goes to the end.`);
    expect(await committed(group, topic, other)).toEqual({ [topic]: [110, 50, 0], [other]: [7] });

    const one = await reset(group, '-t', topic, '-p', '1', '--shift-by', '-8', '--execute');
    expect(one.stdout).toBe(`${topic}\t1\t50\t42\treplays 8\n`);
    expect(await committed(group, topic, other)).toEqual({ [topic]: [110, 42, 0], [other]: [7] });
    const all = await reset(group, '--all-topics', '--to', 'start', '--execute');
    expect(all.stdout.trimEnd().split('\n')).toHaveLength(4);
    expect(await committed(group, topic, other)).toEqual({ [topic]: [0, 0, 0], [other]: [0] });
    expect(await committed(neighbour, topic, other)).toEqual({ [topic]: [20, 20, 0], [other]: [7] });
  }, 60_000);

  test('is a plan until told otherwise, stays within the log, and is done once', async () => {
    const topic = await createTopic(1);
    const group = newGroup();
    await fill(topic, 30);
    await trim(topic, 10);
    const plan = await reset(group, '-t', topic, '--to', '4');
    expect([plan.exitCode, plan.stdout]).toEqual([0, `${topic}\t0\t\t10\tbegins, 20 to read\n`]);
    expect(plan.stderr).toContain(`${topic}[0]: offset 4 is gone; it begins at 10 now.`);
    expect(plan.stderr).toContain(`There is no group "${group}" yet; --execute creates it.`);
    expect(plan.stderr).toContain('A plan: nothing was changed.');
    expect(await listed(group)).toBeUndefined();

    const action = await reset(group, '-t', topic, '--to', '400', '--execute');
    expect(action.stderr).toContain(`${topic}[0]: there is no offset 400 yet; it ends at 30.`);
    expect(action.stderr).toContain(`Group "${group}" did not exist before; it was created.`);
    expect(await committed(group, topic)).toEqual({ [topic]: [30] });
    const again = await reset(group, '-t', topic, '--to', 'end', '--execute');
    expect([again.exitCode, again.stderr]).toEqual([0, 'Nothing to change: the group is there already.\n']);
  }, 30_000);

  test('takes less than a second', async () => {
    const topic = await createTopic(6);
    const group = newGroup();
    await fill(topic, 5, 5, 5, 5, 5, 5);
    const tookMs: number[] = [];
    // The machine may be busy with other things once, not three times.
    for (const offset of ['1', '2', '3']) {
      const startedMs = performance.now();
      const { exitCode } = await reset(group, '-t', topic, '--to', offset, '--execute');
      tookMs.push(performance.now() - startedMs);
      expect(exitCode).toBe(0);
    }
    expect(Math.min(...tookMs)).toBeLessThan(1000);
  });

  test('what cannot be meant is refused in words', async () => {
    const topic = await createTopic(2);
    const group = newGroup();
    for (const [options, message] of [
      [['-t', topic], 'Where to? --to POSITION is missing.'],
      [['--to', 'start'], 'Which topics? Name them with --topic, or take --all-topics.'],
      [['-t', topic, '--all-topics', '--to', 'end'], '--topic and --all-topics exclude each other.'],
      [['-t', topic, '--to', 'middle'], '"middle" is not a position.'],
      [['-t', topic, '--to', 'end', '--shift-by', '1'], '--to and --shift-by exclude each other'],
      [['-t', topic, '-p', 'x', '--to', 'end'], '"x" is not a partition number'],
    ] as const) {
      const { exitCode, stderr } = await reset(group, ...options);
      expect([options, exitCode, stderr]).toEqual([options, 2, expect.stringContaining(message)]);
    }
    for (const [options, message] of [
      [['-t', `${topic}x`, '--to', 'end'], `Did you mean ${topic}`],
      [['-t', topic, '-p', '2', '--to', 'end'], 'has no partition 2: it has 2, 0 to 1.'],
      [['--all-topics', '--to', 'end'], `There is no group "${group}", so it has no topics.`],
    ] as const) {
      const { exitCode, stderr } = await reset(group, ...options);
      expect([options, exitCode, stderr]).toEqual([options, 1, expect.stringContaining(message)]);
    }
  });
});

describe('several groups', () => {
  test('a mistyped name is told with the name that was meant', async () => {
    const topic = await createTopic(1);
    const group = newGroup();
    await reset(group, '-t', topic, '--to', 'start', '--execute');
    const none = await reset(`${group}x`, '--all-topics', '--to', 'start');
    expect([none.exitCode, none.stderr]).toEqual([1, expect.stringContaining(`Did you mean ${group}`)]);
    const planned = await reset(`${group}x`, '-t', topic, '--to', 'start');
    expect([planned.exitCode, planned.stderr]).toEqual([0, expect.stringContaining(`Did you mean ${group}`)]);
  });

  test('by name, all that read a topic, from a file, and cloned', async () => {
    const topic = await createTopic(2);
    const [one, other, copy] = [newGroup(), newGroup(), newGroup()];
    await fill(topic, 20, 10);
    const both = await reset(one, other, '-t', topic, '--to', '5', '--execute');
    expect([both.exitCode, both.stdout]).toEqual([
      0,
      [one, other]
        .map(
          (each) =>
            `${each}\t${topic}\t0\t\t5\tbegins, 15 to read\n${each}\t${topic}\t1\t\t5\tbegins, 5 to read\n`,
        )
        .join(''),
    ]);
    const all = await lab('groups', 'reset', '--all-groups', '-t', topic, '--to', 'end', '--execute');
    expect([all.exitCode, all.stderr]).toEqual([
      0,
      expect.stringContaining('Done: 4 partitions of 2 groups changed and read back.'),
    ]);
    const file = await onTestCluster(['groups', 'reset', '--from-file', '-', '--execute', '-o', 'json'], {
      home,
      stdin: [one, other].map((each) => `${each},${topic},0,8\n"${each}",${topic},1,8\n`).join(''),
    });
    expect(file.exitCode).toBe(0);
    expect((JSON.parse(file.stdout) as OffsetChanges[]).map(({ group }) => group).sort()).toEqual(
      [one, other].sort(),
    );
    for (const each of [one, other]) expect(await committed(each, topic)).toEqual({ [topic]: [8, 8] });
    const written = await reset(
      one,
      '--all-topics',
      '--shift-by',
      '0',
      '--columns',
      'TOPIC,PARTITION,NEW-OFFSET',
    );
    expect(written.stdout).toBe(`${topic}\t0\t8\n${topic}\t1\t8\n`);

    const plan = await lab('groups', 'clone', one, copy);
    expect([plan.exitCode, plan.stdout]).toEqual([
      0,
      `${topic}\t0\t\t8\tbegins, 12 to read\n${topic}\t1\t\t8\tbegins, 2 to read\n`,
    ]);
    expect(await listed(copy)).toBeUndefined();
    await lab('groups', 'clone', one, copy, '--execute');
    expect(await committed(copy, topic)).toEqual({ [topic]: [8, 8] });
    const undone = await lab('groups', 'undo', copy);
    expect(undone.stderr).toContain(`reset ${topic} to the offsets of group ${one}`);
  }, 60_000);

  test('one that is read from holds up those named with it, and is left out of all', async () => {
    const topic = await createTopic(1);
    const [idle, busy] = [newGroup(), newGroup()];
    await fill(topic, 9);
    await reset(idle, busy, '-t', topic, '--to', '4', '--execute');
    const members = await joinGroup(busy, [topic], 1);
    await until(async () => ((await described(busy)).state === 'Stable' ? true : undefined));
    const named = await reset(idle, busy, '-t', topic, '--to', 'start', '--execute');
    expect([named.exitCode, named.stderr]).toEqual([
      1,
      expect.stringContaining(`Group "${busy}" has 1 active`),
    ]);
    expect(await committed(idle, topic)).toEqual({ [topic]: [4] });
    const all = await lab('groups', 'reset', '--all-groups', '-t', topic, '--to', 'start', '--execute');
    expect([all.exitCode, all.stderr]).toEqual([0, expect.stringContaining(`${busy} has 1 active member`)]);
    expect(await committed(idle, topic)).toEqual({ [topic]: [0] });
    expect(await committed(busy, topic)).toEqual({ [topic]: [4] });
    await members.leave();
  }, 60_000);
});

describe('undo', () => {
  test('walks back reset by reset, to where nothing was committed', async () => {
    const [topic, other] = [await createTopic(2), await createTopic(1)];
    const group = newGroup();
    await fill(topic, 40, 40);
    await fill(other, 9);
    await reset(group, '-t', other, '--to', '7', '--execute');
    await reset(group, '-t', topic, '--to', '10', '--execute');
    await reset(group, '-t', topic, '--to', '-5', '--execute');
    expect(await committed(group, topic)).toEqual({ [topic]: [35, 35] });

    const plan = await lab('groups', 'undo', group);
    expect([plan.exitCode, plan.stdout]).toEqual([
      0,
      `${topic}\t0\t35\t10\treplays 25\n${topic}\t1\t35\t10\treplays 25\n`,
    ]);
    expect(plan.stderr).toContain(`reset ${topic} to the last 5 of each partition.`);
    expect(plan.stderr).toContain('2 earlier resets are kept too.');
    expect(await committed(group, topic)).toEqual({ [topic]: [35, 35] });

    const first = await lab('groups', 'undo', group, '--execute');
    expect([first.exitCode, first.stderr]).toEqual([
      0,
      expect.stringContaining('2 partitions changed and read back'),
    ]);
    expect(await committed(group, topic, other)).toEqual({ [topic]: [10, 10], [other]: [7] });
    await lab('groups', 'undo', group, '--execute');
    expect(await committed(group, topic, other)).toEqual({ [topic]: [-1, -1], [other]: [7] });
    await lab('groups', 'undo', group, '--execute');
    expect(await committed(group, other)).toEqual({ [other]: [-1] });
    const none = await lab('groups', 'undo', group, '--execute');
    expect([none.exitCode, none.stderr]).toEqual([
      1,
      expect.stringContaining(`No reset of group "${group}" is kept on this machine`),
    ]);
  }, 60_000);

  test('brings back what a client had put beside an offset', async () => {
    const topic = await createTopic(1);
    const group = newGroup();
    await fill(topic, 9);
    await reset(group, '-t', topic, '--to', '2', '--execute');
    await commitFromOutside(group, { topic, partition: 0, offset: 5, metadata: 'a note' });
    await reset(group, '-t', topic, '--to', 'start', '--execute');
    await lab('groups', 'undo', group, '--execute');
    const [answer] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    expect(answer!.partitions).toEqual([{ partition: 0, offset: '5', metadata: 'a note' }]);
  }, 60_000);
});

describe('groups without members', () => {
  test('two on one topic, each with its own lag', async () => {
    const topic = await createTopic(1);
    const [ahead, behind] = [newGroup(), newGroup()];
    await fill(topic, 20);
    await reset(ahead, '-t', topic, '--to', '18', '--execute');
    await reset(behind, '-t', topic, '--to', '3', '--execute');
    expect([await listed(ahead), await listed(behind)]).toMatchObject([
      { state: 'Empty', members: 0, lag: 2 },
      { state: 'Empty', members: 0, lag: 17 },
    ]);
    const both = await lab('groups', 'describe', ahead, behind);
    expect(both.stdout).toBe(
      `${ahead}\t${topic}\t0\t18\t20\t2\t\t\t\n${behind}\t${topic}\t0\t3\t20\t17\t\t\t\n`,
    );
    const list = await lab('offsets', 'list', topic, '--group', behind);
    expect([list.exitCode, list.stdout]).toEqual([0, `${topic}\t0\t3\t20\t17\n`]);
  }, 30_000);

  test('a lag that holds the ends of transactions says so', async () => {
    const topic = await createTopic(1);
    const group = newGroup();
    await fill(topic, 5);
    await writeTransaction(topic, [{ value: 'a' }], 'commit');
    await reset(group, '-t', topic, '--to', '6', '--execute');
    const { stdout, stderr } = await lab('groups', 'describe', group);
    expect(stdout).toBe(`${topic}\t0\t6\t7\t1\t\t\t\n`);
    expect(stderr).toContain('each end takes an offset without being a record: fewer records may be left');
  }, 30_000);

  test('offsets that went unread are told', async () => {
    const topic = await createTopic(1);
    const group = newGroup();
    await fill(topic, 20);
    await reset(group, '-t', topic, '--to', '3', '--execute');
    await trim(topic, 10);
    const { stderr } = await lab('groups', 'describe', group);
    expect(stderr).toContain(
      `${topic}[0] begins at 10 now; offsets 3 to 9 were deleted before the group read them.`,
    );
  }, 30_000);

  test('delete-offsets forgets one topic, delete the rest', async () => {
    const [topic, other] = [await createTopic(2), await createTopic(1)];
    const group = newGroup();
    await fill(topic, 5, 5);
    for (const each of [topic, other]) await reset(group, '-t', each, '--to', 'end', '--execute');
    const unknown = await lab('groups', 'delete-offsets', group, '-t', 'nowhere', '--yes');
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      1,
      expect.stringContaining(`Group "${group}" has committed nothing in topic "nowhere".`),
    ]);
    const one = await lab('groups', 'delete-offsets', group, '-t', topic, '-p', '1', '--yes');
    expect([one.exitCode, one.stdout]).toEqual([0, `${topic}\t1\t5\tdeleted\n`]);
    const again = await lab('groups', 'delete-offsets', group, '-t', topic, '-p', '1', '--yes');
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      expect.stringContaining('nothing in these partitions'),
    ]);
    const readers = await lab('groups', 'list', '--topic', topic, '--columns', 'GROUP');
    expect([readers.exitCode, readers.stdout]).toEqual([0, `${group}\n`]);
    const part = await lab('groups', 'delete-offsets', group, '-t', topic, '--yes');
    expect([part.exitCode, part.stdout]).toEqual([0, `${topic}\t0\t5\tdeleted\n`]);
    expect(await committed(group, topic, other)).toEqual({ [topic]: [-1, -1], [other]: [0] });
    const unsure = await lab('groups', 'delete', group);
    expect([unsure.exitCode, unsure.stderr]).toEqual([2, expect.stringContaining('will be gone')]);
    const whole = await lab('groups', 'delete', group, '--yes');
    expect([whole.exitCode, whole.stdout]).toEqual([0, `${group}\tdeleted\n`]);
    expect(await listed(group)).toBeUndefined();
  }, 30_000);

  test('one that is not there: the nearest names, and nothing is deleted', async () => {
    const topic = await createTopic(1);
    const group = newGroup();
    await reset(group, '-t', topic, '--to', 'end', '--execute');
    for (const argv of [
      ['groups', 'describe', `${group}x`],
      ['groups', 'delete', group, `${group}x`, '--yes'],
      ['groups', 'delete-offsets', `${group}x`, '-t', topic, '--yes'],
      ['offsets', 'list', topic, '--group', `${group}x`],
    ]) {
      const { exitCode, stderr } = await lab(...argv);
      // Other tests' groups may be as near.
      expect([argv, exitCode, stderr]).toEqual([
        argv,
        1,
        expect.stringContaining(`error: There is no group "${group}x".\nDid you mean ${group}`),
      ]);
    }
    expect(await listed(group)).toMatchObject({ state: 'Empty', topics: [topic] });
  }, 30_000);
});
