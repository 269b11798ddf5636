import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import type { Election } from '../../kafka/topics/elect-leaders.js';
import type { DiskList } from '../../kafka/brokers/list-disks.js';
import type { TopicSummary } from '../../kafka/topics/list-topics.js';
import type { ReassignReport } from '../../kafka/reassign/reassign-topics.js';
import type { PartitionProgress, ReassignProgress } from '../../kafka/reassign/reassignment-progress.js';
import { fieldsOf, kafkaScript } from '../../testing/peers/kafka-scripts.js';
import {
  jsonOfLine,
  jsonOnTestCluster,
  onTestCluster,
  uniqueName,
} from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const topic = uniqueName('scripts-moved');
const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-scripts-'));

const reassign = (...argv: string[]) => kafkaScript('kafka-reassign-partitions', argv);
/** Its exit code is 1 while something moves. */
async function verify(): Promise<ReassignProgress> {
  const line = `topics reassign ${topic} --verify --keep-throttle -o json`;
  return JSON.parse((await onTestCluster(line.split(' '))).stdout) as ReassignProgress;
}

async function byScript(): Promise<readonly { readonly leader: number; readonly replicas: number[] }[]> {
  const printed = await kafkaScript('kafka-topics', ['--describe', '--topic', topic]);
  const [, ...partitions] = printed.trimEnd().split('\n').map(fieldsOf);
  return partitions.map(({ Leader: leader, Replicas: replicas }) => ({
    leader: Number(leader),
    replicas: replicas!.split(',').map(Number),
  }));
}

async function settled(): Promise<readonly PartitionProgress[]> {
  return until(async () => {
    const { partitions } = await verify();
    return partitions.every(({ state }) => state === 'settled') ? partitions : undefined;
  });
}

/** For --reassignment-json-file. */
function fileOf(...lists: number[][]): string {
  const file = join(folder, 'lists.json');
  const partitions = lists.map((replicas, partition) => ({ topic, partition, replicas }));
  writeFileSync(file, JSON.stringify({ version: 1, partitions }));
  return file;
}

beforeAll(async () => {
  await jsonOfLine(`topics create ${topic} -p 2 -r 1 --config min.insync.replicas=1`);
  const ballast = Array.from({ length: 30 }, () => `${'x'.repeat(200_000)}\n`).join('');
  await jsonOnTestCluster(['produce', topic], { stdin: ballast });
}, 60_000);

afterAll(async () => {
  await onTestCluster(['topics', 'reassign', topic, '--cancel']);
  await onTestCluster(['topics', 'delete', topic, '--yes']);
  rmSync(folder, { recursive: true });
}, 60_000);

test('kafka-log-dirs finds the same sizes', async () => {
  const printed = await kafkaScript('kafka-log-dirs', ['--describe', '--topic-list', topic]);
  const { brokers } = JSON.parse(printed.split('\n').find((line) => line.startsWith('{'))!) as {
    brokers: { broker: number; logDirs: { logDir: string; partitions: { size: number }[] }[] }[];
  };
  const sizes = brokers.flatMap(({ logDirs }) => logDirs).flatMap(({ partitions }) => partitions);
  const [summary] = await jsonOfLine<TopicSummary[]>(`topics list --size --filter ^${topic}$`);
  expect(summary!.sizeBytes).toBeGreaterThan(6_000_000);
  expect(summary!.sizeBytes).toBe(sizes.reduce((sum, { size }) => sum + size, 0));
  const { disks } = await jsonOfLine<DiskList>('brokers disks');
  expect(disks.map(({ broker, path }) => [broker, path])).toEqual(
    brokers
      .flatMap(({ broker, logDirs }) => logDirs.map(({ logDir }) => [broker, logDir] as const))
      .sort(([one], [other]) => one - other),
  );
});

test('a move begun by kafka-lab is what kafka-reassign-partitions lists, and ends where it says', async () => {
  const { moves } = await jsonOfLine<ReassignReport>(
    `topics reassign ${topic} --replication-factor 2 --throttle 20000 --execute`,
  );
  expect(moves.map(({ outcome }) => outcome)).toEqual(['started', 'started']);
  const listed = [
    ...(await reassign('--list')).matchAll(/(\S+)-(\d+): replicas: ([\d,]+)\. adding: ([\d,]+)\./g),
  ]
    .filter(([, name]) => name === topic)
    .map(([, , partition, replicas, adding]) => [Number(partition), replicas, adding]);
  const { partitions } = await verify();
  expect(
    partitions.map(({ partition, replicas, adding }) => [partition, replicas.join(), adding.join()]),
  ).toEqual(listed);
  expect(listed).toHaveLength(2);

  const file = fileOf(...moves.map(({ after }) => [...after]));
  const halfway = await reassign('--reassignment-json-file', file, '--verify', '--preserve-throttles');
  expect(halfway.match(/is still in progress/g)).toHaveLength(2);
  await jsonOfLine(`topics reassign ${topic} --cancel`);
  expect((await settled()).map(({ replicas }) => replicas)).toEqual(
    (await byScript()).map((each) => each.replicas),
  );

  await jsonOfLine(`topics reassign ${topic} --replication-factor 2 --execute`);
  const done = await settled();
  expect(done.map(({ replicas }) => replicas)).toEqual(moves.map(({ after }) => after));
  expect((await byScript()).map(({ replicas }) => replicas)).toEqual(done.map(({ replicas }) => replicas));
  const judged = await reassign('--reassignment-json-file', file, '--verify');
  expect(judged.match(/is completed/g)).toHaveLength(2);
});

test('a move begun by kafka-reassign-partitions is seen by kafka-lab', async () => {
  const wanted = (await byScript()).map(({ replicas }) => {
    const third = [1, 2, 3].find((id) => !replicas.includes(id))!;
    // Another one leads by preference.
    return [replicas[1]!, replicas[0]!, third];
  });
  await reassign('--reassignment-json-file', fileOf(...wanted), '--execute', '--throttle', '20000');
  const { partitions } = await verify();
  expect(partitions.map(({ state, adding }) => [state, adding])).toEqual(
    wanted.map(([, , third]) => ['moving', [third]]),
  );
  await reassign(
    '--reassignment-json-file',
    fileOf(...wanted),
    '--execute',
    '--additional',
    '--throttle',
    '90000000',
  );
  expect((await settled()).map(({ replicas }) => replicas)).toEqual(wanted);
  await reassign('--reassignment-json-file', fileOf(...wanted), '--verify');
  const { configs } = (await jsonOfLine<TopicDescription[]>(`topics describe ${topic}`))[0]!;
  expect(Object.keys(configs).filter((name) => name.includes('throttled'))).toEqual([]);
});

test('kafka-leader-election finds nothing to do after kafka-lab, and kafka-lab nothing after it', async () => {
  const elect = () => jsonOfLine<Election[]>(`topics elect ${topic} --preferred`);
  const byTheScript = async (partition: number) => {
    const argv = ['--election-type', 'preferred', '--topic', topic, '--partition', `${partition}`];
    return (await kafkaScript('kafka-leader-election', argv)).trim();
  };
  const asPreferred = async () => (await byScript()).map(({ leader, replicas }) => leader === replicas[0]);
  // Just now, since brokers elect preferred leaders themselves every five minutes.
  const led = await byScript();
  const preferringAnother = led.map(({ leader, replicas }) => [
    ...replicas.filter((id) => id !== leader),
    leader,
  ]);
  await reassign('--reassignment-json-file', fileOf(...preferringAnother), '--execute');
  await settled();
  expect(await asPreferred()).toEqual([false, false]);
  expect(await byTheScript(1)).toContain(
    `Successfully completed leader election (PREFERRED) for partitions ${topic}-1`,
  );
  const elections = await elect();
  expect(elections.map(({ partition, outcome }) => [partition, outcome])).toEqual([
    [0, 'elected'],
    [1, 'not needed'],
  ]);
  expect(await byTheScript(0)).toContain(`Valid replica already elected for partitions ${topic}-0`);
  await until(async () => ((await asPreferred()).every(Boolean) ? true : undefined));
  expect(elections.map(({ after }) => after)).toEqual((await byScript()).map(({ leader }) => leader));
});
