/** The explorer on a pseudo-terminal, on both majors: each view, and what happens to one in mid-view and in mid-key. */
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';
import { quitExplorer } from '../testing/program/explorer-keys.js';
import { menuHome, type MenuHome } from '../testing/program/menu-terminal.js';
import { key, type PseudoTerminal } from '../testing/program/pseudo-terminal.js';

const { enter, escape, down } = key;
const topic = uniqueName('walked');
const group = uniqueName('walkers');
let home: MenuHome;

beforeAll(async () => {
  await onTestCluster(['topics', 'create', topic, '--partitions', '3']);
  await onTestCluster(['produce', topic, '--key', 'k', 'the value']);
  await onTestCluster(['groups', 'reset', group, '--topic', topic, '--to', 'start', '--execute', '--yes']);
}, 60_000);
beforeEach(() => {
  home = menuHome();
});
afterEach(() => home.remove());

function explorer(view: readonly string[], settings = {}): PseudoTerminal {
  return home.open(['-b', testCluster().bootstrapServers, 'browse', ...view], settings);
}

/** What is typed after `:`, and what is seen then. */
const views: readonly (readonly [line: string, seen: string | RegExp])[] = [
  ['overview', /GROUPS[^]*EVENTS/],
  ['topics', 'HEALTH'],
  [`topics ${topic}`, /LEADER[^]* 2 +\d/],
  [`records ${topic}`, /newest first[^]*❯ .*the value/],
  [`records ${topic} start --to @now --grep value`, /to @now[^]*1 matched/],
  [`configs ${topic}`, 'OTHERWISE'],
  [`offsets ${topic}`, 'RECORDS'],
  ['groups', 'PROTOCOL'],
  [`groups ${group}`, 'LOG-END-OFFSET'],
  ['brokers', 'CONTROLLER'],
  ['brokers 1', /brokers describe 1/],
  ['disks', /brokers disks[^]*(SIZE|FREE)/],
  ['brokers config 1', 'auto.create'],
  ['users', 'No SCRAM users'],
  ['acls', /access rules|PRINCIPAL|authorizer/i],
  ['quotas', /quota/i],
  ['transactions', /TRANSACTIONAL-ID|No transaction/i],
  [`topics trim ${topic} --before end`, 'A plan: nothing was deleted'],
  ['schemas list', /SUBJECT|No subjects/],
  ['connections', /NAME|No connections/],
  ['learn', 'LESSON'],
  ['explain', 'controller'],
];

test('each view', async () => {
  const { mode, registry, zookeeper } = testCluster();
  const globals = [...(mode === 'zookeeper' ? ['--zookeeper', zookeeper] : []), '--registry', registry];
  const terminal = home.open(['-b', testCluster().bootstrapServers, ...globals, 'browse', 'drill', 'list'], {
    columns: 240,
    rows: 30,
  });
  await terminal.sees('leader-kill');
  const ofMode: readonly (readonly [string, string | RegExp])[] =
    mode === 'zookeeper' ? [['zk /brokers/ids', '/brokers/ids/1']] : [['cluster quorum', 'CAUGHT-UP']];
  for (const [line, seen] of [...views, ...ofMode]) {
    terminal.press(`:${line}${enter}`);
    expect(await terminal.sees(seen)).not.toMatch(/error|old, of/);
  }
  await quitExplorer(terminal);
}, 90_000);

test('a topic that is deleted in mid-view is told, and comes back with the next one of its name', async () => {
  const doomed = `${topic}-doomed`;
  await onTestCluster(['topics', 'create', doomed]);
  const terminal = explorer(['topics', doomed]);
  await terminal.answer('LEADER', `r300ms${enter}`);
  await onTestCluster(['topics', 'delete', doomed, '--yes']);
  await terminal.sees(new RegExp(`old, of[^]*There is no topic "${doomed}"`));
  terminal.press(`:records ${doomed}${enter}`);
  await terminal.sees(new RegExp(`There is no topic "${doomed}"`));
  await onTestCluster(['topics', 'create', doomed]);
  await onTestCluster(['produce', doomed, 'born again']);
  await terminal.sees(/❯ .*born again/);
  terminal.press(escape);
  await terminal.sees(/every 300 ms/);
  await quitExplorer(terminal);
}, 60_000);

test('marked records stay marked further on, and are copied by one line, plan first', async () => {
  const target = `${topic}-marked`;
  await onTestCluster(['topics', 'create', target]);
  await onTestCluster(['produce', topic, '--partition', '0'], { stdin: 'm0\nm1\nm2\nm3\n' });
  const terminal = explorer(['--', 'consume', topic, '--partition', '0', '--from', 'start'], {
    columns: 240,
    rows: 24,
  });
  await terminal.answer(' m3', `/m${enter}`);
  await terminal.answer('4 matched', ` ${down} `);
  await terminal.answer(/2 marked/, escape);
  // The search is off, the marks are there.
  await terminal.answer(/2 marked · from the beginning · partition 0(?! ·)/, 'm');
  await terminal.answer('Copy them to which topic?', target);
  await terminal.answer(`❯ ${target}`, enter);
  await terminal.answer(/--filter 'offset == \d+ or\s+offset == \d+'[^]*❯ Run it/, enter);
  await terminal.answer(/It would copy at most 3 records[^]*❯ Back/, down + enter);
  await terminal.answer(/2 written[^]*1 skipped[^]*❯ Back/, enter);
  await terminal.answer('2 marked', escape);
  await terminal.sees(/Enter open/);
  const { stdout } = await onTestCluster(['consume', target, '--from', 'start', '--exit']);
  expect(stdout.trim().split('\n')).toEqual(['m0', 'm2']);
  await quitExplorer(terminal);
}, 60_000);

test('a config: its value is typed, planned, and set when the plan is executed', async () => {
  const terminal = explorer(['--', 'topics', 'config', topic, '--all'], { columns: 160, rows: 24 });
  await terminal.answer('OTHERWISE', `//^retention.ms$/${enter}`);
  await terminal.answer('V set it', 'V');
  await terminal.answer(/retention\.ms \(empty: unset it\) = \d+/, `\u0015abc${enter}`);
  await terminal.answer('Not a number of type LONG', escape);
  await terminal.answer('V set it', 'V');
  await terminal.answer(/retention\.ms \(empty/, `\u00157200000${enter}`);
  await terminal.answer(/7200000 +topic +planned[^]*E execute this plan/, 'E');
  await terminal.answer(/topics config \S+ set retention\.ms=7200000\n[^]*To undo: [^]*❯ Back/, enter);
  await terminal.answer('unchanged', escape);
  await terminal.sees(/retention\.ms +7200000 +topic/);
  await quitExplorer(terminal);
}, 60_000);

test('resized in mid-key, while a line is typed, and while a form is open', async () => {
  const terminal = explorer(['topics', topic], { columns: 120, rows: 30 });
  await terminal.sees(/❯ +0 /);
  // Esc would go back, and [B is three keys.
  terminal.press(down.slice(0, 1));
  terminal.resize(60, 20);
  terminal.press(down.slice(1));
  await terminal.sees(/❯ +1 /);
  terminal.press(':topi');
  await terminal.sees(/:topi {3}topics/);
  terminal.resize(80, 24);
  await terminal.sees(/:topi {3}topics/);
  terminal.press(`cs${enter}`);
  await terminal.answer(/› topics[^]*HEALTH/, `//${topic}$/${enter}`);
  await terminal.answer('Enter topics describe', 'A');
  await terminal.sees('total number of partitions');
  terminal.resize(100, 30);
  terminal.press(escape);
  await terminal.sees(/topics {2}.*· 1\n?[^]*Enter topics describe/);
  await quitExplorer(terminal);
}, 60_000);
