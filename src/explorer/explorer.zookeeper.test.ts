import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { countedKeys, findTopic, quitExplorer } from '../testing/program/explorer-keys.js';
import { leave, menuHome, type MenuHome } from '../testing/program/menu-terminal.js';
import { key, type PseudoTerminal } from '../testing/program/pseudo-terminal.js';

const { enter, escape, down } = key;
const right = '\u001b[C';
const left = '\u001b[D';
const topic = uniqueName('explored');
const group = uniqueName('readers');
let home: MenuHome;

beforeAll(async () => {
  await onTestCluster(['topics', 'create', topic, '--partitions', '3']);
  const lines = Array.from({ length: 40 }, (_, index) => `k${index}\tvalue ${index}\n`).join('');
  await onTestCluster(['produce', topic, '--key-separator', '\t'], { stdin: lines });
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

function explorer(view: readonly string[] = [], settings = {}): PseudoTerminal {
  return home.open(['-b', testCluster().bootstrapServers, 'browse', ...view], settings);
}

describe('views', () => {
  test('in, out with the cursor where it was, and the line that prints the same', async () => {
    const terminal = explorer(['topics'], { columns: 160, rows: 24 });
    await terminal.answer('HEALTH', `/${topic}${enter}`);
    await terminal.answer(/· 1\D[^]*Enter topics describe/, enter);
    const partitions = await terminal.sees(/\$ kafka-lab .*topics describe[^]*LEADER/);
    expect(partitions).toMatch(/❯ +0 /);
    terminal.press(down + right + right + 'S');
    await terminal.answer(/REPLICAS↓[^]*--sort REPLICAS:desc/, escape);
    await terminal.sees(/\$ kafka-lab \S+ \S+ topics list[^]*Enter topics describe/);
    // The first Esc takes the filter away.
    terminal.press(escape);
    await terminal.answer(/topics {2}\d+/, 'y');
    await terminal.sees('Copied: the command');
    expect(terminal.raw).toContain(
      `\u001b]52;c;${Buffer.from(`kafka-lab -b ${testCluster().bootstrapServers} topics list`).toString('base64')}\u0007`,
    );
    await quitExplorer(terminal);
  }, 60_000);

  test('a row that comes, a value that changes, a row that goes, with the cursor left alone', async () => {
    const made = `${topic}-made`;
    const terminal = explorer(['--', 'offsets', 'list', topic]);
    await terminal.answer('RECORDS', `r300ms${enter}${down}`);
    await terminal.sees(/❯ {2}\S+ +1 /);
    await onTestCluster(['produce', topic, 'changed', '--partition', '0']);
    await terminal.sees(new RegExp(`\\* ${topic}`));
    terminal.press(`:topics${enter}`);
    await terminal.answer('› topics', `/${topic}${enter}`);
    await terminal.sees('Enter topics describe');
    await onTestCluster(['topics', 'create', made]);
    await terminal.sees(`+ ${made}`);
    await onTestCluster(['topics', 'delete', made, '--yes']);
    await terminal.sees(`- ${made}`);
    await quitExplorer(terminal);
  }, 60_000);

  test('ZooKeeper: down to a broker’s node and its data', async () => {
    const { bootstrapServers, zookeeper } = testCluster();
    const terminal = home.open(['-b', bootstrapServers, '--zookeeper', zookeeper, 'browse', 'zookeeper']);
    await terminal.answer('/brokers', `/^/brokers${enter}`);
    await terminal.answer('None of', `${escape}:zk /brokers/ids${enter}`);
    await terminal.answer('/brokers/ids/3', `G${enter}`);
    await terminal.sees('"endpoints"');
    await quitExplorer(terminal);
  }, 60_000);
});

test('what just happened is told, and K does nothing to a cluster that is no practice cluster', async () => {
  const terminal = explorer();
  await terminal.answer('EVENTS', 'h');
  await terminal.answer('Nothing has happened since', escape);
  await terminal.answer('EVENTS', 'K');
  await terminal.sees('K kills brokers of practice clusters only');
  await quitExplorer(terminal);
}, 30_000);

test('another connection: its overview, in its colour, and that it is readonly', async () => {
  const brokers = testCluster().bootstrapServers;
  const add = home.open([
    '-b',
    brokers,
    'connections',
    'add',
    'staging',
    '--colour',
    'magenta',
    '--readonly',
  ]);
  expect(await add.ended()).toBe(0);
  const terminal = home.open();
  await terminal.answer('Quit ', enter);
  await terminal.answer('EVENTS', `9`);
  await terminal.answer('Enter go there', enter);
  await terminal.sees(/● staging {2}readonly [^]*\$ kafka-lab -c staging monitor[^]*EVENTS/);
  terminal.press(`:topics delete ${topic}${enter}`);
  await terminal.answer('connection staging is readonly', enter);
  expect(await leave(terminal)).toBe(0);
}, 60_000);

test('the mouse: off until i, clicks, a wheel in two pieces, a flood, and off again however one leaves', async () => {
  const report = (button: number, x: number, y: number) => `\u001b[<${button};${x};${y}M`;
  const on = '\u001b[?1000h\u001b[?1006h';
  const off = '\u001b[?1006l\u001b[?1000l';
  const terminal = explorer(['topics'], { columns: 100, rows: 24 });
  await terminal.answer('HEALTH', `/${topic}${enter}`);
  await terminal.sees('Enter topics describe');
  expect(terminal.raw).not.toContain(on);
  terminal.press('i');
  await terminal.answer('The mouse is on', report(0, 5, 3));
  await terminal.answer(/TOPIC↓[^]*--sort TOPIC:desc/, report(0, 5, 4) + report(0, 5, 4).replace('M', 'm'));
  await terminal.answer(/LEADER[^]*❯ +0 /, '\u001b[<6');
  await sleep(200);
  terminal.press('5;5;9M');
  await terminal.answer(/❯ +2 /, report(64, 1, 1).repeat(2000) + escape);
  await terminal.sees(/--sort TOPIC:desc/);
  expect(terminal.raw.split(on)).toHaveLength(2);
  await quitExplorer(terminal);
  expect(terminal.raw.slice(-60)).toContain(off);
  // It is remembered; a signal restores the terminal, too.
  const again = explorer(['topics'], { columns: 100, rows: 24 });
  await again.sees('HEALTH');
  expect(again.raw).toContain(on);
  again.kill();
  await again.ended();
  expect(again.raw.slice(-60)).toContain(off);
}, 60_000);

describe('the line after :', () => {
  test('Tab completes commands and names, up brings back, and what is no command is told', async () => {
    const terminal = explorer(['groups']);
    await terminal.answer('PROTOCOL', ':top');
    await terminal.answer(':top   topics', '\t');
    await terminal.answer(':topics ', topic.slice(0, -2));
    await terminal.answer(new RegExp(`${topic.slice(0, -2)} {3}${topic}`), `\t${enter}`);
    await terminal.answer('LEADER', `:nothing of that kind${enter}`);
    await terminal.answer('There is no command "nothing"', `:${key.up}${key.up}`);
    await terminal.answer(`:topics ${topic}`, escape);
    await quitExplorer(terminal);
  }, 60_000);
});

describe('what is shown', () => {
  test('is written to a file, and to none that is there', async () => {
    const terminal = explorer(['topics', topic]);
    await terminal.answer('LEADER', `w${enter}`);
    await terminal.sees('Written to');
    const file = join(home.path, `${topic}.txt`);
    expect(readFileSync(file, 'utf8')).toContain('PARTITION\tLEADER\t');
    terminal.press(`w${enter}`);
    await terminal.sees('exists already; nothing was written');
    expect(existsSync(file)).toBe(true);
    await quitExplorer(terminal);
  }, 60_000);

  test.each([
    [60, 20],
    [80, 24],
    [300, 60],
  ])(
    'fits %i columns and %i rows',
    async (columns, rows) => {
      const terminal = explorer(['groups', group], { columns: 120, rows: 30 });
      await terminal.sees('LOG-END-OFFSET');
      terminal.resize(columns, rows);
      const drawn = (await terminal.sees(/\$ kafka-lab[^]*help/)).split('\n');
      expect(drawn.join('')).toContain('TOPIC');
      await quitExplorer(terminal);
    },
    30_000,
  );

  test('^C leaves quietly; a hold stands still', async () => {
    const terminal = explorer(['topics']);
    await terminal.answer('HEALTH', 'p');
    await terminal.answer('HELD', key.interrupt);
    expect(await terminal.ended()).toBe(0);
  }, 30_000);
});

describe('answers in few keys, from the home of the program', () => {
  test('the newest record of a topic: 4 and its name', async () => {
    const terminal = home.open();
    const keys = countedKeys(terminal);
    await findTopic(keys, topic, 'l');
    await keys.press(/newest first[^]*❯ /, enter);
    await terminal.sees(/at +partition \d, offset \d+[^]*value/);
    expect(keys.count - 1).toBeLessThanOrEqual(5);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('the record with a key: 6, its topic and the key', async () => {
    await onTestCluster(['produce', topic, 'of the key', '--key', 'the-key']);
    await onTestCluster(['produce', topic, 'newer']);
    const terminal = home.open();
    const keys = countedKeys(terminal);
    await findTopic(keys, topic, 'l');
    await keys.press(/newest first[^]*❯ /, '=');
    await keys.press('key = ', 'the-key', true);
    await keys.press('the-key', enter);
    expect(await terminal.sees(/by the default partitioner[^]*1 matched/)).toMatch(
      /❯ .*the-key .*of the key/,
    );
    expect(keys.count - 2).toBeLessThanOrEqual(6);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('who lags: 1', async () => {
    const terminal = home.open();
    const keys = countedKeys(terminal);
    await keys.press('Quit ', enter);
    expect(await terminal.sees(new RegExp(`by lag[^]*${group.slice(0, 20)}`))).toContain('LAG');
    expect(keys.count).toBeLessThanOrEqual(3);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('who leads partition 2 of a topic: 4 and its name', async () => {
    const terminal = home.open();
    const keys = countedKeys(terminal);
    await findTopic(keys, topic, enter);
    expect(await terminal.sees(/LEADER[^]* 2 +\d +\d,/)).toContain(topic);
    expect(keys.count - 1).toBeLessThanOrEqual(5);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('the record at which a group stands, the one before and the next: 2 from the group, 1 each', async () => {
    // Of its own, amid the records of each partition.
    const standing = uniqueName('standing');
    await onTestCluster(['groups', 'reset', standing, '--topic', topic, '--to', '3', '--execute']);
    const terminal = explorer(['groups', standing]);
    const keys = countedKeys(terminal);
    await keys.press('LOG-END-OFFSET', enter);
    const [, offset = ''] =
      /from (\d+) · partition/.exec(await terminal.sees(/from \d+ · partition \d/)) ?? [];
    await keys.press(new RegExp(`❯ +\\d +${offset} `), enter);
    await terminal.sees(`, offset ${offset}`);
    expect(keys.count).toBeLessThanOrEqual(4);
    await keys.press(`, offset ${offset}`, left);
    await keys.press(`, offset ${Number(offset) - 1}`, right);
    await terminal.sees(`, offset ${offset}`);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);

  test('a group to yesterday: a plan, then done', async () => {
    const terminal = explorer(['groups']);
    await terminal.answer('PROTOCOL', `/${group}${enter}`);
    const keys = countedKeys(terminal);
    await keys.press('Enter groups describe', 'R');
    await keys.press(`❯ ${topic}`, enter);
    await keys.press('to POSITION', 'yesterday', true);
    await keys.press('yesterday', enter);
    await keys.press('❯ Run it', enter);
    await keys.press(/A plan: nothing was changed[^]*E execute this plan/, 'E');
    await terminal.sees('To take it back');
    // Browse and Tab come before them, and what was typed is one.
    expect(keys.count + 2).toBeLessThanOrEqual(8);
    expect(await leave(terminal)).toBe(0);
  }, 60_000);
});
