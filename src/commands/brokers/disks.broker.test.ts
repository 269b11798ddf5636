import { afterAll, expect, test } from '@jest/globals';
import type { DiskList } from '../../kafka/brokers/list-disks.js';
import type { TopicSummary } from '../../kafka/topics/list-topics.js';
import { kafkaScript } from '../../testing/peers/kafka-scripts.js';
import { until } from '../../testing/clusters/until.js';
import { jsonOfLine, onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';

const topic = uniqueName('sized');

interface TheirReport {
  readonly brokers: readonly {
    readonly broker: number;
    readonly logDirs: readonly {
      readonly logDir: string;
      readonly error: string | null;
      readonly partitions: readonly { readonly partition: string; readonly size: number }[];
    }[];
  }[];
}

afterAll(() => onTestCluster(['topics', 'delete', topic, '--yes']), 60_000);

test('log dirs and the size of a topic are what Kafka’s tool says', async () => {
  await jsonOfLine(`topics create ${topic} -p 2 -r 3`);
  await jsonOfLine(`produce ${topic} ${'x'.repeat(5000)}`);
  const printed = await kafkaScript('kafka-log-dirs', ['--describe']);
  const theirs = JSON.parse(printed.split('\n').find((line) => line.startsWith('{'))!) as TheirReport;
  const { disks, silent } = await jsonOfLine<DiskList>('brokers disks');
  expect(silent).toEqual([]);
  expect(disks.map(({ broker, path, problem }) => ({ broker, path, problem }))).toEqual(
    theirs.brokers
      .flatMap(({ broker, logDirs }) =>
        logDirs.map(({ logDir, error }) => ({ broker, path: logDir, problem: error })),
      )
      .sort((one, other) => one.broker - other.broker),
  );
  for (const { sizeBytes, totalBytes, freeBytes, partitions } of disks) {
    expect(partitions).toBeGreaterThanOrEqual(2);
    expect(sizeBytes).toBeGreaterThan(5000);
    expect(freeBytes).toBeLessThan(totalBytes!);
  }
  const replicas = theirs.brokers
    .flatMap(({ logDirs }) => logDirs)
    .flatMap(({ partitions }) => partitions)
    .filter(({ partition }) => partition.startsWith(`${topic}-`));
  expect(replicas).toHaveLength(6);
  const [summary] = await jsonOfLine<TopicSummary[]>(`topics list --size --filter ^${topic}$`);
  expect(summary!.sizeBytes).toBe(replicas.reduce((sum, { size }) => sum + size, 0));
  expect((await jsonOfLine<DiskList>('brokers disks 2')).disks.map(({ broker }) => broker)).toEqual([2]);
  const unknown = await onTestCluster(['brokers', 'disks', '99']);
  expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('There is no broker 99')]);
}, 60_000);

test('a log dir that the broker may not put new replicas on is cordoned, where brokers know of that', async () => {
  const disk = async () => (await jsonOfLine<DiskList>('brokers disks 3')).disks[0]!;
  const isKraft = testCluster().mode === 'kraft';
  expect((await disk()).isCordoned).toBe(isKraft ? false : null);
  if (!isKraft) return;
  await jsonOfLine(`brokers config 3 set cordoned.log.dirs=${(await disk()).path}`);
  try {
    await until(async () => (await disk()).isCordoned || undefined);
  } finally {
    await jsonOfLine('brokers config 3 unset cordoned.log.dirs');
  }
  await until(async () => !(await disk()).isCordoned || undefined);
}, 60_000);
