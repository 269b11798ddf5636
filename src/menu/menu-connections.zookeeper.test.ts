import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type MenuHome, leave, menuHome } from '../testing/program/menu-terminal.js';
import { key } from '../testing/program/pseudo-terminal.js';
import { runCli } from '../testing/program/run-cli.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const { enter, escape } = key;
let home: MenuHome;

beforeEach(() => {
  home = menuHome();
});
afterEach(() => home.remove());

test('a connection made in the menu, gone to, and readonly there as on the command line', async () => {
  const topic = uniqueName('kept');
  await onTestCluster(['topics', 'create', topic]);
  const terminal = home.open(['-b', '127.0.0.1:1']);
  await terminal.choose('No Kafka broker answers', 'Another cluster');
  await terminal.choose('Clusters: which one?', 'Add a connection');
  await terminal.answer('name:', `prod${enter}`);
  await terminal.choose('Run it', 'Run it');
  // Not taken from -b: it does not answer, which is why another is added.
  await terminal.answer('Brokers, HOST:PORT', `\u0015no port${enter}`);
  await terminal.answer('✖', `\u0015${testCluster().bootstrapServers}${enter}`);
  await terminal.answer('ZooKeeper, HOST:PORT', enter);
  await terminal.answer('encrypted', enter);
  await terminal.choose('How do you log in', 'not at all');
  await terminal.choose('What may be changed', 'nothing');
  expect(await terminal.answer('Done.', enter)).toContain('Connection prod (');
  await terminal.choose('Clusters: which one?', 'prod');
  await terminal.choose('connection prod (readonly)', 'Run a command');
  await terminal.choose('Run a command: which one?', 'topics');
  await terminal.choose('topics:', 'delete');
  const refused = await terminal.answer('Nothing was run.', enter);
  expect(refused).toContain('connection prod is readonly');
  await terminal.answer('topics:', escape);
  await terminal.choose('Run a command: which one?', 'connections');
  await terminal.choose('connections:', 'show');
  await terminal.choose('Type to search', 'prod');
  await terminal.choose('Run it', 'Run it');
  expect(await terminal.answer('Done.', enter)).toContain(testCluster().bootstrapServers);
  expect(await leave(terminal)).toBe(0);
  expect((await onTestCluster(['topics', 'list', '--filter', topic])).stdout).toContain(topic);
}, 90_000);

test('a protected one wants its name before anything is changed', async () => {
  const add = ['connections', 'add', 'care', '-b', testCluster().bootstrapServers, '--protected'];
  expect((await runCli(add, { home: home.path })).exitCode).toBe(0);
  const topic = uniqueName('careful');
  const terminal = home.open(['-c', 'care']);
  await terminal.choose('connection care (protected)', 'Run a command');
  await terminal.choose('Run a command: which one?', 'topics');
  await terminal.choose('topics:', 'create');
  await terminal.answer('name:', `${topic}${enter}`);
  await terminal.choose('Run it', 'Run it');
  await terminal.answer('to go on:', `no${enter}`);
  await terminal.choose('Stopped.', 'Run it again');
  await terminal.answer('to go on:', `care${enter}`);
  expect(await terminal.answer('Done.', enter)).toContain('created');
  expect(await leave(terminal)).toBe(0);
}, 60_000);
