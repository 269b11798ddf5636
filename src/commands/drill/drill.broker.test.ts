import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillReport } from '../../drills/run-drill.js';
import { startOwnCluster, type OwnCluster } from '../../testing/own-cluster.js';
import { until } from '../../testing/until.js';

let cluster: OwnCluster;
beforeAll(async () => {
  cluster = await startOwnCluster();
}, 180_000);
afterAll(() => cluster.remove(), 60_000);

const short = ['--rate', '100', '--duration', '5s'];

async function drill(...argv: string[]): Promise<DrillReport> {
  const { exitCode, stdout, stderr } = await cluster.lab(['drill', 'run', ...argv, ...short, '-o', 'json']);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as DrillReport;
}

async function expectAsBefore(): Promise<void> {
  expect((await cluster.lab(['topics', 'list'])).stdout).toBe('');
  const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'jsonl']);
  const services = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { running: boolean });
  expect(services.map(({ running }) => running)).toEqual([true, true, true, true]);
}

describe('the same accident, two promises', () => {
  const page = () => join(cluster.home, 'report.html');

  test('acks=1: records that were acknowledged are lost, and their places taken', async () => {
    const { account, settings, timeline } = await drill('leader-alone', '--acks', '1', '--report', page());
    expect(settings).toMatchObject({ acks: '1', uncleanElections: false });
    expect(account.sent).toBe(account.acknowledged + account.refused);
    expect(account.lostAfterAck).toBeGreaterThan(0);
    // Only partition 0 had an accident that loses, and the log goes on where the lost ones were.
    expect(new Set(account.lost.map(({ partition }) => partition))).toEqual(new Set([0]));
    for (const { id, nowThere } of account.lost) expect(nowThere).not.toBe(id);
    const leaders = timeline.partitions.filter(({ partition, leader }) => partition === 0 && leader !== null);
    expect(leaders.some(({ leader }) => leader !== leaders[0]?.leader)).toBe(true);
    // Once more by other means: the page says it, too.
    const html = readFileSync(page(), 'utf8');
    expect(html).toContain(
      `${account.lostAfterAck} of ${account.acknowledged} acknowledged records are lost.`,
    );
    expect(html).not.toMatch(/(src|href)="/);
    const again = join(cluster.home, 'again.html');
    expect(await cluster.lab(['drill', 'report', again])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(again, 'utf8')).toBe(html);
    await expectAsBefore();
  }, 120_000);

  test('acks=all with min.insync.replicas=2: none is', async () => {
    const { account } = await drill('leader-alone', '--acks', 'all', '--min-insync', '2');
    expect(account.sent).toBe(account.acknowledged + account.refused);
    expect(account.acknowledged).toBeGreaterThan(0);
    expect(account).toMatchObject({ lostAfterAck: 0, lost: [], duplicated: 0, outOfOrder: 0, unread: 0 });
    // It was an accident: partition 0 could not be written for a while.
    expect(account.outages.map(({ partition }) => partition)).toContain(0);
    await expectAsBefore();
  }, 120_000);
});

test('a broker is added while records flow: nobody notices, and it goes again', async () => {
  const { account, timeline } = await drill('scale-out', '--acks', 'all');
  expect(account).toMatchObject({ refused: 0, lostAfterAck: 0, duplicated: 0, outOfOrder: 0, unread: 0 });
  // It did take replicas of the topic.
  expect(timeline.partitions.some(({ isr }) => isr.includes(4))).toBe(true);
  await expectAsBefore();
}, 120_000);

test('^C in the midst of it: the broker that was killed runs again, and the topic is gone', async () => {
  const stop = new AbortController();
  const running = cluster.lab(['drill', 'run', 'leader-kill', ...short], { signal: stop.signal });
  await until(async () => {
    const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'jsonl']);
    return stdout.includes('"running":false') ? true : undefined;
  });
  stop.abort();
  const { exitCode, stderr } = await running;
  expect([exitCode, stderr]).toEqual([130, expect.stringContaining('Putting the cluster back first')]);
  await expectAsBefore();
}, 120_000);

describe('refused before anything is broken', () => {
  test.each([
    [['leader-kill', '-b', 'localhost:1'], 1, 'is not a practice cluster'],
    [['leader-kil'], 2, 'leader-kill'],
    [['leader-kill', '--min-insync', '4'], 2, '--min-insync 4 is more than --replication-factor 3'],
    [['leader-kill', '--replication-factor', '5'], 1, '3 of the 5 brokers'],
    [['leader-kill', '--duration', 'soon'], 2, 'soon'],
  ])('drill run %j', async (argv, code, words) => {
    const { exitCode, stdout, stderr } = await cluster.lab(['drill', 'run', ...argv]);
    expect([exitCode, stdout, stderr]).toEqual([code, '', expect.stringContaining(words)]);
  });
});
