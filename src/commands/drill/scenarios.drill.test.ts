import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ClusterMode } from '../../practice/cluster/state/cluster-plan.js';
import type { DrillReport } from '../../practice/drills/run-drill.js';
import { scenarios } from '../../practice/drills/scenarios.js';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';

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
});
