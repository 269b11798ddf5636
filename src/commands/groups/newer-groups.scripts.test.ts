/** Share groups (KIP-932) and streams groups (KIP-1071), compared with Kafka's own scripts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupList } from '../../kafka/groups/list-groups.js';
import { startStreams } from '../../testing/clients/streams-member.js';
import { kafkaScript, tableBelow, type KafkaScript } from '../../testing/peers/kafka-scripts.js';
import { shareWithKafka, type KafkaMember } from '../../testing/peers/kafka-tools.js';
import { jsonOfLine, onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const script = (name: KafkaScript, line: string) => kafkaScript(name, line.split(' '));
const lab = (line: string, stdin = '') => onTestCluster(line.split(' '), { stdin });
const described = async (group: string) =>
  (await jsonOfLine<GroupDescription[]>(`groups describe ${group}`))[0]!;
const when = (group: string, isSo: (found: GroupDescription) => boolean) =>
  until(async () => {
    const found = await described(group).catch(() => undefined);
    return found && isSo(found) ? found : undefined;
  });

if (testCluster().mode === 'kraft') {
  describe('share groups', shareGroups);
  describe('streams groups', streamsGroups);
} else {
  test('groups config says what it needs', async () => {
    const { exitCode, stderr } = await lab('groups config any');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('needs Kafka 4.0 or newer.')]);
  });

  test.each(['share', 'streams'])('groups list --type %s says what it needs', async (type) => {
    const { exitCode, stderr } = await lab(`groups list --type ${type}`);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(`${type} groups need Kafka 4.1 or newer, feature ${type}.version.`),
    ]);
  });
}

function shareGroups(): void {
  const topic = uniqueName('scripts-shared');
  const group = uniqueName('scripts-share');
  let member: KafkaMember;

  /** [topic, partition, start, lag], as the script prints them; those that were not read yet are left out. */
  async function asScriptSays(): Promise<readonly string[][]> {
    const rows = tableBelow(
      await script('kafka-share-groups', `--describe --group ${group} --offsets`),
      'GROUP',
    );
    return rows
      .map((row) => [row['TOPIC']!, row['PARTITION']!, row['START-OFFSET']!, row['LAG']!])
      .filter(([, , start]) => start !== '-')
      .sort();
  }

  async function asLabSays(): Promise<readonly string[][]> {
    const { partitions } = await described(group);
    return partitions
      .filter(({ currentOffset }) => currentOffset !== null)
      .map((each) => [each.topic, `${each.partition}`, `${each.currentOffset}`, `${each.lag}`])
      .sort();
  }

  beforeAll(async () => {
    await lab(`topics create ${topic} -p 2 -r 3`);
    member = await shareWithKafka(testCluster().bootstrapServers, topic, group);
    await when(group, ({ members }) => members?.[0]?.assignment?.length === 1);
    await until(async () => {
      await lab(`produce ${topic} -p 0`, 'one\ntwo\n');
      return (await described(group)).partitions[0]?.lag === 0 ? true : undefined;
    });
  }, 120_000);

  afterAll(() => lab(`topics delete ${topic} --yes`), 60_000);

  test('kafka-groups and kafka-share-groups know the same groups, members and offsets', async () => {
    const all = tableBelow(await script('kafka-groups', '--list'), 'GROUP');
    const { groups } = await jsonOfLine<GroupList>('groups list');
    expect(all.map((row) => [row['GROUP'], row['TYPE']!.toLowerCase(), row['PROTOCOL']]).sort()).toEqual(
      groups.map((each) => [each.group, each.type, each.protocolType]).sort(),
    );
    expect(await asLabSays()).toEqual(await asScriptSays());

    const found = await described(group);
    const state = await script('kafka-share-groups', `--describe --group ${group} --state --verbose`);
    const { coordinator, epochs } = found;
    expect(state.split('\n').map((line) => line.trim().split(/\s+/))).toContainEqual([
      ...[group, coordinator.address, `(${coordinator.id})`, found.state],
      ...[`${epochs!.group}`, `${epochs!.assignment}`, '1'],
    ]);
    const members = await script('kafka-share-groups', `--describe --group ${group} --members --verbose`);
    const { memberId, clientId } = found.members![0]!;
    expect(members.split(/\s+/)).toEqual(expect.arrayContaining([memberId, clientId]));
  });

  test('start offsets that the one sets or forgets are so for the other', async () => {
    await member.leave();
    await when(group, ({ state }) => state === 'Empty');
    expect((await lab(`groups reset ${group} -t ${topic} --to start --execute`)).exitCode).toBe(0);
    expect((await asScriptSays()).map(([, partition, start]) => [partition, start])).toEqual([
      ['0', '0'],
      ['1', '0'],
    ]);
    await script(
      'kafka-share-groups',
      `--reset-offsets --group ${group} --topic ${topic} --to-latest --execute`,
    );
    expect(await asLabSays()).toEqual(await asScriptSays());
    expect((await described(group)).lag).toBe(0);
    expect((await lab(`groups delete-offsets ${group} -t ${topic} --yes`)).exitCode).toBe(0);
    expect(await script('kafka-share-groups', `--describe --group ${group} --offsets`)).toContain(
      'has no offset information',
    );
    await lab(`groups delete ${group} --yes`);
    expect(await script('kafka-groups', '--list')).not.toContain(group);
  });
}

function streamsGroups(): void {
  const [source, sink] = [uniqueName('scripts-words'), uniqueName('scripts-counts')];
  const group = uniqueName('scripts-streams');
  const repartition = `${group}-by-value-repartition`;
  const changelog = `${group}-counts-changelog`;
  let application: KafkaMember;

  beforeAll(async () => {
    for (const topic of [source, sink]) await lab(`topics create ${topic} -p 2 -r 3`);
    await lab(`produce ${source} -p 0`, 'a\nb\na\n');
    application = await startStreams(group, source, sink);
    // The first task and the one behind it have committed what they read.
    await when(
      group,
      ({ lag, partitions }) => lag === 0 && partitions.filter((each) => each.lag !== null).length === 2,
    );
  }, 180_000);

  afterAll(() => lab(`topics delete ${source} ${sink} --yes`), 60_000);

  test('kafka-streams-groups describes the application, its tasks and its offsets alike', async () => {
    const found = await described(group);
    expect(found.topology).toEqual({
      epoch: 0,
      subtopologies: [
        {
          id: '0',
          sources: [source],
          repartitionSources: [],
          repartitionSinks: [repartition],
          changelogs: [],
        },
        {
          id: '1',
          sources: [],
          repartitionSources: [repartition],
          repartitionSinks: [],
          changelogs: [changelog],
        },
      ],
    });
    const { memberId, streams } = found.members![0]!;
    expect(streams).toMatchObject({
      endpoint: { host: 'localhost', port: 8080 },
      tasks: {
        active: [
          { subtopology: '0', partitions: [0, 1] },
          { subtopology: '1', partitions: [0, 1] },
        ],
      },
    });
    const members = await script('kafka-streams-groups', `--describe --group ${group} --members --verbose`);
    expect(members).toContain(memberId);
    expect(members).toContain(streams!.processId);
    expect(members).toContain('ACTIVE: 0:[0,1]; 1:[0,1]');

    const offsets = await script('kafka-streams-groups', `--describe --group ${group} --offsets`);
    expect(
      tableBelow(offsets, 'GROUP')
        .map((row) => [row['TOPIC'], row['PARTITION'], row['OFFSET-LAG']])
        .sort(),
    ).toEqual(
      found.partitions
        .map((each) => [each.topic, `${each.partition}`, `${each.lag ?? each.logEndOffset}`])
        .sort(),
    );
  });

  test('it is reset, and deleted, once its application has ended; its internal topics are named', async () => {
    await application.leave();
    await when(group, ({ state }) => state === 'Empty');
    const reset = await lab(`groups reset ${group} -t ${source} --to start --execute`);
    expect([reset.exitCode, reset.stderr]).toEqual([0, expect.stringContaining(changelog)]);
    expect((await described(group)).partitions.find(({ topic }) => topic === source)?.lag).toBe(3);
    const deleted = await lab(`groups delete ${group} --yes`);
    expect([deleted.exitCode, deleted.stderr]).toEqual([
      0,
      expect.stringMatching(new RegExp(` topics delete ${repartition} ${changelog}`)),
    ]);
    expect((await lab(`topics delete ${changelog} ${repartition} --yes`)).exitCode).toBe(0);
    expect(await script('kafka-streams-groups', '--list')).not.toContain(group);
  });
}
