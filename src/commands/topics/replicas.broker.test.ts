import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Election } from '../../kafka/topics/elect-leaders.js';
import type { PartitionState } from '../../kafka/session/metadata.js';
import type { ReassignReport } from '../../kafka/reassign/reassign-topics.js';
import type { ReassignProgress } from '../../kafka/reassign/reassignment-progress.js';
import { kafkaScript } from '../../testing/peers/kafka-scripts.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { testCluster } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

let cluster: OwnCluster;
/** Ends what flows, also when a test failed. */
let isEnough = false;

/** What it printed as JSON; throws what it complained of. */
async function json<T>(line: string, stdin?: string | AsyncIterable<Buffer>, expected = 0): Promise<T> {
  const argv = [...line.split(' '), '-o', 'json'];
  const { exitCode, stdout, stderr } = await cluster.lab(argv, stdin ? { stdin } : {});
  if (exitCode !== expected) throw new Error(`${line}: exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

async function partitionsOf(topic: string): Promise<readonly PartitionState[]> {
  const topics = await json<{ partitions: PartitionState[] }[]>(`topics describe ${topic}`);
  return topics[0]!.partitions;
}

function same(some: readonly number[], others: readonly number[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}

async function throttles(): Promise<readonly string[]> {
  const found: string[] = [];
  const subjects = ['brokers config 1', 'brokers config 4', 'topics config flow'];
  for (const line of subjects) {
    const { stdout } = await cluster.lab([...line.split(' '), '-o', 'plain']);
    found.push(
      ...[...stdout.matchAll(/^(\S+throttled\S+)\t(\S+)/gm)].map(
        ([, name, value]) => `${line}: ${name}=${value}`,
      ),
    );
  }
  return found;
}

beforeAll(async () => {
  cluster = await startOwnCluster({ kraft: testCluster().mode === 'kraft' });
}, 180_000);

afterAll(async () => {
  isEnough = true;
  await cluster.remove();
}, 60_000);

test('a fourth broker takes its share while records flow: throttled, called off, done, led', async () => {
  await json('topics create flow -p 4 -r 2 --config min.insync.replicas=1');
  const [added] = [await json<{ id: number }>('cluster add')];
  expect(added.id).toBe(4);
  // Enough on disk that a throttled copy takes its time.
  const ballast = Array.from({ length: 40 }, () => `${'x'.repeat(200_000)}\n`).join('');
  await json('produce flow', ballast);

  let written = 0;
  async function* numbers() {
    for (; !isEnough; written += 10) {
      yield Buffer.from(Array.from({ length: 10 }, (_, index) => `${written + index}\n`).join(''));
      await sleep(20);
    }
  }
  const produced = json<{ acknowledged: number }>('produce flow --acks all', numbers());

  const plan = await json<ReassignReport>('topics reassign flow --brokers 1,2,3,4');
  expect(plan.moves.flatMap(({ adding }) => adding)).toEqual([4, 4]);
  expect(plan.moves.reduce((sum, { bytesToMove }) => sum + bytesToMove!, 0)).toBeGreaterThan(1_000_000);
  const before = await partitionsOf('flow');
  expect(before.flatMap(({ replicas }) => replicas)).not.toContain(4);

  const slowly = 'topics reassign flow --brokers 1,2,3,4 --throttle 20000 --execute';
  const begun = await json<ReassignReport>(slowly);
  expect(begun.moves.map(({ after }) => after)).toEqual(plan.moves.map(({ after }) => after));
  expect(await throttles()).toEqual(
    expect.arrayContaining([
      'brokers config 4: follower.replication.throttled.rate=20000',
      'brokers config 4: leader.replication.throttled.rate=20000',
      expect.stringMatching(/^topics config flow: follower\.replication\.throttled\.replicas=\d:4,\d:4$/),
      expect.stringMatching(/^topics config flow: leader\.replication\.throttled\.replicas=(\d:\d,?){4}$/),
    ]),
  );
  const halfway = await json<ReassignProgress>('topics reassign flow --verify --wait 100ms', undefined, 1);
  expect(halfway.throttle).toBe('kept');
  const moving = halfway.partitions.filter(({ state }) => state === 'moving');
  expect(moving.map(({ adding }) => adding)).toEqual([[4], [4]]);
  const theirs = await kafkaScript('kafka-reassign-partitions', ['--list'], cluster);
  const listed = [...theirs.matchAll(/flow-(\d+): .*adding: (\d+)\.(?: removing: (\d+))?/g)];
  expect(listed.map(([, ...found]) => found)).toEqual(
    moving.map(({ partition, adding, removing }) => [`${partition}`, adding.join(), removing.join()]),
  );
  const twice = await cluster.lab(['topics', 'reassign', 'flow', '--execute']);
  expect([twice.exitCode, twice.stderr]).toEqual([1, expect.stringContaining('being moved already')]);

  const cancelled = await json<ReassignProgress>('topics reassign flow --cancel');
  expect(cancelled.partitions.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  expect(cancelled.throttle).toBe('removed');
  expect(await throttles()).toEqual([]);
  await until(async () => {
    const now = await partitionsOf('flow');
    // Kafka puts the brokers back, in an order of its own.
    return now.every(({ replicas }, index) => same(replicas, before[index]!.replicas)) || undefined;
  });

  const moved = await cluster.lab(
    'topics reassign flow --brokers 1,2,3,4 --throttle 100000000 --execute --wait -o json'.split(' '),
  );
  expect([moved.exitCode, moved.stderr]).toEqual([
    0,
    expect.stringMatching(/^2 of 4 partitions change: [^]*Replicas of flow are where they should be\n/),
  ]);
  const last = JSON.parse(moved.stdout) as ReassignProgress;
  expect(last.partitions.map(({ state }) => state)).toEqual(Array(4).fill('settled'));
  expect([last.throttle, await throttles()]).toEqual(['removed', []]);
  isEnough = true;
  expect((await produced).acknowledged).toBe(written);
  const consumed = await cluster.lab(['consume', 'flow', '--from-beginning', '--exit']);
  const numbersRead = consumed.stdout.split('\n').filter((value) => /^\d+$/.test(value));
  expect(numbersRead.map(Number).sort((one, other) => one - other)).toEqual(
    Array.from({ length: written }, (_, number) => number),
  );
  const after = await until(async () => {
    const now = await partitionsOf('flow');
    return now.every(({ replicas, isr }) => replicas.length === 2 && isr.length === 2) ? now : undefined;
  });
  for (const { partition, after: replicas } of plan.moves)
    expect(after[partition]!.replicas).toEqual(replicas);
  const loads = [1, 2, 3, 4].map((id) => after.filter(({ replicas }) => replicas.includes(id)).length);
  expect(loads).toEqual([2, 2, 2, 2]);

  const elections = await json<Election[]>('topics elect flow --preferred');
  for (const { partition, after: leader, outcome } of elections) {
    expect(leader).toBe(after[partition]!.replicas[0]);
    expect(outcome).toBe(after[partition]!.leader === leader ? 'not needed' : 'elected');
  }
  const argv = ['--election-type', 'preferred', '--topic', 'flow', '--partition', '0'];
  const judged = await kafkaScript('kafka-leader-election', argv, cluster);
  expect(judged).toContain('Valid replica already elected for partitions flow-0');
}, 180_000);

test('a replica that missed records leads only after an unclean election', async () => {
  await json('topics create torn -p 1 -r 2 --config min.insync.replicas=1');
  const [{ leader, replicas }] = (await partitionsOf('torn')) as [PartitionState];
  const follower = replicas.find((id) => id !== leader)!;
  await json('produce torn both');
  await json(`cluster kill ${follower}`);
  await json('produce torn leader-only --acks 1');
  await until(async () => ((await partitionsOf('torn'))[0]!.isr.length === 1 ? true : undefined));
  await json(`cluster kill ${leader}`);
  await json(`cluster start ${follower}`);
  await until(async () => ((await partitionsOf('torn'))[0]!.leader === null ? true : undefined));

  const preferred = await cluster.lab(['topics', 'elect', 'torn', '--preferred']);
  expect([preferred.exitCode, preferred.stdout]).toEqual([1, expect.stringContaining('not elected: ')]);
  const unasked = await cluster.lab(['topics', 'elect', 'torn', '--unclean']);
  expect([unasked.exitCode, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
  // The killed leader may have been the controller, whose successor is busy with all topics of this cluster.
  const elections = await json<Election[]>('topics elect torn --unclean --yes --timeout 60s');
  expect(elections).toEqual([
    { topic: 'torn', partition: 0, before: null, after: follower, outcome: 'elected', problem: null },
  ]);
  // The new leader serves nothing until its high watermark is known, some moments after the election.
  const consumed = await until(async () => {
    const { stdout } = await cluster.lab(['consume', 'torn', '--from-beginning', '--exit']);
    return stdout === '' ? undefined : stdout;
  });
  expect(consumed).toBe('both\n');
}, 120_000);
