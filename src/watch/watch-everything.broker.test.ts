import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { effectOf, type CommandSpec } from '../contract/command.js';
import { commands } from '../commands/index.js';
import { packageFolder, temporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { runCli, type CliResult, type CliSettings } from '../testing/program/run-cli.js';
import { testCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const home = temporaryHome();
const topic = uniqueName('watched');
const group = uniqueName('watchers');
const connection = 'watched';
const subject = `${topic}-value`;
const wanted = join(home.path, 'wanted.yml');
const schema = (version: number) => join(packageFolder, `samples/schemas/bill-${version}.avsc`);

const isKraft = testCluster().mode === 'kraft';
/** What there is to see of who keeps the metadata. */
const ofZooKeeper = {
  'zookeeper tree': ['/brokers'],
  'zookeeper get': ['/controller'],
  'zookeeper stat': ['/controller'],
  'zookeeper status': [],
};
const ofQuorum = { 'cluster quorum': [], 'cluster features': [] };

/** What is typed after each command that shows something; whoever adds such a command adds it here. */
const watchable: Readonly<Record<string, readonly string[]>> = {
  'cluster status': ['--name', process.env['KAFKA_LAB_TEST_CLUSTER'] ?? ''],
  'connections list': [],
  'connections show': [connection],
  'connections ping': [connection],
  'brokers list': [],
  'brokers describe': ['1'],
  'brokers config': ['1'],
  'topics list': ['--filter', topic],
  'topics describe': [topic],
  'topics config': [topic],
  'topics producers': [topic],
  'topics analyze': [topic],
  'topics partitions': [topic, '--count', '5'],
  'topics trim': [topic, '--before', 'end'],
  'topics reassign': [topic, '-r', '2'],
  'brokers disks': [],
  'api-versions': [],
  'offsets list': [topic],
  'offsets at': [topic, '@-1h'],
  'offsets count': [topic],
  'groups list': [],
  'groups describe': [group],
  'groups reset': [group, '--topic', topic, '--to', 'end'],
  'groups undo': [group],
  'groups clone': [group, `${group}-clone`],
  'schemas list': [],
  'schemas versions': [subject],
  'schemas diff': [subject, '1', '2'],
  'schemas check': [subject, '--file', schema(3)],
  'schemas compatibility': [subject],
  'schemas mode': [],
  diff: [wanted, '--filter', topic],
  ...(isKraft ? ofQuorum : ofZooKeeper),
};
/** On the other kind of cluster. */
const elsewhere = Object.keys(isKraft ? ofZooKeeper : ofQuorum);

/** Of words, not of a cluster: there is nothing to wait for. */
const constant = ['explain', 'learn list', 'drill list'];
/**
 * Without a row: a text; and on this cluster, which has no logins, no rules, no open transactions, no record with a schema and
 * no group that has configs.
 */
const empty = [
  'groups config',
  ...['schemas get', 'schemas usage'],
  ...['users list', 'quotas list', 'acls list', 'acls remove'],
  ...['transactions list', 'transactions describe', 'transactions hanging'],
];
/** What shows by itself what happens. */
const streams = ['browse', 'connections doctor', 'zookeeper watch', 'monitor'];

beforeAll(async () => {
  writeFileSync(wanted, `topics: {${topic}-wanted: {}}`);
  const { bootstrapServers } = testCluster();
  await lab(['connections', 'add', connection, '-b', bootstrapServers]);
  await lab(['topics', 'create', topic, '--partitions', '3']);
  await lab(['produce', topic, 'one']);
  await lab(['groups', 'reset', group, '--topic', topic, '--to', 'start', '--execute']);
  for (const version of [1, 2]) await lab(['schemas', 'register', subject, '--file', schema(version)]);
}, 60_000);

afterAll(() => home.remove());

function lab(argv: readonly string[], settings: CliSettings = {}): Promise<CliResult> {
  const { bootstrapServers, zookeeper, registry } = testCluster();
  const target = argv.includes(connection) || argv.includes('--name') ? [] : ['-b', bootstrapServers];
  const keeper = isKraft ? [] : ['--zookeeper', zookeeper];
  const ofRegistry = argv[0] === 'schemas' ? ['--registry', registry] : [];
  return runCli([...argv, ...target, ...keeper, ...ofRegistry], { home: home.path, ...settings });
}

/** Until `isEnough` of what was written, and then as ^C ends it. */
function watched(argv: readonly string[], isEnough: (text: string) => boolean, isTerminal: boolean) {
  const interruption = new AbortController();
  return lab(argv, {
    isTerminal,
    columns: 200,
    signal: interruption.signal,
    // The test cluster is the practice cluster of its own folder.
    ...(argv.includes('--name') ? { home: process.env['KAFKA_LAB_HOME'] ?? '' } : {}),
    onStdout: (text) => {
      if (isEnough(text)) interruption.abort();
    },
  });
}

describe('--watch', () => {
  test.each(Object.entries(watchable))(
    '%s',
    async (path, rest) => {
      const argv = [...path.split(' '), ...rest];
      const plain = await watched([...argv, '--watch', '100ms'], (text) => text.includes('"row":'), false);
      expect([plain.exitCode, plain.stderr]).toEqual([0, '']);
      const lines = plain.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { change: string; row?: Record<string, unknown> });
      const columns = Object.keys(lines.find(({ row }) => row !== undefined)?.row ?? {});
      const [column = ''] = columns.filter((name) => name !== '');

      const arranged = [...argv, '--watch', '100ms', '--columns', column, '--sort', `${column}:desc`];
      const screen = await watched(arranged, (text) => text.includes(column), true);
      expect([screen.exitCode, screen.stderr]).toEqual([0, '']);
      const text = stripVTControlCharacters(screen.stdout.replaceAll('\u001b[K', '\n'));
      expect(text).toContain(`kafka-lab ${path}`);
      const heading = text.split('\n').find((line) => line.includes(`  ${column}`)) ?? '';
      expect(heading.trim()).toBe(column);
    },
    30_000,
  );

  test('every other command changes something, shows by itself what happens, or writes bytes', async () => {
    const others: string[] = [];
    // One after the other, since modules that share others cannot be linked at once in Jest.
    for (const { path, load } of commands) {
      if (path in watchable || elsewhere.includes(path)) continue;
      if (looks(await load())) others.push(path);
    }
    expect(others.sort()).toEqual([...streams, ...constant, ...empty].sort());
  });
});

/** Also those that do no more with their default options. */
function looks(spec: CommandSpec): boolean {
  return (
    effectOf(spec, { config: [], set: [], unset: [] }) === 'reads' && (spec.output ?? 'result') === 'result'
  );
}
