import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { LabError } from '../../text/errors.js';
import { clientConnections, serverFacts, sessionsWithEphemerals } from './four-letters-answers.js';
import { askFourLetters } from './four-letters.js';
import { zooKeeperStatus } from './server-status.js';

const srvr = `Zookeeper version: 3.8.4-9316c2a, built on 2024-02-12 22:16 UTC
Latency min/avg/max: 0/1.0999/145
Received: 2343
Connections: 4
Outstanding: 2
Zxid: 0xab
Mode: follower
Node count: 60
`;
const mntr = `zk_version\t3.4.14-4c25d48, built on 03/06/2019
zk_avg_latency\t3
zk_max_latency\t9
zk_min_latency\t1
zk_server_state\tleader
zk_num_alive_connections\t7
zk_znode_count\t61
zk_watch_count\t21
zk_ephemerals_count\t4
zk_approximate_data_size\t3974
`;
const cons = ` /172.18.0.4:48400[1](queued=0,recved=434,sent=439,sid=0x1a,lop=GETD,est=1,to=5000,lcxid=0x81)
 /172.18.0.1:49640[0](queued=0,recved=1,sent=0)

`;
const dump = `SessionTracker dump:
Session Sets (1)/(2):
1 expire at Tue Nov 24 06:08:56 UTC 2026:
\t0x1a
ephemeral nodes dump:
Sessions with Ephemerals (2):
0x1a:
\t/controller
\t/brokers/ids/2
0x1b:
\t/brokers/ids/3
Connections dump:
Connections Sets (1)/(1):
1 expire at Tue Nov 24 06:08:56 UTC 2026:
\tip: /172.18.0.5:40204 sessionId: 0x1a
`;

describe('answers', () => {
  test('srvr', () => {
    expect(serverFacts(srvr, undefined)).toMatchObject({
      version: '3.8.4',
      mode: 'follower',
      latencyMs: { min: 0, average: 1.0999, max: 145 },
      connections: 4,
      znodes: 60,
      watches: null,
      outstandingRequests: 2,
      zxid: '0xab',
    });
  });

  test('mntr alone', () => {
    expect(serverFacts(undefined, mntr)).toMatchObject({
      version: '3.4.14',
      mode: 'leader',
      latencyMs: { min: 1, average: 3, max: 9 },
      connections: 7,
      znodes: 61,
      watches: 21,
      ephemerals: 4,
      dataSizeBytes: 3974,
    });
  });

  test('no answer, and a server that does not serve', () => {
    const nothing = serverFacts(undefined, undefined);
    expect(Object.values(nothing).every((value) => value === null)).toBe(true);
    expect(serverFacts('This ZooKeeper instance is not currently serving requests', undefined)).toEqual(
      nothing,
    );
  });

  test('cons and dump', () => {
    expect(clientConnections(cons)).toEqual([
      { client: '172.18.0.4:48400', sessionId: '0x1a', sessionTimeoutMs: 5000 },
    ]);
    expect([...sessionsWithEphemerals(dump)]).toEqual([
      ['0x1a', ['/controller', '/brokers/ids/2']],
      ['0x1b', ['/brokers/ids/3']],
    ]);
    expect(sessionsWithEphemerals(undefined).size).toBe(0);
  });
});

test('an answer without an end is given up', async () => {
  const endless = createServer((socket) => {
    socket.on('error', () => undefined);
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const more = () => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', more);
    socket.once('data', more);
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const { port } = endless.address() as AddressInfo;
  const { signal } = new AbortController();
  const asked = askFourLetters({ host: '127.0.0.1', port }, 'srvr', { timeoutMs: 20_000, signal });
  await expect(asked).rejects.toThrow(
    "does not speak ZooKeeper's protocol: it sent an answer without an end.",
  );
  endless.close();
});

describe('status', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function server(answers: (word: string, socket: Socket) => void) {
    const listening = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (word) => answers(word.toString(), socket));
    });
    servers.push(listening);
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (listening.address() as AddressInfo).port };
  }

  const settings = {
    timeoutMs: 3000,
    signal: new AbortController().signal,
    open: () => Promise.reject(new LabError('unreachable', 'no session')),
  };

  test('sessions are combined from dump and cons; a server that is down is part of the result', async () => {
    const answers: Readonly<Record<string, string>> = { ruok: 'imok', srvr, mntr, cons, dump };
    const up = await server((word, socket) => socket.end(answers[word] ?? ''));
    const silent = await server(() => undefined);
    const status = await zooKeeperStatus([up, silent], settings);
    expect(status.servers).toMatchObject([
      { isUp: true, isServing: false, mode: 'follower', notAllowed: [], problem: 'no session' },
      { isUp: false, isServing: false, mode: null, problem: expect.stringContaining('sends nothing') },
    ]);
    expect(status.sessions).toEqual([
      {
        sessionId: '0x1a',
        client: '172.18.0.4:48400',
        timeoutMs: 5000,
        ephemeralNodes: ['/brokers/ids/2', '/controller'],
      },
      { sessionId: '0x1b', client: null, timeoutMs: null, ephemeralNodes: ['/brokers/ids/3'] },
    ]);
  });

  test('words that are not in the whitelist', async () => {
    const shy = await server((word, socket) =>
      socket.end(word === 'srvr' ? srvr : `${word} is not executed because it is not in the whitelist.`),
    );
    const status = await zooKeeperStatus([shy], settings);
    expect(status.servers[0]).toMatchObject({ isUp: true, notAllowed: ['ruok', 'mntr', 'cons', 'dump'] });
    expect(status.sessions).toBeNull();
  });

  test('a server that answers but is not ZooKeeper is not up', async () => {
    const http = await server((_word, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await zooKeeperStatus([http], settings)).servers[0]).toMatchObject({ isUp: false });
  });
});
