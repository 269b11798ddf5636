import { describe, expect, test } from '@jest/globals';
import type { CommandSpec } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { render } from '../../output/render.js';
import { createStyle } from '../../output/style.js';
import { factsOf } from '../../zookeeper/znodes/describe-znode.js';
import type { ZnodeStat } from '../../zookeeper/client/protocol.js';
import type { ZooKeeperStatus } from '../../zookeeper/servers/server-status.js';
import { zookeeperGet } from './get.js';
import { zookeeperLockDemo } from './lock-demo.js';
import { zookeeperStat } from './stat.js';
import { zookeeperStatus } from './status.js';
import { zookeeperTree } from './tree.js';
import { zookeeperWatch } from './watch.js';

const columns = 80;

async function screen<Result>(
  spec: { view(result: Result): View },
  result: Result,
  format: 'table' | 'plain' = 'table',
) {
  const settings = { format, style: createStyle(false), columns, isTerminal: false };
  return render(result, [result], () => spec.view(result), settings);
}

const stat: ZnodeStat = {
  czxid: 0x88n,
  mzxid: 0x88n,
  ctime: 1_795_500_023_110,
  mtime: 1_795_500_023_110,
  version: 1,
  cversion: 2,
  aversion: 0,
  ephemeralOwner: 0x100001562cc0005n,
  dataLength: 256,
  numChildren: 0,
  pzxid: 0x88n,
};
const time = new Date(2026, 10, 24, 6, 8, 9, 7).toISOString();

test('stat, in words', async () => {
  expect((await screen(zookeeperStat, factsOf('/brokers/ids/1', stat))).text).toBe(
    `/brokers/ids/1
FIELD           VALUE                     MEANING
czxid           0x88                      transaction that made the node
ctime           2026-11-24T06:00:23.110Z  when that was
mzxid           0x88                      transaction that last set its data
mtime           2026-11-24T06:00:23.110Z  when that was
pzxid           0x88                      last one that added or took a child
version         1                         how often its data was set since
cversion        2                         how often its children changed
aversion        0                         how often its ACL was set since
ephemeralOwner  0x100001562cc0005         ephemeral: goes with this session
dataLength      256                       bytes of data
numChildren     0                         nodes right below it
`,
  );
});

test('stat of the root, which has no creation time', async () => {
  const { text } = await screen(
    zookeeperStat,
    factsOf('/', { ...stat, ctime: 0, mtime: 0, ephemeralOwner: 0n }),
  );
  expect(text).toMatch(/^ctime +- +when/m);
  expect(text).toMatch(/^ephemeralOwner +none +the node stays/m);
});

describe('get', () => {
  const content = {
    path: '/controller',
    meaning: 'The broker that is the controller.',
    format: 'json',
    text: '{\n  "brokerid": 2\n}',
    value: { brokerid: 2 },
    dataLength: 14,
    version: 0,
    mtime: '2026-11-24T06:00:23.110Z',
    ephemeralOwner: '0x1a',
    numChildren: 0,
  } as const;

  test('a table, and the meaning for stderr', async () => {
    const { text, notes } = await screen(zookeeperGet, content);
    expect(text).toBe(
      '/controller · 14 bytes, JSON · version 0 of 2026-11-24T06:00:23.110Z\nDATA\n{\n  "brokerid": 2\n}\n',
    );
    expect(notes).toEqual([
      'The broker that is the controller.',
      'It is ephemeral: it goes with session 0x1a.',
    ]);
  });

  test('in a pipe the data alone', async () => {
    expect((await screen(zookeeperGet, content, 'plain')).text).toBe('{\n  "brokerid": 2\n}\n');
  });

  test('no data, but nodes below', async () => {
    const empty = {
      ...content,
      path: '/brokers',
      format: 'empty',
      text: '',
      value: null,
      meaning: null,
    } as const;
    const { text, notes } = await screen(zookeeperGet, { ...empty, ephemeralOwner: null, numChildren: 3 });
    expect(text).toBe('/brokers · no data · version 0 of 2026-11-24T06:00:23.110Z\n');
    expect(notes).toEqual([
      'Kafka does not use this node.',
      '3 nodes are right below it: kafka-lab zookeeper tree /brokers --depth 1',
    ]);
  });
});

describe('status', () => {
  const server = {
    address: 'localhost:2181',
    isUp: true,
    isServing: true,
    answerMs: 3,
    version: '3.8.4',
    mode: 'standalone',
    latencyMs: { min: 0, average: 1.0999, max: 145 },
    connections: 7,
    znodes: 84,
    watches: 23,
    ephemerals: 4,
    outstandingRequests: 0,
    dataSizeBytes: 1,
    uptimeMs: 1,
    zxid: '0xab',
    notAllowed: [],
    problem: null,
  };
  const session = {
    sessionId: '0x100001562cc0005',
    client: '172.18.0.4:48400',
    timeoutMs: 5000,
    ephemeralNodes: ['/brokers/ids/2', '/controller'],
  };

  test('servers and sessions fit 80 columns', async () => {
    const status: ZooKeeperStatus = { servers: [server], sessions: [session] };
    expect((await screen(zookeeperStatus, status)).text).toBe(
      `SERVER          MODE        VERSION  LATENCY MS  CLIENTS  ZNODES  WATCHES
localhost:2181  standalone  3.8.4    0/1.1/145         7      84       23

1 session
SESSION            CLIENT            TIME-OUT  EPHEMERAL NODES
0x100001562cc0005  172.18.0.4:48400  5.0 s     /brokers/ids/2 /controller
`,
    );
    expect(zookeeperStatus.failed?.(status)).toBe(false);
  });

  test('a server that is down, and one that may not say much', async () => {
    const down = { ...server, isUp: false, isServing: false, problem: 'zoo2:2181 cannot be reached.' };
    const shy = { ...server, mode: null, notAllowed: ['mntr', 'dump'] } as const;
    const status: ZooKeeperStatus = { servers: [down, shy], sessions: null };
    const { text, notes } = await screen(zookeeperStatus, status);
    expect(text).toMatch(/^localhost:2181 {2}down/m);
    expect(text).toMatch(/^localhost:2181 {2}serving/m);
    expect(notes).toEqual([
      'zoo2:2181 cannot be reached.',
      'The whitelist of localhost:2181 leaves out mntr, dump.',
      'So the sessions and their ephemeral nodes cannot be listed.',
      'To allow these questions, in zoo.cfg: 4lw.commands.whitelist=ruok,srvr,mntr,cons,dump',
      'or with Docker: KAFKA_OPTS=-Dzookeeper.4lw.commands.whitelist=ruok,srvr,mntr,cons,dump',
    ]);
    expect(zookeeperStatus.failed?.(status)).toBe(true);
  });
});

test('a change, live and late', async () => {
  const change = { time, event: 'deleted', path: '/brokers/ids/2', detail: 'gone', isLate: false } as const;
  expect((await screen(zookeeperWatch, change)).text).toBe(
    'TIME          EVENT    ZNODE           DETAIL\n06:08:09.007  deleted  /brokers/ids/2  gone\n',
  );
  const late = await screen(zookeeperWatch, { ...change, isLate: true }, 'plain');
  expect(late.text).toBe('06:08:09.007\tdeleted\t/brokers/ids/2\twhile away: gone\n');
});

test('a step of the lock demo, with its lesson beside it', async () => {
  const event = {
    time,
    who: 'client-1',
    step: 'session',
    detail: 'session 0x1a, time-out 2.0 s',
    lesson: 'One.\nTwo.',
  } as const;
  const { text, notes } = await screen(zookeeperLockDemo, event, 'plain');
  expect(text).toBe('06:08:09.007\tclient-1\tsession 0x1a, time-out 2.0 s\n');
  expect(notes).toEqual(['  One.', '  Two.']);
});

describe('options', () => {
  const cases: [CommandSpec, object, unknown][] = [
    [zookeeperTree, {}, { path: '/' }],
    [zookeeperTree, { path: '/a', depth: 0 }, { path: '/a', depth: 0 }],
    [zookeeperGet, { path: '/a' }, { path: '/a' }],
    [zookeeperWatch, {}, { path: '/' }],
    [zookeeperLockDemo, {}, { clients: 3, hold: '1s' }],
  ];
  test.each(cases)('%# are filled in', (spec, given, options) => {
    expect(spec.options.parse(given)).toEqual(options);
  });

  const wrong: [CommandSpec, object][] = [
    [zookeeperTree, { depth: -1 }],
    [zookeeperGet, {}],
    [zookeeperLockDemo, { clients: 1 }],
  ];
  test.each(wrong)('%# are refused', (spec, given) => {
    expect(spec.options.safeParse(given).success).toBe(false);
  });

  test('only the lock demo writes', () => {
    const specs = [zookeeperTree, zookeeperGet, zookeeperStat, zookeeperStatus, zookeeperWatch];
    expect(specs.map(({ effect }) => effect)).toEqual(Array(5).fill('reads'));
    expect(zookeeperLockDemo.effect).toBe('writes');
  });
});
