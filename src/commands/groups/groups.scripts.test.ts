import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type { GroupList } from '../../kafka/groups/list-groups.js';
import { joinGroup } from '../../testing/clusters/group-members.js';
import { kafkaScript, tableBelow } from '../../testing/peers/kafka-scripts.js';
import { joinWithKafka } from '../../testing/peers/kafka-tools.js';
import {
  jsonOfLine,
  jsonOnTestCluster,
  onTestCluster,
  testCluster,
  uniqueName,
} from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('scripts-read');
const other = uniqueName('scripts-read-too');
let leave = () => Promise.resolve();

const groups = (line: string) => kafkaScript('kafka-consumer-groups', line.split(' '));

/** Undefined while there is no such group, or its coordinator cannot tell yet. */
const described = (group: string) => describedByLab(group).catch(() => undefined);
const describedByLab = async (group: string) =>
  (await jsonOfLine<GroupDescription[]>(`groups describe ${group}`))[0]!;

/** As the script prints it: `-` for what there is not. */
type Row = readonly [
  topic: string,
  partition: string,
  current: string,
  end: string,
  lag: string,
  member: string,
];

async function asLabSays(group: string): Promise<readonly Row[]> {
  const { partitions } = await describedByLab(group);
  return partitions
    .map(({ topic: name, partition, currentOffset, logEndOffset, lag, consumerId }): Row => [
      ...([name, `${partition}`, `${currentOffset ?? '-'}`, `${logEndOffset ?? '-'}`] as const),
      ...([`${lag ?? '-'}`, consumerId ?? '-'] as const),
    ])
    .sort();
}

async function asScriptSays(group: string): Promise<readonly Row[]> {
  return tableBelow(await groups(`--describe --group ${group}`), 'GROUP')
    .map((row): Row => [
      ...([row['TOPIC']!, row['PARTITION']!, row['CURRENT-OFFSET']!, row['LOG-END-OFFSET']!] as const),
      ...([row['LAG']!, row['CONSUMER-ID']!] as const),
    ])
    .sort();
}

async function offsetsByScript(group: string): Promise<Record<string, string>> {
  const rows = await asScriptSays(group);
  return Object.fromEntries(rows.map(([name, partition, current]) => [`${name}-${partition}`, current]));
}

async function namesByScript(): Promise<readonly string[]> {
  return (await groups('--list')).trimEnd().split('\n');
}

beforeAll(async () => {
  for (const [name, count] of [[topic, 12] as const, [other, 3] as const]) {
    await jsonOfLine(`topics create ${name} -p 2 -r 3`);
    await jsonOnTestCluster(['produce', name, '-p', '0'], { stdin: 'record\n'.repeat(count) });
  }
}, 60_000);

afterEach(() => leave(), 60_000);

afterAll(() => onTestCluster(['topics', 'delete', topic, other, '--yes']), 60_000);

/** Kafka 4 has a protocol that Kafka 3.9 offers only where it is switched on. */
const kinds = testCluster().mode === 'kraft' ? (['classic', 'consumer'] as const) : (['classic'] as const);

describe.each(kinds)('a group of the %s protocol', (type) => {
  const group = uniqueName(`scripts-${type}`);

  test('kafka-consumer-groups describes it, its members and its coordinator alike', async () => {
    await jsonOfLine(`groups reset ${group} -t ${topic} --to 5 -p 0 --execute`);
    leave = (
      type === 'consumer'
        ? await joinWithKafka(testCluster().bootstrapServers, topic, group)
        : await joinGroup(group, [topic], 2)
    ).leave;
    const found = await until(async () => {
      const now = await described(group);
      const isDone = type === 'classic' || now?.lag === 0;
      return now?.state === 'Stable' && isDone && now.members!.length > 0 ? now : undefined;
    });
    expect(found.type).toBe(type);
    expect(await asLabSays(group)).toEqual(await asScriptSays(group));

    const printed = await groups(`--describe --group ${group} --members --verbose`);
    const members = tableBelow(printed, 'GROUP');
    const partitionsOf = (text: string) => [...text.matchAll(/\d+(?=[,)]|$)/g)].map(Number);
    expect(
      members
        .map((row) => [
          ...[row['CONSUMER-ID'], row['HOST']!.replace('/', ''), row['CLIENT-ID'], row['#PARTITIONS']],
          partitionsOf((row['ASSIGNMENT'] ?? row['CURRENT-ASSIGNMENT'])!.replaceAll(topic, '')),
        ])
        .sort(),
    ).toEqual(
      found
        .members!.map(({ memberId, host, clientId, assignment }) => {
          const given = assignment!.flatMap(({ partitions }) => partitions);
          return [memberId, host, clientId, `${given.length}`, given];
        })
        .sort(),
    );

    const state = await groups(`--describe --group ${group} --state`);
    const [, address, id, assignor, name, count] =
      /^\S+\s+(\S+)\s+\((\d+)\)\s+(\S+)\s+(\S+)\s.*?(\d+)\s*$/m.exec(state.slice(state.indexOf(group)))!;
    expect([address, Number(id), assignor, name, Number(count)]).toEqual([
      ...[found.coordinator.address, found.coordinator.id, found.assignor, found.state, members.length],
    ]);
    await leave();
    leave = () => Promise.resolve();
    await until(async () => ((await described(group))?.state === 'Empty' ? true : undefined));
  });

  test('offsets that the one resets or forgets are so for the other', async () => {
    await jsonOfLine(`groups reset ${group} -t ${topic} -t ${other} --to 2 -p 0 --execute`);
    expect(await offsetsByScript(group)).toMatchObject({ [`${topic}-0`]: '2', [`${other}-0`]: '2' });
    await groups(`--reset-offsets --group ${group} --topic ${topic} --to-latest --execute`);
    expect(await asLabSays(group)).toEqual(await asScriptSays(group));
    expect((await offsetsByScript(group))[`${topic}-0`]).toBe('12');

    await jsonOfLine(`groups delete-offsets ${group} -t ${other} --yes`);
    expect(Object.keys(await offsetsByScript(group))).toEqual([`${topic}-0`, `${topic}-1`]);
    await jsonOfLine(`groups reset ${group} -t ${other} --to start --execute`);
    await groups(`--delete-offsets --group ${group} --topic ${other}`);
    expect((await describedByLab(group)).partitions.map((each) => each.topic)).toEqual([topic, topic]);
  });

  test('what the one exports, the other reads', async () => {
    await jsonOfLine(`groups reset ${group} -t ${topic} -t ${other} --to 1 --execute`);
    const exported = await groups(
      `--reset-offsets --group ${group} --all-topics --shift-by 1 --export --dry-run`,
    );
    const { exitCode } = await onTestCluster(['groups', 'reset', group, '--from-file', '-', '--execute'], {
      stdin: exported,
    });
    expect([exitCode, await offsetsByScript(group)]).toEqual([
      0,
      { [`${topic}-0`]: '2', [`${topic}-1`]: '0', [`${other}-0`]: '2', [`${other}-1`]: '0' },
    ]);
    await jsonOfLine(`groups delete-offsets ${group} -t ${other} --yes`);
  });

  test('both list the same groups with the same states, and neither one that the other deleted', async () => {
    const states = async () =>
      Object.fromEntries(
        tableBelow(await groups('--list --state'), 'GROUP').map((row): [string, string] => [
          row['GROUP']!,
          row['STATE']!,
        ]),
      );
    const { groups: listed } = await jsonOfLine<GroupList>('groups list');
    expect(await states()).toEqual(Object.fromEntries(listed.map((each) => [each.group, each.state])));
    const second = `${group}-2`;
    await jsonOfLine(`groups reset ${second} -t ${topic} --to start --execute`);
    expect(await namesByScript()).toEqual(expect.arrayContaining([group, second]));
    await groups(`--delete --group ${second}`);
    const { groups: left } = await jsonOfLine<GroupList>(`groups list --filter ^${group}`);
    expect(left.map((each) => each.group)).toEqual([group]);
    await jsonOfLine(`groups delete ${group} --yes`);
    expect(await namesByScript()).not.toContain(group);
  });
});
