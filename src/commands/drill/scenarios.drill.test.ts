import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DrillReport } from '../../drills/run-drill.js';
import { scenarios } from '../../drills/scenarios.js';
import { startOwnCluster, type OwnCluster } from '../../testing/own-cluster.js';

/** `npm run test:drills`: every scenario there is, as it promises with acks=all; and those that lose with less. */
let cluster: OwnCluster;
beforeAll(async () => {
  cluster = await startOwnCluster();
}, 180_000);
afterAll(() => cluster.remove(), 60_000);

async function drill(...argv: string[]): Promise<DrillReport> {
  const options = ['--rate', '100', '--duration', '8s', '-o', 'json'];
  const { exitCode, stdout, stderr } = await cluster.lab(['drill', 'run', ...argv, ...options]);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as DrillReport;
}

describe('acks=all, min.insync.replicas=2: nothing that was acknowledged is ever lost', () => {
  test.each(scenarios.map(({ name }) => name))(
    '%s',
    async (name) => {
      const { account, timeline } = await drill(name, '--acks', 'all');
      expect(account.sent).toBe(account.acknowledged + account.refused);
      expect(account.acknowledged).toBeGreaterThan(0);
      expect(account).toMatchObject({ lostAfterAck: 0, duplicated: 0, outOfOrder: 0, readButGone: 0 });
      expect(timeline.deeds.length).toBeGreaterThan(0);
      const { stdout } = await cluster.lab(['cluster', 'status', '-o', 'json']);
      expect(JSON.parse(stdout)).toMatchObject({ healthy: true });
    },
    240_000,
  );
});

describe('what loses', () => {
  test.each([
    ['a zombie leader', ['pause', '--acks', '1']],
    ['followers that are behind', ['leader-alone', '--acks', '1']],
    ['an unclean election', ['last-replica', '--acks', 'all', '--min-insync', '1', '--unclean-elections']],
  ])(
    '%s',
    async (_what, argv) => {
      expect((await drill(...argv)).account.lostAfterAck).toBeGreaterThan(0);
    },
    240_000,
  );
});

test('fewer replicas than min.insync.replicas: refused, not lost', async () => {
  const { account, reasons } = await drill('two-brokers', '--acks', 'all', '--delivery-timeout', '4s');
  expect(account.refused).toBeGreaterThan(0);
  expect(account.lostAfterAck).toBe(0);
  expect(reasons.join()).toContain('NOT_ENOUGH_REPLICAS');
}, 240_000);
