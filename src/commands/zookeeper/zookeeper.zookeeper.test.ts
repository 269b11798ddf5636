import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openClient, type ZooKeeperClient } from '../../zookeeper/client/client.js';
import { parseConnectString } from '../../net/connect-string.js';
import { readTree } from '../../zookeeper/znodes/read-tree.js';
import type { CliSettings } from '../../testing/program/run-cli.js';
import { running } from '../../testing/program/running-cli.js';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';

const root = `/${uniqueName('kafka-lab-test')}`;
let client: ZooKeeperClient;

beforeAll(async () => {
  const { servers } = parseConnectString(testCluster().zookeeper);
  client = await openClient(servers, '/', { timeoutMs: 10_000, signal: new AbortController().signal });
  await client.create(root, '');
  await client.create(`${root}/json`, '{"leader":1,"isr":[1,2]}');
  await client.create(`${root}/binary`, Buffer.from([0, 1, 2, 255]));
  await client.create(`${root}/mine`, 'x', { ephemeral: true });
});
afterAll(async () => {
  for (const { path } of [...(await readTree(client, root))].reverse()) await client.remove(path);
  await client.close();
});

const zookeeper = (argv: readonly string[], settings?: CliSettings) =>
  onTestCluster(['--zookeeper', testCluster().zookeeper, 'zookeeper', ...argv], settings);
const session = () => `0x${client.sessionId.toString(16)}`;
const onTerminal = { isTerminal: true, columns: 80, env: { NO_COLOR: '1' } };

describe('tree', () => {
  test('is drawn on a terminal', async () => {
    const { exitCode, stdout } = await zookeeper(['tree', root], onTerminal);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').slice(1, -1)).toEqual([
      expect.stringMatching(new RegExp(`^${root} +0 +3$`)),
      expect.stringMatching(/^├─ binary +4 +0$/),
      expect.stringMatching(/^├─ json +24 +0$/),
      expect.stringMatching(new RegExp(`^└─ mine +1 +0 {2}session ${session()}$`)),
    ]);
  });

  test('has whole paths in a pipe, and all facts in JSON', async () => {
    const plain = await zookeeper(['tree', root]);
    expect(plain.stdout.split('\n')[1]).toBe(`${root}/binary\t4\t0\t`);
    const { stdout } = await zookeeper(['tree', root, '-o', 'jsonl']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(4);
    expect(lines[3]).toMatchObject({
      path: `${root}/mine`,
      depth: 1,
      ephemeralOwner: session(),
      dataLength: 1,
    });
    const json = JSON.parse((await zookeeper(['tree', root, '-o', 'json'])).stdout) as object;
    expect(Object.keys(json)).toEqual(['path', 'znodes']);
  });

  test('of all that Kafka keeps holds the brokers', async () => {
    const { stdout, stderr } = await zookeeper(['tree', '/brokers', '--depth', '2']);
    expect(stdout).toMatch(/^\/brokers\/ids\/\d\t\d+\t0\tsession 0x/m);
    expect(stderr).toContain('3 of them ephemeral');
  });
});

describe('get', () => {
  test('JSON is laid out, and nothing but the data is on stdout', async () => {
    const { stdout, stderr } = await zookeeper(['get', `${root}/json`]);
    expect(JSON.parse(stdout)).toEqual({ leader: 1, isr: [1, 2] });
    expect(stdout).toContain('"isr": [1, 2]');
    expect(stderr).toContain('Kafka does not use this node.');
  });

  test('binary data is hex, marked', async () => {
    const { stdout } = await zookeeper(['get', `${root}/binary`], onTerminal);
    expect(stdout).toMatch(/4 bytes, binary, shown as hex/);
    expect(stdout).toContain('000102ff');
  });

  test('a node of Kafka is explained', async () => {
    const { stdout } = await zookeeper(['get', '/controller', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'json',
      value: { brokerid: expect.any(Number) },
      meaning: expect.stringContaining('controller'),
      ephemeralOwner: expect.stringMatching(/^0x/),
    });
  });

  test('an unknown path suggests the nearest', async () => {
    const { exitCode, stderr } = await zookeeper(['get', '/brokers/ides']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('There is no znode /brokers/ides');
    expect(stderr).toContain('Did you mean /brokers/ids?');
  });
});

test('stat shows the session that owns a node', async () => {
  const { stdout } = await zookeeper(['stat', `${root}/mine`], onTerminal);
  expect(stdout).toMatch(new RegExp(`^ephemeralOwner +${session()} +ephemeral`, 'm'));
  expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  const json = JSON.parse((await zookeeper(['stat', root, '-o', 'json'])).stdout) as object;
  expect(json).toMatchObject({ path: root, numChildren: 3, cversion: 3, ephemeralOwner: null });
});

test('status shows the server and the sessions with their ephemeral nodes', async () => {
  const { exitCode, stdout } = await zookeeper(['status', '-o', 'json']);
  expect(exitCode).toBe(0);
  const status = JSON.parse(stdout) as {
    servers: object[];
    sessions: { sessionId: string; ephemeralNodes: string[] }[];
  };
  expect(status.servers).toMatchObject([
    { isUp: true, isServing: true, mode: 'standalone', version: expect.stringMatching(/^3\./) },
  ]);
  expect(status.sessions.find(({ sessionId }) => sessionId === session())?.ephemeralNodes).toEqual([
    `${root}/mine`,
  ]);
  const screen = (await zookeeper(['status'], onTerminal)).stdout;
  expect(screen).toMatch(/\/brokers\/ids\/\d/);
  expect(screen.split('\n').every((line) => line.length <= 80)).toBe(true);
});

describe('an address of something other than ZooKeeper', () => {
  test.each(['tree', 'status'])('%s says that it is a Kafka broker', async (command) => {
    const [broker = ''] = testCluster().bootstrapServers.split(',');
    const { exitCode, stderr } = await onTestCluster(['--zookeeper', broker, 'zookeeper', command]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${broker} is a Kafka broker, not a ZooKeeper server.`);
  });
});

describe('watch', () => {
  test('ends quietly on ^C', async () => {
    const watching = running((settings) => zookeeper(['watch', root, '-o', 'jsonl'], settings));
    await watching.shows('"event":"watching"');
    await client.create(`${root}/watched`, 'new');
    await watching.shows('"event":"created"');
    watching.interrupt();
    const { exitCode, stdout, stderr } = await watching.ended;
    await client.remove(`${root}/watched`);
    expect([exitCode, stderr]).toEqual([0, '']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toMatchObject([
      { event: 'watching', path: root },
      { event: 'created', path: `${root}/watched`, detail: 'new', isLate: false },
    ]);
  });
});

describe('lock-demo', () => {
  const isClean = () =>
    until(async () => ((await client.stat('/kafka-lab')) === undefined ? true : undefined));

  test('hands the lock on, past a client that crashes, and clears away', async () => {
    const { exitCode, stdout } = await zookeeper([
      'lock-demo',
      '--clients',
      '3',
      '--hold',
      '200ms',
      '-o',
      'jsonl',
    ]);
    expect(exitCode).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { time: string; who: string; step: string });
    const turns = events.filter(({ step }) => ['acquire', 'release', 'crash'].includes(step));
    expect(turns.map(({ who, step }) => `${who} ${step}`)).toEqual([
      'client-1 acquire',
      'client-1 release',
      'client-2 acquire',
      'client-2 crash',
      'client-3 acquire',
      'client-3 release',
    ]);
    // The lock passed on only when the dead client's session had ended.
    expect(Date.parse(turns[4]!.time) - Date.parse(turns[3]!.time)).toBeGreaterThan(700);
    await isClean();
  }, 60_000);

  test('clears away after ^C as well', async () => {
    const demo = running((settings) => zookeeper(['lock-demo', '--hold', '30s', '-o', 'jsonl'], settings));
    await demo.shows('"step":"acquire"');
    expect(await client.stat('/kafka-lab')).toBeDefined();
    demo.interrupt();
    expect((await demo.ended).exitCode).toBe(130);
    expect(await client.stat('/kafka-lab')).toBeUndefined();
  }, 60_000);
});
