/** A practice cluster that is damaged while the explorer looks at it; and what ZooKeeper tells of the same broker's death. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startOwnCluster, type OwnCluster } from '../testing/clusters/own-cluster.js';
import { quitExplorer } from '../testing/program/explorer-keys.js';
import { closeTerminals, key, openTerminal } from '../testing/program/pseudo-terminal.js';
import { running } from '../testing/program/running-cli.js';
import { until } from '../testing/clusters/until.js';
import type { ZnodeChange } from '../zookeeper/znodes/watch-znodes.js';

const { enter, escape, down } = key;
const ids = [1, 2, 3];
let cluster: OwnCluster;

beforeAll(async () => {
  cluster = await startOwnCluster();
  await cluster.lab(['topics', 'create', 'orders', '--partitions', '6', '--replication-factor', '3']);
}, 180_000);

const interrupts: (() => void)[] = [];
afterEach(() => {
  closeTerminals();
  // A command that still runs after a test that failed would keep Jest waiting.
  for (const interrupt of interrupts.splice(0)) interrupt();
});
afterAll(() => cluster.remove(), 60_000);

function explorer() {
  return openTerminal(['browse'], {
    cwd: cluster.home,
    columns: 120,
    rows: 34,
    env: { KAFKA_LAB_HOME: cluster.home, JAVA_HOME: process.env['JAVA_HOME'] },
  });
}

/** Undefined while there is none. */
async function controllerId(): Promise<number | undefined> {
  const { exitCode, stdout } = await cluster.lab(['zookeeper', 'get', '/controller', '-o', 'json']);
  return exitCode === 0 ? (JSON.parse(stdout) as { value: { brokerid: number } }).value.brokerid : undefined;
}

test('the controller killed by K: its node goes, its leaders move, and h says what happened', async () => {
  const dying = await until(controllerId);
  const watching = running((settings) => cluster.lab(['zookeeper', 'watch', '/', '-o', 'jsonl'], settings));
  interrupts.push(watching.interrupt);
  await watching.shows('"event":"watching"');

  const terminal = explorer();
  await terminal.answer('nothing has happened', `:topics orders${enter}`);
  await terminal.answer(/› orders[^]*LEADER/, `:brokers${enter}`);
  await terminal.answer(/› brokers[^]*CONTROLLER/, `${down.repeat(dying - 1)}K`);
  await terminal.answer(new RegExp(`cluster kill ${dying}\\n[^]*❯ Run it`), enter);
  await terminal.answer(/Done\.[^]*❯ Back/, enter);
  await terminal.sees(/brokers 2\/3/);
  // The partitions that it led have another leader, and those cells are marked.
  terminal.press(escape);
  await terminal.sees(/› orders[^]*\* +\d +\d/);
  terminal.press(escape);
  await terminal.answer(new RegExp(`EVENTS[^]*[Bb]roker ${dying}`), 'h');
  await terminal.sees(new RegExp(`broker ${dying}[^]*leader`, 'i'));
  terminal.press(escape);
  await quitExplorer(terminal);

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
}, 120_000);

test('all brokers stopped in mid-view: the rows stay, grey, with the reason, keys work; started again it goes on', async () => {
  const terminal = explorer();
  await terminal.answer('EVENTS', `:records orders${enter}`);
  await terminal.answer('No records here', `:topics${enter}`);
  await terminal.answer(/› topics[^]*orders/, `r300ms${enter}`);
  await Promise.all(ids.map((id) => cluster.lab(['cluster', 'kill', String(id)])));
  await terminal.sees(/old, of [^]*orders/);
  terminal.press('?');
  await terminal.answer('THIS VIEW', escape);
  await terminal.answer(/orders/, escape);
  await terminal.sees(/› records orders/);
  await Promise.all(ids.map((id) => cluster.lab(['cluster', 'start', String(id)])));
  await cluster.lab(['produce', 'orders', 'written afterwards', '--timeout', '30s']);
  // Header and rows are asked for by rounds of their own.
  await terminal.sees(/❯ .*written afterwards/);
  await terminal.sees('brokers 3/3');
  await quitExplorer(terminal);
}, 120_000);
