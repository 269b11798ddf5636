import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startOwnCluster, type OwnCluster } from '../../testing/clusters/own-cluster.js';
import { running } from '../../testing/program/running-cli.js';
import { until } from '../../testing/clusters/until.js';
import type { ZnodeChange } from '../../zookeeper/znodes/watch-znodes.js';

let cluster: OwnCluster;

beforeAll(async () => {
  cluster = await startOwnCluster();
}, 180_000);

afterAll(() => cluster.remove(), 60_000);

/** Undefined while there is none. */
async function controllerId(): Promise<number | undefined> {
  const { exitCode, stdout } = await cluster.lab(['zookeeper', 'get', '/controller', '-o', 'json']);
  return exitCode === 0 ? (JSON.parse(stdout) as { value: { brokerid: number } }).value.brokerid : undefined;
}

test('a broker dies: its node goes, and the controller changes hands', async () => {
  const dying = await until(controllerId);
  const watching = running((settings) => cluster.lab(['zookeeper', 'watch', '/', '-o', 'jsonl'], settings));
  await watching.shows('"event":"watching"');
  await cluster.lab(['cluster', 'kill', String(dying)]);
  await until(async () => {
    const now = await controllerId();
    return now === dying ? undefined : now;
  });
  await watching.shows(/"created","path":"\/controller"/);
  await watching.shows(/"data changed","path":"\/controller_epoch"/);
  watching.interrupt();
  const { exitCode, stdout } = await watching.ended;
  expect(exitCode).toBe(0);

  const changes = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ZnodeChange);
  const told = changes.map(({ event, path, detail }) => `${event} ${path} ${detail ?? ''}`);
  expect(told).toContain(`deleted /brokers/ids/${dying} broker ${dying} is gone: its session has ended`);
  expect(told).toContain('deleted /controller there is no controller: the brokers compete to become it');
  const elected = told.find((line) => /^created \/controller broker \d is the controller$/.test(line));
  expect(elected).toBeDefined();
  expect(elected).not.toContain(`broker ${dying} is`);
  expect(told.some((line) => line.startsWith('data changed /controller_epoch'))).toBe(true);
}, 90_000);
