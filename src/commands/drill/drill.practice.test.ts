import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordsDiff } from '../_diff-records.js';
import type { ClustersDiff } from '../_diff-view.js';
import type { DrillReport } from '../../practice/drills/run-drill.js';
import { atOnce } from '../../testing/clusters/at-once.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { until } from '../../testing/clusters/until.js';

let onKeeper: OwnCluster;
let onKraft: OwnCluster;
beforeAll(async () => {
  [onKeeper, onKraft] = await Promise.all([startOwnCluster(), startOwnCluster({ kraft: true })]);
}, 240_000);
afterAll(() => Promise.all([onKeeper.remove(), onKraft.remove()]), 60_000);

/** At the same time, as a drill mostly waits for what brokers do. */
async function onBoth(check: (cluster: OwnCluster) => Promise<void>): Promise<void> {
  await atOnce(...[onKeeper, onKraft].map(check));
}

const short = ['--rate', '100', '--duration', '5s'];

async function drill(cluster: OwnCluster, ...argv: string[]): Promise<DrillReport> {
  const { exitCode, stdout, stderr } = await cluster.lab(['drill', 'run', ...argv, ...short, '-o', 'json']);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as DrillReport;
}

async function expectAsBefore(cluster: OwnCluster): Promise<void> {
  expect((await cluster.lab(['topics', 'list'])).stdout).toBe('');
  const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'jsonl']);
  const services = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { running: boolean });
  const nodes = cluster === onKraft ? 3 : 4;
  expect(services.map(({ running }) => running)).toEqual(Array.from({ length: nodes }, () => true));
}

test('two clusters of other versions of Kafka side by side: what differs, what cannot be told, records of a copy', async () => {
  const topic = 'compared';
  const there = onKraft.bootstrapServers.split(',')[0] ?? '';
  const lines = Array.from({ length: 500 }, (_none, at) => `k${at % 50}:v${at}`).join('\n');
  for (const [cluster, partitions, encoding] of [
    [onKeeper, '3', 'gzip'],
    [onKraft, '2', 'zstd'],
  ] as const) {
    for (const [argv, stdin] of [
      [['topics', 'create', topic, '-p', partitions, '-r', '1'], ''],
      [['produce', topic, '-K', ':', '--compression', encoding], lines],
    ] as const) {
      const { exitCode, stderr } = await cluster.lab(argv, { stdin });
      expect([argv, exitCode, stderr]).toEqual([argv, 0, stderr]);
    }
  }
  try {
    const { exitCode, stdout } = await onKeeper.lab(['diff', 'lab', there, '-o', 'json']);
    const found = JSON.parse(stdout) as ClustersDiff;
    expect([exitCode, found.unknown, found.isSameCluster]).toEqual([1, [], false]);
    expect(found.differences.map(({ change }) => change)).toEqual([
      { kind: 'partitions', topic, before: 3, after: 2 },
      // Kafka 4 has another default.
      expect.objectContaining({ kind: 'topic default', name: 'message.timestamp.after.max.ms' }),
    ]);
    expect(found.otherConfigs).toContain('message.format.version');
    const records = await onKeeper.lab(['diff', there, '--topic', topic, '--records', '-o', 'json']);
    expect([records.exitCode, (JSON.parse(records.stdout) as RecordsDiff).counts.same]).toEqual([0, 50]);
  } finally {
    await onBoth(async ({ lab }) => {
      await lab(['topics', 'delete', topic, '--yes']);
    });
  }
}, 60_000);

describe('the same accident, two promises, with ZooKeeper and without', () => {
  const losesWithLess = async (cluster: OwnCluster) => {
    const page = join(cluster.home, 'report.html');
    const { account, settings, timeline } = await drill(
      ...([cluster, 'leader-alone', '--acks', '1', '--report', page] as const),
    );
    expect(settings).toMatchObject({ acks: '1', uncleanElections: false });
    expect(account.sent).toBe(account.acknowledged + account.refused);
    expect(account.lostAfterAck).toBeGreaterThan(0);
    // Only partition 0 had an accident that loses, and the log goes on where the lost ones were.
    expect(new Set(account.lost.map(({ partition }) => partition))).toEqual(new Set([0]));
    for (const { id, nowThere } of account.lost) expect(nowThere).not.toBe(id);
    const leaders = timeline.partitions.filter(({ partition, leader }) => partition === 0 && leader !== null);
    expect(leaders.some(({ leader }) => leader !== leaders[0]?.leader)).toBe(true);
    // Without ZooKeeper the two followers that freeze are two of the three controllers.
    const decided = timeline.actions.map(({ text }) => text).filter((text) => text.includes('majority'));
    expect(decided).toEqual(
      cluster === onKraft
        ? [
            '2 of 3 controllers down: no majority, metadata cannot change',
            'the controllers have a majority again',
          ]
        : [],
    );
    // Once more by other means: the page says it, too.
    const html = readFileSync(page, 'utf8');
    expect(html).toContain(
      `${account.lostAfterAck} of ${account.acknowledged} acknowledged records were lost.`,
    );
    expect(html).not.toMatch(/(src|href)="/);
    const again = join(cluster.home, 'again.html');
    expect(await cluster.lab(['drill', 'report', again])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(again, 'utf8')).toBe(html);
    await expectAsBefore(cluster);
  };

  const losesNothing = async (cluster: OwnCluster) => {
    const { account } = await drill(cluster, 'leader-alone', '--acks', 'all', '--min-insync', '2');
    expect(account.sent).toBe(account.acknowledged + account.refused);
    expect(account.acknowledged).toBeGreaterThan(0);
    expect(account).toMatchObject({ lostAfterAck: 0, lost: [], duplicated: 0, outOfOrder: 0, unread: 0 });
    // It was an accident: partition 0 could not be written for a while.
    expect(account.outages.map(({ partition }) => partition)).toContain(0);
    await expectAsBefore(cluster);
  };

  test('acks=1: records that were acknowledged are lost, and their places taken', async () => {
    await onBoth(losesWithLess);
  }, 180_000);

  test('acks=all with min.insync.replicas=2: none is', async () => {
    await onBoth(losesNothing);
  }, 180_000);
});

async function growAndShrink(cluster: OwnCluster): Promise<void> {
  const { account, timeline } = await drill(cluster, 'scale-out', '--acks', 'all');
  expect(account).toMatchObject({ refused: 0, lostAfterAck: 0, duplicated: 0, outOfOrder: 0, unread: 0 });
  // It did take replicas of the topic.
  expect(timeline.partitions.some(({ isr }) => isr.includes(4))).toBe(true);
  await expectAsBefore(cluster);
}

async function interrupt(cluster: OwnCluster): Promise<void> {
  const stop = new AbortController();
  const running = cluster.lab(['drill', 'run', 'leader-kill', ...short], { signal: stop.signal });
  await until(async () => {
    const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'jsonl']);
    return stdout.includes('"running":false') ? true : undefined;
  });
  stop.abort();
  const { exitCode, stderr } = await running;
  expect([exitCode, stderr]).toEqual([130, expect.stringContaining('Putting the cluster back first')]);
  await expectAsBefore(cluster);
}

test(
  'a broker is added while records flow: no record is affected, and it is removed again',
  () => onBoth(growAndShrink),
  180_000,
);

test(
  '^C in the midst of it: the broker that was killed runs again, and the topic is gone',
  () => onBoth(interrupt),
  180_000,
);

describe('refused before anything is broken', () => {
  test.each([
    [['leader-kill', '-b', 'localhost:1'], 1, 'is not a practice cluster'],
    [['leader-kil'], 2, 'leader-kill'],
    [['poison-message'], 1, 'The drill poison-message needs Kafka 4 without ZooKeeper (KRaft)'],
    [['leader-kill', '--min-insync', '4'], 2, '--min-insync 4 is more than --replication-factor 3'],
    [['leader-kill', '--replication-factor', '5'], 1, '3 of the 5 brokers'],
    [['leader-kill', '--duration', 'soon'], 2, 'soon'],
  ])('drill run %j', async (argv, code, words) => {
    const { exitCode, stdout, stderr } = await onKeeper.lab(['drill', 'run', ...argv]);
    expect([exitCode, stdout, stderr]).toEqual([code, '', expect.stringContaining(words)]);
  });

  test('what happens to ZooKeeper, where there is none', async () => {
    const { exitCode, stdout, stderr } = await onKraft.lab(['drill', 'run', 'zookeeper-restart']);
    expect([exitCode, stdout, stderr]).toEqual([
      1,
      '',
      expect.stringContaining('needs Kafka 3 with ZooKeeper'),
    ]);
  });
});
