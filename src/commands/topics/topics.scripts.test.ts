import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigEntry } from '../../kafka/configs/describe-config.js';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import type { PartitionRange } from '../../kafka/session/list-offsets.js';
import type { TopicSummary } from '../../kafka/topics/list-topics.js';
import type { OffsetsAtTime } from '../../kafka/records/offsets-at-time.js';
import { fieldsOf, kafkaScript } from '../../testing/peers/kafka-scripts.js';
import { configsPrinted, configsShown } from '../../testing/peers/script-configs.js';
import {
  jsonOfLine,
  jsonOnTestCluster,
  onTestCluster,
  uniqueName,
} from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('scripts');
const byScript = uniqueName('scripts-by-script');
const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-scripts-'));

const topics = (line: string) => kafkaScript('kafka-topics', line.split(' '));
const offsetsOf = (name: string) => jsonOfLine<PartitionRange[]>(`offsets list ${name}`);

/** What both sides call a topic: its configs (the script adds those of server.properties), and each partition's leader, replicas and ISR. */
interface Outline {
  readonly configs: Readonly<Record<string, string>>;
  readonly partitions: readonly (readonly [
    partition: number,
    leader: number,
    replicas: string,
    isr: string,
  ])[];
}

async function asLabSays(name: string): Promise<Outline> {
  const [found] = await jsonOfLine<TopicDescription[]>(`topics describe ${name}`);
  return {
    configs: found!.configs,
    partitions: found!.partitions.map(({ partition, leader, replicas, isr }) => [
      ...([partition, leader!, replicas.join(), sorted(isr.map(String))] as const),
    ]),
  };
}

async function asScriptSays(name: string): Promise<Outline> {
  const [first, ...rest] = (await topics(`--describe --topic ${name}`)).trimEnd().split('\n').map(fieldsOf);
  const configs = [...(first!['Configs'] ?? '').matchAll(/([^=,]+)=((?:[^=,]|,(?![^=,]+=))*)/g)];
  return {
    configs: Object.fromEntries(configs.map(([, config, value]): [string, string] => [config!, value!])),
    partitions: rest.map((fields) => [
      ...[Number(fields['Partition']), Number(fields['Leader'])],
      ...[fields['Replicas']!, sorted(fields['Isr']!.split(','))],
    ]) as unknown as Outline['partitions'],
  };
}

function sorted(ids: readonly string[]): string {
  return [...ids].sort().join();
}

beforeAll(async () => {
  await jsonOfLine(
    `topics create ${topic} -p 2 -r 3 --config retention.ms=-1 --config cleanup.policy=compact,delete`,
  );
}, 60_000);

afterAll(async () => {
  await onTestCluster(['topics', 'delete', topic, '--yes']);
  rmSync(folder, { recursive: true });
}, 60_000);

test('kafka-topics describes what kafka-lab created, grew and describes', async () => {
  const made = await asLabSays(topic);
  expect(made.configs).toEqual({ 'cleanup.policy': 'compact,delete', 'retention.ms': '-1' });
  expect(await asScriptSays(topic)).toMatchObject(made);
  await jsonOfLine(`topics partitions ${topic} --count 3 --execute`);
  const grown = await asScriptSays(topic);
  expect(grown.partitions.map(([partition]) => partition)).toEqual([0, 1, 2]);
  expect((await asLabSays(topic)).partitions).toEqual(grown.partitions);
});

test('kafka-lab describes what kafka-topics created and grew, and neither lists what the other deleted', async () => {
  const config = 'max.message.bytes=2000000';
  await topics(`--create --topic ${byScript} --partitions 2 --replication-factor 2 --config ${config}`);
  const made = await until(async () => {
    const { stdout } = await onTestCluster(['topics', 'list', '--filter', `^${byScript}$`]);
    return stdout === '' ? undefined : asLabSays(byScript);
  });
  expect(made.configs).toMatchObject({ 'max.message.bytes': '2000000' });
  await topics(`--alter --topic ${byScript} --partitions 4`);
  await until(async () => ((await asLabSays(byScript)).partitions.length === 4 ? true : undefined));
  expect(await asScriptSays(byScript)).toMatchObject(await asLabSays(byScript));

  const names = async () => (await topics('--list')).trimEnd().split('\n').sort();
  const listed = await jsonOfLine<TopicSummary[]>('topics list --internal');
  expect(await names()).toEqual(listed.map(({ name }) => name).sort());
  await jsonOfLine(`topics delete ${byScript} --yes`);
  expect(await names()).not.toContain(byScript);
});

test('kafka-configs has the same value, from the same source, for every config of a topic', async () => {
  const entity = ['--entity-type', 'topics', '--entity-name', topic];
  const theirs = async () =>
    configsPrinted(await kafkaScript('kafka-configs', [...entity, '--describe', '--all']));
  const ours = async () =>
    configsShown((await jsonOfLine<{ configs: ConfigEntry[] }>(`topics config ${topic} --all`)).configs);
  const before = await theirs();
  expect(before.length).toBeGreaterThan(25);
  expect(await ours()).toEqual(before);

  await jsonOfLine(`topics config ${topic} set min.insync.replicas=3`);
  const set = await until(async () => {
    const found = (await theirs()).find(([name]) => name === 'min.insync.replicas');
    return found?.[3] === 'DYNAMIC_TOPIC_CONFIG' ? found : undefined;
  });
  expect(set[1]).toBe('3');
  await kafkaScript('kafka-configs', [...entity, '--alter', '--delete-config', 'min.insync.replicas']);
  await until(async () =>
    (await ours()).some(([name, value]) => name === 'min.insync.replicas' && value === '3')
      ? undefined
      : true,
  );
  expect(await ours()).toEqual(before);
});

test('kafka-get-offsets and kafka-delete-records see and move the same bounds', async () => {
  await jsonOnTestCluster(['produce', topic, '-p', '0', '--key', 'k'], { stdin: 'record\n'.repeat(10) });
  await jsonOnTestCluster(['produce', topic, '-p', '1', '--key', 'k', '--timestamp', '1700000000000'], {
    stdin: 'old\nold\n',
  });
  const offsets = async (time: string) =>
    (await kafkaScript('kafka-get-offsets', ['--topic', topic, '--time', time])).trimEnd().split('\n').sort();
  const bounds = async () => {
    const ranges = await offsetsOf(topic);
    const by = (pick: 'low' | 'high') =>
      ranges.map((each) => `${topic}:${each.partition}:${each[pick]}`).sort();
    return [by('low'), by('high')];
  };
  expect(await bounds()).toEqual([await offsets('earliest'), await offsets('latest')]);
  for (const place of ['earliest-local', 'max-timestamp']) {
    const { partitions } = await jsonOnTestCluster<OffsetsAtTime>(['offsets', 'at', topic, place]);
    const found = partitions.filter(({ offset }) => offset !== null);
    expect(found.map(({ partition, offset }) => `${topic}:${partition}:${offset}`)).toEqual(
      await offsets(place),
    );
  }

  const file = join(folder, 'offsets.json');
  writeFileSync(file, JSON.stringify({ partitions: [{ topic, partition: 0, offset: 4 }], version: 1 }));
  const deleted = await kafkaScript('kafka-delete-records', ['--offset-json-file', file]);
  expect(deleted).toContain(`partition: ${topic}-0\tlow_watermark: 4`);
  const [range] = await offsetsOf(topic);
  expect([range!.low, range!.high]).toEqual([4, 10]);
  await jsonOfLine(`topics trim ${topic} --before 7 -p 0 --execute --yes`);
  expect(await offsets('earliest')).toContain(`${topic}:0:7`);

  const { partitions: at } = await jsonOfLine<OffsetsAtTime>(`offsets at ${topic} 1700000000000`);
  // The script leaves out partitions without a record of that time.
  expect(at.map(({ partition, offset }) => [partition, offset])).toEqual([
    [0, 7],
    [1, 0],
    [2, null],
  ]);
  expect(await offsets('1700000000000')).toEqual([`${topic}:0:7`, `${topic}:1:0`]);
});
