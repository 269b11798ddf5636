import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import type { DrillReport } from '../../practice/drills/run-drill.js';
import { scenarios } from '../../practice/drills/scenarios.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { until } from '../../testing/clusters/until.js';

/** `npm run test:drills`: every scenario there is, as it promises with acks=all; and those that lose with less. */
describe.each<ClusterMode>(['zookeeper', 'kraft'])('on a cluster of the kind %s', (mode) => {
  let cluster: OwnCluster;
  beforeAll(async () => {
    cluster = await startOwnCluster({ kraft: mode === 'kraft' });
  }, 180_000);
  afterAll(() => cluster.remove(), 60_000);

  async function drill(...argv: string[]): Promise<DrillReport> {
    const options = ['--rate', '100', '--duration', '8s', '-o', 'json'];
    const { exitCode, stdout, stderr } = await cluster.lab(['drill', 'run', ...argv, ...options]);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
    return JSON.parse(stdout) as DrillReport;
  }

  const possible = scenarios.filter(({ needs }) => needs === undefined || needs === mode);
  const lossy: readonly (readonly [string, readonly string[]])[] = [
    ['a zombie leader', ['pause', '--acks', '1']],
    ['followers that are behind', ['leader-alone', '--acks', '1']],
    mode === 'zookeeper'
      ? ['an unclean election', ['last-replica', '--acks', 'all', '--min-insync', '1', '--unclean-elections']]
      : // Only the leader notes that the followers are behind; no broker is left to write it down.
        ['an unclean election', ['last-replica', '--acks', '1', '--unclean-elections']],
  ];

  test.each(possible.map(({ name }) => name))(
    '%s: with acks=all and min.insync.replicas=2 nothing that was acknowledged is lost',
    async (name) => {
      const { account, timeline, mode: seen } = await drill(name, '--acks', 'all');
      expect(seen).toBe(mode);
      expect(account.sent).toBe(account.acknowledged + account.refused);
      expect(account.acknowledged).toBeGreaterThan(0);
      expect(account).toMatchObject({ lostAfterAck: 0, duplicated: 0, outOfOrder: 0, readButGone: 0 });
      expect(timeline.actions.length).toBeGreaterThan(0);
      expect(timeline.controllers[0]?.controller).toEqual(expect.any(Number));
      const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'json']);
      expect(JSON.parse(stdout)).toMatchObject({ healthy: true });
    },
    300_000,
  );

  test.each(lossy)(
    'what loses: %s',
    async (_what, argv) => {
      expect((await drill(...argv)).account.lostAfterAck).toBeGreaterThan(0);
    },
    300_000,
  );

  test('the controller that is killed is the active one, and another one is elected', async () => {
    const { timeline } = await drill('controller-kill', '--acks', 'all');
    const [first, ...later] = timeline.controllers;
    expect(timeline.actions[0]?.text).toBe(`broker ${String(first?.controller)} killed`);
    expect(later.map(({ controller }) => controller)).toContainEqual(expect.any(Number));
  }, 300_000);

  test('fewer replicas than min.insync.replicas: refused, not lost', async () => {
    const { account, reasons, timeline } = await drill(
      ...['two-brokers', '--acks', 'all', '--delivery-timeout', '4s'],
    );
    expect(account.refused).toBeGreaterThan(0);
    expect(account.lostAfterAck).toBe(0);
    const actions = timeline.actions.map(({ text }) => text);
    if (mode === 'zookeeper') {
      expect(reasons.join()).toContain('NOT_ENOUGH_REPLICAS');
      return;
    }
    // No controller is left to elect a leader for the partitions of the dead, or take them out of an ISR.
    expect(reasons.join()).toContain('not acknowledged within');
    expect(actions).toContain('2 of 3 controllers down: no majority, metadata cannot change');
    expect(actions.at(-1)).toBe('the controllers have a majority again');
    expect(timeline.controllers).toContainEqual(expect.objectContaining({ controller: null }));
  }, 300_000);

  test('copy: killed and gone on with through the death of a broker, nothing is missing; with transactions nothing is twice', async () => {
    const page = join(cluster.home, 'copy.html');
    const { copies, account, timeline } = await drill('copy', '--report', page);
    expect(copies?.map(({ isTransactional }) => isTransactional)).toEqual([true, false]);
    for (const copy of copies!) {
      expect(copy).toMatchObject({
        ...{ killed: 1, missing: [], elsewhere: [], strangers: [], faults: [] },
        copied: account.acknowledged,
      });
      expect(copy.runs).toBeGreaterThan(2);
    }
    expect(copies![0]!.twice).toEqual([]);
    // What the run that was killed had written.
    expect(copies![1]!.twice.length).toBeGreaterThan(0);
    expect(timeline.actions.filter(({ text }) => text.includes('killed (SIGKILL)'))).toHaveLength(2);
    expect(readFileSync(page, 'utf8')).toContain('0 records are missing, 0 records are there twice.');
    expect((await cluster.lab(['topics', 'list', '-o', 'json'])).stdout.trim()).toBe('[]');
  }, 400_000);

  if (mode === 'kraft') {
    test('poison: a classic group stands at the first of it, a share group is done with every record', async () => {
      const page = join(cluster.home, 'poison.html');
      const report = await drill('poison-message', '--report', page);
      const { poison, account, timeline, reasons } = report;
      expect(poison).toMatchObject({ faults: [], poison: [99, 198, 297] });
      expect(reasons).toEqual([]);
      const { classic, share } = poison!;
      expect(classic).toMatchObject({
        ...{ restarts: 5, failures: 6, standsAt: { id: 99, partition: 0, offset: 33 }, committed: 33 },
      });
      expect(classic!.blocked).toBeGreaterThan(0);
      expect(classic!.handled).toBeGreaterThanOrEqual(33);
      expect(share).toMatchObject({
        ...{ deliveryLimit: 3, deadLettered: 3, lost: [], undelivered: [], inTwoPlaces: [] },
        deliveries: [99, 198, 297].map((id) => ({ id, times: 3, isDeadLettered: true })),
      });
      // Every id, once more by the ledger of the writer.
      expect(share!.accepted + share!.deadLettered).toBe(account.acknowledged);
      expect(share!.confirmed).toBeGreaterThanOrEqual(share!.accepted);
      expect(share!.acceptedPast).toBeGreaterThan(0);
      expect(account).toMatchObject({ read: account.acknowledged - 3, unread: 3 });
      const failures = timeline.actions.filter(({ text }) => text.startsWith('the member fails at id 99 '));
      expect(failures).toHaveLength(6);
      expect(readFileSync(page, 'utf8')).toContain(
        'put 3 into its dead letter queue; 0 records are in neither.',
      );
      // What it made is gone again.
      expect((await cluster.lab(['topics', 'list', '-o', 'json'])).stdout.trim()).toBe('[]');
      expect((await cluster.lab(['groups', 'list', '-o', 'jsonl'])).stdout).toBe('');
    }, 300_000);

    test('poison: ^C while the classic group fails leaves nothing behind', async () => {
      const stop = new AbortController();
      const running = cluster.lab(['drill', 'run', 'poison-message', '--rate', '100'], {
        signal: stop.signal,
      });
      const group = await until(async () => {
        const { stdout } = await cluster.lab(['groups', 'list', '-o', 'jsonl']);
        return /drill-poison-message-[0-9a-f]+/.exec(stdout)?.[0];
      });
      const configs = async () => (await cluster.lab(['groups', 'config', `${group}-share`])).stdout;
      expect(await configs()).toContain('share.delivery.count.limit');
      stop.abort();
      expect((await running).exitCode).toBe(130);
      expect((await cluster.lab(['topics', 'list', '-o', 'json'])).stdout.trim()).toBe('[]');
      expect((await cluster.lab(['groups', 'list', '-o', 'jsonl'])).stdout).toBe('');
      expect(await configs()).toBe('');
    }, 300_000);
  }
});
