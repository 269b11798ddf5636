import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MenuHome, goToTopic, leave, menuHome } from '../testing/program/menu-terminal.js';
import { key } from '../testing/program/pseudo-terminal.js';
import { until } from '../testing/clusters/until.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const { enter, escape, interrupt } = key;
const topic = uniqueName('browse');
const group = uniqueName('readers');
let home: MenuHome;
/** Between the first forty records and the others. */
let middle = '';

beforeAll(async () => {
  await onTestCluster(['topics', 'create', topic, '--partitions', '3']);
  const produce = (from: number, count: number) =>
    onTestCluster(['produce', topic, '--key-separator', '\t'], {
      stdin: Array.from({ length: count }, (_, index) => `k${from + index}\tvalue ${from + index}\n`).join(
        '',
      ),
    });
  await produce(0, 40);
  await sleep(20);
  middle = new Date().toISOString();
  await sleep(20);
  await produce(40, 30);
  await onTestCluster(['produce', topic, '--key', 'gone', '--null-value']);
  // The first group of a cluster may have to wait for the topic that keeps their offsets.
  await until(async () => {
    await onTestCluster(['consume', topic, '--group', group, '--from', 'start', '-n', '30', '--exit']);
    const { stdout } = await onTestCluster(['groups', 'list']);
    return stdout.includes(group) ? true : undefined;
  });
}, 60_000);
beforeEach(() => {
  home = menuHome();
});
afterEach(() => home.remove());

/** `partition:offset` of each row on the screen. */
function rows(screen: string): string[] {
  const page = screen.slice(screen.lastIndexOf(`${topic} · `));
  return [...page.matchAll(/^[❯ ]\s+(\d+)\s+(\d+)\s{2}\d{4}-/gm)].map(([, partition, offset]) =>
    [partition, offset].join(':'),
  );
}

describe('a topic', () => {
  test('its partitions, offsets, configs, and who reads it how far', async () => {
    const terminal = home.open();
    await goToTopic(terminal, topic);
    await terminal.choose('Records', 'Partitions');
    expect(await terminal.answer('Done.', enter)).toContain(`topics describe ${topic}`);
    await terminal.choose('Records', 'Offsets');
    expect(await terminal.answer('Done.', enter)).toMatch(/LOW +HIGH/);
    await terminal.choose('Records', 'Configs');
    expect(await terminal.answer('Done.', enter)).toContain('retention.ms');
    await terminal.choose('Records', 'Consumers');
    const readers = await terminal.choose('Groups that read', group);
    // At least, if the 30 records it read came from fewer than all partitions: the others have no commit.
    expect(readers).toMatch(new RegExp(`${group} +lag (≥ )?\\d+ · in \\d partitions? · Empty`));
    await terminal.choose(`Group ${group}`, 'groups describe');
    await terminal.choose('Run it', 'Run it');
    expect(await terminal.answer('Done.', enter)).toMatch(/CURRENT-OFFSET +LOG-END-OFFSET +LAG/);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('the line of page 2 prints just that page', async () => {
    const terminal = home.open(undefined, { columns: 300, rows: 30 });
    await goToTopic(terminal, topic);
    await terminal.choose('Partitions', 'Records');
    const first = rows(await terminal.answer('page 1', 'n'));
    const screen = await terminal.sees(/page 2[^]*Esc back/);
    const second = rows(screen);
    expect(second.length).toBeGreaterThan(10);
    expect(second.filter((place) => first.includes(place))).toEqual([]);
    const [, line = ''] = /\$ kafka-lab (.*)/.exec(screen.slice(screen.lastIndexOf('page 2'))) ?? [];
    const argv = line.trim().split(' ');
    expect(argv).toContain('consume');
    const { stdout } = await onTestCluster([...argv, '--format', '%p:%o\n']);
    expect(stdout.trim().split('\n').sort()).toEqual([...second].sort());
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('from a time, in one partition, filtered; a tombstone', async () => {
    const terminal = home.open();
    await goToTopic(terminal, topic);
    await terminal.choose('Partitions', 'Records');
    await terminal.answer('page 1', 'g');
    await terminal.answer('Go to', `@${middle}${enter}`);
    const since = await terminal.sees(/from @[^]*Esc back/);
    expect(since).toContain('value 40');
    expect(since).not.toContain('value 39');
    expect(rows(since)).toHaveLength(31);
    terminal.press('t');
    await terminal.choose('Which partition?', '1');
    const one = rows(await terminal.sees(/partition 1 · page 1[^]*Esc back/));
    expect(new Set(one.map((place) => place[0]))).toEqual(new Set(['1']));
    terminal.press('t');
    await terminal.choose('Which partition?', 'all of them');
    await terminal.answer('all partitions · page 1', '/');
    await terminal.answer('Only records', `/gone|value 4[12]/${enter}`);
    const found = await terminal.sees(/with "\/gone[^]*Esc back/);
    expect(rows(found)).toHaveLength(3);
    expect(found).toMatch(/gone +\(null\)/);
    terminal.press(key.down + key.down + enter);
    await terminal.answer('(null): a tombstone', '?');
    await terminal.answer('tombstone: ', interrupt);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);
});

test('consumers: the groups with their lag, and what can be done with one', async () => {
  const terminal = home.open();
  await terminal.choose('Quit ', 'Browse');
  await terminal.choose('Clusters', 'Consumers');
  await terminal.answer('Type to search', group);
  const list = await terminal.choose(`Type to search: ${group}`, group);
  expect(list).toMatch(new RegExp(`${group} +Empty · 0 members · lag (≥ )?\\d+ · ${topic}`));
  await terminal.choose(`Group ${group}`, 'groups reset');
  // What the group reads comes first.
  await terminal.answer(`❯ ${topic}`, enter);
  await terminal.answer('to POSITION', `end${enter}`);
  await terminal.answer(`groups reset ${group} --topic ${topic} --to end\n`, enter);
  await terminal.choose('Done.', 'Do it');
  await terminal.answer(/--to end --execute[^]*Done\./, enter);
  expect(await leave(terminal)).toBe(0);
}, 60_000);

test('ZooKeeper is a tree: down to a broker, a look at its node, and up again', async () => {
  const { bootstrapServers, zookeeper } = testCluster();
  const terminal = home.open(['-b', bootstrapServers, '--zookeeper', zookeeper]);
  await terminal.choose('Quit ', 'Browse');
  await terminal.choose('Clusters', 'ZooKeeper');
  await terminal.choose('ZooKeeper /\n', 'brokers/');
  await terminal.choose('ZooKeeper /brokers\n', 'ids/');
  expect(await terminal.choose('ZooKeeper /brokers/ids\n', '1')).toMatch(/1 +\d+ bytes · ephemeral/);
  await terminal.choose('ZooKeeper /brokers/ids/1\n', 'Show this node');
  const node = await terminal.answer('Done.', enter);
  expect(node).toContain('zookeeper get /brokers/ids/1');
  expect(node).toContain('"endpoints"');
  await terminal.answer('ZooKeeper /brokers/ids/1\n', escape);
  await terminal.answer('ZooKeeper /brokers/ids\n', escape);
  await terminal.sees('ZooKeeper /brokers\n');
  expect(await leave(terminal)).toBe(0);
}, 60_000);
