import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AssignerProtocol } from 'kafkajs';
import { kafkajsClient, writeRecords, writeTransaction } from '../../testing/clusters/kafkajs-records.js';
import { onTestCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { running } from '../../testing/program/running-cli.js';

const admin = kafkajsClient().admin();
const topics: string[] = [];

async function createTopic(partitions: number): Promise<string> {
  const topic = uniqueName('group');
  const { exitCode, stderr } = await onTestCluster(['topics', 'create', topic, '-p', String(partitions)]);
  if (exitCode !== 0) throw new Error(stderr);
  topics.push(topic);
  return topic;
}

async function committed(groupId: string, topic: string): Promise<Record<number, number>> {
  const [answer] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return Object.fromEntries(answer!.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
}

async function members(groupId: string): Promise<number> {
  const { groups } = await admin.describeGroups([groupId]);
  return groups[0]?.members.length ?? 0;
}

const read = (topic: string, group: string, ...options: string[]) =>
  onTestCluster(['consume', topic, '--group', group, ...options]);

beforeAll(() => admin.connect());

afterAll(async () => {
  await admin.disconnect();
  await onTestCluster(['topics', 'delete', ...topics, '--yes']);
}, 60_000);

describe('one member', () => {
  test('reads each record once, commits, and finds nothing the second time', async () => {
    const topic = await createTopic(3);
    const group = uniqueName('group');
    // Several answers of a broker, since one answer can be read once by mistake.
    const messages = Array.from({ length: 9000 }, (_, index) => ({
      value: `${index} ${'x'.repeat(400)}`,
      partition: index % 3,
    }));
    for (let at = 0; at < messages.length; at += 3000)
      await writeRecords(topic, messages.slice(at, at + 3000));

    const first = await read(topic, group, '--from-beginning', '--exit');
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toMatch(
      new RegExp(
        `^Reading ${topic} as group ${group} from its committed offsets \\(from the beginning if it has none\\), to the present end\\.\n` +
          `Member of group ${group}: partitions ${topic} 0,1,2\n` +
          'Reached the end: 9,000 records from 3 partitions',
      ),
    );
    const numbers = first.stdout
      .trimEnd()
      .split('\n')
      .map((line) => Number.parseInt(line, 10));
    expect(numbers.sort((one, other) => one - other)).toEqual(messages.map((_, index) => index));
    expect(await committed(group, topic)).toEqual({ 0: 3000, 1: 3000, 2: 3000 });

    const second = await read(topic, group, '--exit');
    expect([second.exitCode, second.stdout]).toEqual([0, '']);
    await writeRecords(topic, [{ value: 'new' }]);
    expect((await read(topic, group, '--exit')).stdout).toBe('new\n');
  }, 60_000);

  test('with a limit, commits what it showed and no more', async () => {
    const topic = await createTopic(1);
    const group = uniqueName('group');
    await writeRecords(
      topic,
      Array.from({ length: 10 }, (_, index) => ({ value: String(index) })),
    );
    const first = await read(topic, group, '--from-beginning', '-n', '3');
    expect([first.exitCode, first.stdout]).toEqual([0, '0\n1\n2\n']);
    expect(await committed(group, topic)).toEqual({ 0: 3 });
    expect((await read(topic, group, '--exit')).stdout).toBe('3\n4\n5\n6\n7\n8\n9\n');
  }, 30_000);

  test('in every format as without a group: keys, nulls, and headers of any name, order and number', async () => {
    const topic = await createTopic(1);
    const lines = [
      { key: 'k', value: 'v', headers: ['b', 'a', 'b', '2', '1', '__proto__', 'constructor', 'toString'] },
      { key: null, value: null, headers: [] },
      { value: 'null header' },
    ].map(({ headers, ...record }) =>
      JSON.stringify({
        ...record,
        headers: (headers ?? ['n', 'n']).map((key, index) => ({ key, value: headers ? `${index}` : null })),
      }),
    );
    const { exitCode } = await onTestCluster(['produce', topic, '--json'], {
      stdin: `${lines.join('\n')}\n`,
    });
    expect(exitCode).toBe(0);
    await writeRecords(topic, [{ key: 'k', value: Buffer.from([0xff]), headers: { a: ['1', '2'] } }]);
    const all = ['--keys', '--headers', '--offsets', '--timestamps'];
    for (const format of [
      ['-o', 'json'],
      ['-o', 'jsonl'],
      ['-o', 'yaml'],
      ['-o', 'table', ...all],
      all,
      ['--format', '%k %h %s\\n'],
    ]) {
      const alone = await onTestCluster(['consume', topic, '--exit', ...format]);
      const member = await read(topic, uniqueName('group'), '--from-beginning', '--exit', ...format);
      expect([member.exitCode, member.stdout]).toEqual([0, alone.stdout]);
      expect(alone.stdout).not.toBe('');
    }
  }, 60_000);

  test('aborted records are hidden', async () => {
    const topic = await createTopic(1);
    await writeTransaction(topic, [{ value: 'aborted' }], 'abort');
    await writeTransaction(topic, [{ value: 'committed' }], 'commit');
    expect((await read(topic, uniqueName('group'), '--from-beginning', '--exit')).stdout).toBe('committed\n');
    const all = ['--from-beginning', '--exit', '--isolation', 'read_uncommitted'];
    expect((await read(topic, uniqueName('group'), ...all)).stdout).toBe('aborted\ncommitted\n');
  }, 30_000);
});

describe('the end', () => {
  test('lies behind a long transaction that was aborted, however long nothing comes', async () => {
    const topic = await createTopic(2);
    const aborted = Array.from({ length: 900 }, () => ({ value: 'x'.repeat(1000), partition: 0 }));
    await writeTransaction(topic, aborted, 'abort');
    await writeRecords(
      topic,
      Array.from({ length: 10 }, (_, index) => ({ value: String(index), partition: 0 })),
    );
    const group = uniqueName('group');
    const { stdout, stderr } = await read(topic, group, '--from-beginning', '--exit');
    expect(stdout).toBe('0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n');
    expect(stderr).toContain('Reached the end: 10 records');
    expect((await committed(group, topic))[0]).toBe(911);
  }, 60_000);

  test('a member that comes to a group in which others keep partitions for a while waits for its share', async () => {
    const topic = await createTopic(4);
    const group = uniqueName('group');
    const first = running((settings) =>
      onTestCluster(['consume', topic, '--group', group, '--follow', '--from-beginning'], settings),
    );
    await first.shows('partitions');
    const { exitCode, stderr } = await read(topic, group, '--exit');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(new RegExp(`Member of group ${group}: partitions ${topic} \\d,\\d\n`));
    first.interrupt();
    await first.ended;
  }, 60_000);
});

describe('members of other clients', () => {
  const { MemberMetadata, MemberAssignment } = AssignerProtocol;

  /** A consumer of kafkajs that offers one assignor, under another client's name for it. */
  async function memberWith(assignor: string, groupId: string, topic: string) {
    const failures: Error[] = [];
    const consumer = kafkajsClient().consumer({
      groupId,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 200,
      heartbeatInterval: 300,
      partitionAssigners: [
        () => ({
          name: assignor,
          version: 0,
          protocol: ({ topics: names }) => ({
            name: assignor,
            metadata: MemberMetadata.encode({ version: 0, topics: names, userData: Buffer.alloc(0) }),
          }),
          // The same to all: to no partition more than one.
          assign: ({ members: joined }) =>
            Promise.resolve(
              joined.map(({ memberId }, index) => ({
                memberId,
                memberAssignment: MemberAssignment.encode({
                  version: 0,
                  assignment: { [topic]: [index] },
                  userData: Buffer.alloc(0),
                }),
              })),
            ),
        }),
      ],
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => failures.push(payload.error));
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] });
    await consumer.run({ eachMessage: () => Promise.resolve() });
    return { leave: () => consumer.disconnect(), failures };
  }

  const isSharedByTwo = (group: string) =>
    until(async () => {
      const { groups } = await admin.describeGroups([group]);
      return groups[0]?.state === 'Stable' && groups[0].members.length === 2 ? true : undefined;
    });

  test.each(['range', 'cooperative-sticky', 'RoundRobinAssigner'])(
    '%s: join in either order, and no one is thrown out',
    async (assignor) => {
      const topic = await createTopic(2);
      for (const isFirst of [true, false]) {
        const group = uniqueName('group');
        const argv = ['consume', topic, '--group', group, '--follow'];
        const other = isFirst ? undefined : await memberWith(assignor, group, topic);
        const own = running((settings) => onTestCluster(argv, settings));
        await own.shows('Member of group');
        const member = other ?? (await memberWith(assignor, group, topic));
        await isSharedByTwo(group);
        own.interrupt();
        const { exitCode, stderr } = await own.ended;
        expect([exitCode, stderr.includes('error'), member.failures]).toEqual([0, false, []]);
        await member.leave();
      }
    },
    60_000,
  );

  test('an assignor that kafka-lab lacks is named before it joins', async () => {
    const topic = await createTopic(1);
    const group = uniqueName('group');
    const member = await memberWith('mine', group, topic);
    const { exitCode, stderr } = await read(topic, group, '--exit');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Group ${group} is read with mine by 1 member, which kafka-lab does not know`);
    expect(await members(group)).toBe(1);
    await member.leave();
  }, 60_000);
});

describe('two members', () => {
  test('share the partitions, and no record comes to both', async () => {
    const topic = await createTopic(4);
    const group = uniqueName('group');
    const interruption = new AbortController();
    const argv = ['consume', topic, '--group', group, '--follow', '--from-beginning', '--partitions'];
    const both = [1, 2].map(() => onTestCluster(argv, { signal: interruption.signal }));
    await until(async () => {
      const { groups } = await admin.describeGroups([group]);
      const isShared = groups[0]?.state === 'Stable' && groups[0].members.length === 2;
      return isShared ? true : undefined;
    });
    await writeRecords(
      topic,
      Array.from({ length: 40 }, (_, index) => ({ value: String(index), partition: index % 4 })),
    );
    await until(async () => {
      const offsets = await committed(group, topic);
      return Object.values(offsets).every((offset) => offset === 10) ? true : undefined;
    });
    interruption.abort();
    const results = await Promise.all(both);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const [one, other] = results.map(({ stdout }) =>
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t') as [string, string]),
    );
    expect(one!.length).toBe(20);
    expect(other!.length).toBe(20);
    expect(new Set([...one!, ...other!].map(([, value]) => value)).size).toBe(40);
    const partitionsOf = (lines: readonly [string, string][]) =>
      new Set(lines.map(([partition]) => partition));
    expect([partitionsOf(one!).size, partitionsOf(other!).size]).toEqual([2, 2]);
  }, 60_000);
});

describe('^C', () => {
  test.each([
    ['while it waits for records', 'Member of group', [0]],
    // Or sooner, on a busy machine: then nothing has begun, and it was interrupted.
    ['while it joins', 'as group', [0, 130]],
  ])(
    '%s: ends soon and leaves the group',
    async (_when, note, exitCodes) => {
      const topic = await createTopic(1);
      const group = uniqueName('group');
      const reading = running((settings) =>
        onTestCluster(['consume', topic, '--group', group, '--follow'], settings),
      );
      await reading.shows(note);
      const interruptedAt = performance.now();
      reading.interrupt();
      const { exitCode } = await reading.ended;
      expect(performance.now() - interruptedAt).toBeLessThan(5000);
      expect(exitCodes).toContain(exitCode);
      await until(async () => ((await members(group)) === 0 ? true : undefined));
    },
    30_000,
  );
});
