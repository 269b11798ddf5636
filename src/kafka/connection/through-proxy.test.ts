import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { BrokerAccess, ProxyRoute } from '../../net/access.js';
import { parseProxy } from '../../net/proxy/parse-proxy.js';
import { routeThrough } from '../../net/proxy/tunnel.js';
import { listening } from '../../testing/brokers/listening.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { startHttpProxy, startSocksProxy, type SmallProxy } from '../../testing/brokers/small-proxy.js';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { LabError } from '../../text/errors.js';
import { send } from '../../wire/protocol/send.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import type { BrokerConnection } from './broker-connection.js';
import { connect } from './connect.js';
import { openSocket } from './open-socket.js';
import { offeredMechanisms, peekTls, speaksPlaintext } from './peek.js';

const authority = createAuthority('an authority');
const { key, certificate: cert } = authority.issue({ commonName: 'broker', hosts: ['broker.example'] });
const ofProxy = authority.issue({ commonName: 'proxy', hosts: ['localhost'] });
const ca = Buffer.from(authority.certificate);
/** A name that is known behind the proxy alone. */
const hosts = { 'broker.example': '127.0.0.1' };

let servers: Server[];
let connections: BrokerConnection[];
let proxies: SmallProxy[];
let sockets: Socket[];
beforeEach(() => {
  [servers, connections, proxies, sockets] = [[], [], [], []];
});
afterEach(async () => {
  for (const connection of connections) connection.close();
  await Promise.all(proxies.map((proxy) => proxy.close()));
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

async function started(server: Server) {
  servers.push(server.on('connection', (socket: Socket) => sockets.push(socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { host: 'broker.example', port: (server.address() as AddressInfo).port };
}

function routeTo(proxy: SmallProxy, kind: string): ProxyRoute {
  proxies.push(proxy);
  const { port } = new URL(`http://${proxy.address}`);
  const parsed = parseProxy(`${kind}://localhost:${port}`);
  return routeThrough({ ...parsed, name: `the proxy ${kind}://localhost:${port}`, ca }, false);
}

const routes: readonly (readonly [string, () => Promise<ProxyRoute>])[] = [
  ['http', async () => routeTo(await startHttpProxy({ hosts }), 'http')],
  [
    'https',
    async () =>
      routeTo(await startHttpProxy({ hosts, tls: { key: ofProxy.key, cert: ofProxy.certificate } }), 'https'),
  ],
  ['socks5', async () => routeTo(await startSocksProxy({ hosts }), 'socks5')],
];

const settings = {
  timeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  signal: new AbortController().signal,
};

async function connectTo(address: { host: string; port: number }, access: BrokerAccess, more = {}) {
  const connection = await connect(address, { ...settings, access, ...more });
  connections.push(connection);
  return connection;
}

const failure = async (connecting: Promise<unknown>): Promise<LabError> => {
  const error: unknown = await connecting.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
};

const noGroups = { errorCode: 0, throttleTimeMs: 0, groups: [] };
const manyGroups = Array.from({ length: 20_000 }, (_, index) => ({
  groupId: `group-${index}`,
  protocolType: 'consumer',
  groupState: 'Stable',
  groupType: 'classic',
}));

describe.each(routes)('through %s', (kind, startRoute) => {
  test.each([
    ['plain', undefined],
    ['TLS', { ca }],
  ])('%s: large answers and many requests at once', async (_, tls) => {
    const broker = new ScriptedBroker().on(listGroups, () => ({ ...noGroups, groups: manyGroups }));
    const address = await started(listening(broker, tls && { key, cert }));
    const proxy = await startRoute();
    const connection = await connectTo(address, { proxy, ...(tls ? { tls } : {}) });
    const answers = await Promise.all([1, 2, 3].map(() => send(connection, listGroups, {})));
    expect(answers.map((answer) => answer.groups.at(-1)?.groupId)).toEqual(Array(3).fill('group-19999'));
    expect(proxies[0]?.asked).toEqual([`broker.example:${address.port}`]);
  });

  test('the name of the broker is verified through the tunnel', async () => {
    const other = authority.issue({ commonName: 'other', hosts: ['localhost', '127.0.0.1'] });
    const server = listening(new ScriptedBroker(), { key: other.key, cert: other.certificate });
    const error = await failure(connectTo(await started(server), { proxy: await startRoute(), tls: { ca } }));
    expect(error.message).toMatch(
      /certificate is for another host: it names .*localhost.*, not broker\.example/,
    );
  });

  test('the two ends close together', async () => {
    const broker = new ScriptedBroker().on(listGroups, () => noGroups);
    const address = await started(listening(broker));
    const proxy = await startRoute();
    const first = await connectTo(address, { proxy });
    const ended = once(sockets[0] as Socket, 'close');
    first.close();
    await ended;
    const second = await connectTo(address, { proxy });
    await send(second, listGroups, {});
    broker.network = () => new Promise(() => undefined);
    const asked = failure(send(second, listGroups, {}));
    sockets[1]?.destroy();
    expect((await asked).message).toMatch(/^The connection to the broker at broker\.example:\d+ broke/);
    expect(second.isConnected()).toBe(false);
  });

  test('what listens there is found out through it', async () => {
    const proxy = await startRoute();
    const plain = await started(listening(new ScriptedBroker()));
    const locked = await started(listening(new ScriptedBroker(), { key, cert }));
    expect(await speaksPlaintext(plain, { proxy })).toBe(true);
    expect(await offeredMechanisms(plain, { proxy })).toBeUndefined();
    expect((await peekTls(locked, { proxy }))?.certificate?.subject.CN).toBe('broker');
    const error = await failure(connectTo(locked, { proxy }));
    expect(error.message).toMatch(/this listener uses TLS, and the connection is plaintext/);
  });

  test('a broker that is down is told in the words of the proxy', async () => {
    const address = await started(createServer());
    await new Promise((resolve) => servers[0]?.close(resolve));
    for (const tls of [undefined, { ca }]) {
      const error = await failure(connectTo(address, { proxy: await startRoute(), ...(tls ? { tls } : {}) }));
      expect(error.code).toBe('unreachable');
      expect(error.message).toMatch(
        kind === 'socks5'
          ? /^The proxy socks5:\S+ does not open the way to broker\.example:\d+ \(code 5\): nothing listens there/
          : /does not open the way to broker\.example:\d+, but answers 502 Bad Gateway/,
      );
    }
  });
});

describe.each([
  ['plain', undefined],
  ['TLS', { ca }],
])('%s', (_, tls) => {
  test('a proxy that never answers is named, and not the broker', async () => {
    const { port } = await started(createServer((socket) => socket.resume()));
    const proxy = routeThrough(
      { kind: 'socks5', address: { host: '127.0.0.1', port }, name: 'the proxy socks5://p' },
      false,
    );
    const error = await failure(
      connectTo(
        { host: 'broker.example', port: 9092 },
        { proxy, ...(tls ? { tls } : {}) },
        { connectTimeoutMs: 60 },
      ),
    );
    expect(error.message).toBe(
      'The proxy socks5://p accepts connections but did not open the way to broker.example:9092 within 60 ms',
    );
  });

  test('an answer in time that is none, and an end while it is awaited', async () => {
    const { port } = await started(createServer((socket) => socket.end('SSH-2.0-x\r\n')));
    const kinds = ['socks5', 'http'] as const;
    for (const kind of kinds) {
      const route = routeThrough({ kind, address: { host: '127.0.0.1', port }, name: 'the proxy p' }, false);
      const access = { proxy: route, ...(tls ? { tls } : {}) };
      const error = await failure(connectTo({ host: 'broker.example', port: 9092 }, access));
      expect(error.message).toMatch(/^The proxy p: what answers there does not speak (SOCKS5|HTTP)/);
    }
  });

  test('a socket that is destroyed before it is open takes the connection to the proxy with it', async () => {
    const server = createServer((socket) => socket.resume());
    const { port } = await started(server);
    const proxy = routeThrough(
      { kind: 'http', address: { host: '127.0.0.1', port }, name: 'the proxy p' },
      false,
    );
    const arrived = once(server, 'connection');
    const socket = openSocket({ host: 'x', port: 1 }, { proxy, ...(tls ? { tls } : {}) });
    const errors: unknown[] = [];
    socket.on('error', (error) => errors.push(error));
    const [atProxy] = (await arrived) as [Socket];
    const ended = Promise.all([once(atProxy, 'close'), once(socket, 'close')]);
    socket.destroy();
    await ended;
    expect(errors).toEqual([]);
  });
});

test('a proxy of the environment is not for addresses of this machine', async () => {
  const address = await started(listening(new ScriptedBroker()));
  const nowhere = routeThrough(
    { kind: 'http', address: { host: '127.0.0.1', port: 1 }, name: 'the proxy p' },
    true,
  );
  expect(
    ['localhost', '127.0.0.1', '::1', 'broker.example'].map((host) => nowhere.leadsTo({ host, port: 1 })),
  ).toEqual([false, false, false, true]);
  expect((await connectTo({ ...address, host: 'localhost' }, { proxy: nowhere })).isConnected()).toBe(true);
});
