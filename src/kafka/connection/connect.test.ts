import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Address } from '../../net/addresses.js';
import type { BrokerAccess, SaslLogin } from '../../net/access.js';
import { listening } from '../../testing/brokers/listening.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { send } from '../../wire/protocol/send.js';
import { listGroups } from '../../wire/requests/list-groups.js';
import { saslAuthenticate } from '../../wire/requests/sasl-authenticate.js';
import { saslHandshake } from '../../wire/requests/sasl-handshake.js';
import { beforeDeadline } from './before-deadline.js';
import type { BrokerConnection } from './broker-connection.js';
import type { ConnectSettings } from './connect-settings.js';
import { connectFailure } from './connect-failure.js';
import { connect } from './connect.js';
import { nextLoginMs } from './log-in.js';

const password = 'wonder-land-77';
const plain: SaslLogin = { mechanism: 'PLAIN', username: 'alice', password };
const authority = createAuthority('an authority');
const { key, certificate } = authority.issue({ commonName: 'broker', hosts: ['localhost'] });
const tls = { ca: authority.certificate };

let servers: Server[] = [];
let sockets: Socket[] = [];
let connections: BrokerConnection[] = [];
beforeEach(() => {
  [servers, sockets, connections] = [[], [], []];
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const connection of connections) connection.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

function started(server: Server, host = '127.0.0.1'): Promise<Address> {
  servers.push(server.on('connection', (socket) => sockets.push(socket)));
  return new Promise((resolve) => {
    server.listen(0, host, () =>
      resolve({ host: 'localhost', port: (server.address() as AddressInfo).port }),
    );
  });
}

async function connectTo(
  address: Address,
  access: BrokerAccess = {},
  limits: Partial<Pick<ConnectSettings, 'timeoutMs' | 'connectTimeoutMs'>> = {},
) {
  const { signal } = new AbortController();
  const patient = { timeoutMs: 10_000, connectTimeoutMs: 10_000 };
  const connection = await connect(address, { access, signal, ...patient, ...limits });
  connections.push(connection);
  return connection;
}

const noGroups = { errorCode: 0, throttleTimeMs: 0, groups: [] };
const accepted = { errorCode: 0, errorMessage: null, authBytes: Buffer.alloc(0) };

/** It takes any login with PLAIN, for sessions of so long. */
function brokerWithLogin(sessionLifetimeMs = 0): ScriptedBroker {
  return new ScriptedBroker()
    .on(saslHandshake, () => ({ errorCode: 0, mechanisms: ['PLAIN'] }))
    .on(saslAuthenticate, () => ({ ...accepted, sessionLifetimeMs }))
    .on(listGroups, () => noGroups);
}

describe('a socket', () => {
  test.each([
    ['plain', undefined],
    ['TLS', tls],
  ])('%s: large answers and many requests at once', async (_, access) => {
    const groups = Array.from({ length: 20_000 }, (__, index) => ({
      ...{ groupId: `group-${index}`, protocolType: 'consumer' },
      ...{ groupState: 'Stable', groupType: 'classic' },
    }));
    const broker = new ScriptedBroker().on(listGroups, () => ({ ...noGroups, groups }));
    const address = await started(listening(broker, access && { key, cert: certificate }));
    const connection = await connectTo(address, access ? { tls: access } : {});
    const answers = await Promise.all([1, 2, 3].map(() => send(connection, listGroups, {})));
    expect(answers.map((answer) => answer.groups.at(-1)?.groupId)).toEqual(Array(3).fill('group-19999'));
  });

  test.each([
    ['plain', undefined],
    ['TLS', tls],
  ])('%s: a name whose first address refuses is tried at its next one', async (_, access) => {
    const server = listening(new ScriptedBroker(), access && { key, cert: certificate });
    expect((await connectTo(await started(server, '::1'), access ? { tls: access } : {})).isConnected()).toBe(
      true,
    );
  });

  test.each([
    ['plain', undefined],
    ['TLS', tls],
  ])('%s: a connection that answers no more is closed at the first time-out', async (_, access) => {
    const broker = new ScriptedBroker().on(listGroups, () => noGroups);
    const address = await started(listening(broker, access && { key, cert: certificate }));
    const connection = await connectTo(address, access ? { tls: access } : {}, { timeoutMs: 300 });
    await send(connection, listGroups, {});
    // As where a firewall has forgotten the connection: nobody is told.
    broker.on(listGroups, () => new Promise(() => undefined));
    const [socket] = sockets as [Socket];
    const closed = once(socket, 'close');
    await expect(send(connection, listGroups, {})).rejects.toMatchObject({ code: 'timeout' });
    expect(connection.isConnected()).toBe(false);
    await closed;
  });

  test('a name of which all addresses refuse', async () => {
    const address = await started(listening(new ScriptedBroker()));
    const closed = new Promise((resolve) => servers.pop()?.close(resolve));
    await closed;
    await expect(connectTo(address)).rejects.toMatchObject({
      code: 'unreachable',
      message: `localhost:${address.port}: nothing listens there (ECONNREFUSED)`,
    });
    const own = Object.assign(new Error('connect EACCES ::1'), { code: 'EACCES' });
    const failed = await connectFailure(new AggregateError([own, new Error('another')]), address, {});
    expect(failed.message).toBe('connect EACCES ::1');
  });

  test('certificates that OpenSSL cannot use are told as that', async () => {
    const address = await started(listening(new ScriptedBroker()));
    await expect(connectTo(address, { tls: { cert: 'none', key: 'none' } })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/localhost:\d+: the certificates of this connection cannot be used: /),
    });
  });

  test.each([
    [true, /accepts connections but did not answer as a Kafka broker within 20 ms/],
    [false, /^localhost:9092: no answer within 20 ms/],
  ])('is given up in time, reached: %s', async (isReached, message) => {
    const settings = { connectTimeoutMs: 20, signal: new AbortController().signal };
    const opening = { isReached, open: () => new Promise<void>(() => undefined) };
    await expect(beforeDeadline(opening, settings, { host: 'localhost', port: 9092 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(message),
    });
  });
});

describe('a login', () => {
  test.each([
    ['plain', undefined],
    ['TLS', tls],
  ])('%s: handshake, password, and then requests', async (_, access) => {
    const broker = brokerWithLogin();
    const address = await started(listening(broker, access && { key, cert: certificate }));
    const connection = await connectTo(address, { sasl: plain, ...(access ? { tls: access } : {}) });
    await send(connection, listGroups, {});
    expect(broker.asked).toEqual(['ApiVersions', 'SaslHandshake', 'SaslAuthenticate', 'ListGroups']);
    expect(broker.requests(saslHandshake)).toEqual([{ mechanism: 'PLAIN' }]);
    expect(broker.requests(saslAuthenticate)[0]?.authBytes.toString()).toBe(`\0alice\0${password}`);
  });

  test.each([
    ['UNSUPPORTED_SASL_MECHANISM', ['SCRAM-SHA-512'], /does not take SASL PLAIN; it takes SCRAM-SHA-512$/],
    ['ILLEGAL_SASL_STATE', [], /takes no login, and the connection has one \(SASL PLAIN\)/],
  ] as const)('no password is sent after %s', async (error, mechanisms, message) => {
    const broker = brokerWithLogin().on(saslHandshake, () => ({
      errorCode: errorCodeNamed(error),
      mechanisms,
    }));
    const failed = connectTo(await started(listening(broker)), { sasl: plain });
    await expect(failed).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(message),
    });
    expect(broker.asked).not.toContain('SaslAuthenticate');
  });

  test('the broker says why', async () => {
    const broker = brokerWithLogin().on(saslAuthenticate, () => ({
      ...accepted,
      errorCode: errorCodeNamed('SASL_AUTHENTICATION_FAILED'),
      errorMessage: 'Authentication failed: Invalid username or password',
    }));
    const failed = connectTo(await started(listening(broker)), { sasl: plain });
    await expect(failed).rejects.toThrow(
      /the broker did not accept the login of alice with SASL PLAIN: Invalid username or password/,
    );
  });

  test.each([
    [['SCRAM-SHA-256'], /does not take SASL PLAIN; it takes SCRAM-SHA-256/],
    [['PLAIN'], /ended the connection during the login of alice with SASL PLAIN/],
  ])('a broker that ends the connection and takes %j', async (mechanisms, message) => {
    const broker = brokerWithLogin()
      .on(saslHandshake, ({ mechanism }) => ({
        errorCode: mechanism === 'PLAIN' ? 0 : errorCodeNamed('UNSUPPORTED_SASL_MECHANISM'),
        mechanisms,
      }))
      .on(saslAuthenticate, () => Promise.reject(new Error('gone')));
    const failed = connectTo(await started(listening(broker)), { sasl: plain });
    await expect(failed).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(message) });
  });

  test('a token may take longer than a connection', async () => {
    const address = await started(listening(brokerWithLogin()));
    const token = () => new Promise<string>((resolve) => setTimeout(resolve, 300, 'token'));
    const sasl: SaslLogin = { mechanism: 'OAUTHBEARER', token };
    expect((await connectTo(address, { sasl }, { connectTimeoutMs: 250 })).isConnected()).toBe(true);
  });

  test.each<[string, number, BrokerAccess]>([
    ['SCRAM', 3, { sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice', password } }],
    ['PLAIN', 2, { sasl: plain }],
    ['OAUTHBEARER', 2, { sasl: { mechanism: 'OAUTHBEARER', token: () => Promise.resolve('token') } }],
    // Several in a TLS record would wait for a broker's next poll.
    ['SCRAM over TLS', 1, { tls, sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice', password } }],
  ])('%s: %d requests leave before the broker has answered', async (_, expected, access) => {
    let received = Buffer.alloc(0);
    const listen = (socket: Socket) => {
      socket.on('data', (chunk) => (received = Buffer.concat([received, chunk])));
      socket.on('error', () => undefined);
    };
    const silent = access.tls ? createTlsServer({ key, cert: certificate }, listen) : createServer(listen);
    const failed = connectTo(await started(silent), access, { connectTimeoutMs: 300 });
    await expect(failed).rejects.toThrow(/did not answer/);
    let frames = 0;
    for (let at = 0; at < received.length; at += 4 + received.readInt32BE(at)) frames += 1;
    expect(frames).toBe(expected);
    expect(received.includes(password) || received.includes('token')).toBe(false);
  });
});

describe('a session with an end', () => {
  test.each([
    // Sessions, and when another login is due at the earliest and at the latest.
    [0, Infinity, Infinity],
    [500, 500, 500],
    [1100, 1050, 1050],
    [2000, 1700, 1900],
    [60_000, 51_000, 57_000],
    [3_600_000, 3_060_000, 3_420_000],
  ])('of %d ms is renewed after %d to %d ms', (lifetimeMs, earliest, latest) => {
    expect(nextLoginMs(lifetimeMs, 0)).toBeCloseTo(earliest);
    expect(nextLoginMs(lifetimeMs, 1)).toBeCloseTo(latest);
    const any = nextLoginMs(lifetimeMs);
    expect(any >= earliest && any <= latest).toBe(true);
  });

  /** The clock of this process, put forward. */
  function later(byMs: number): void {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + byMs);
  }

  test('one login before it ends, which what comes later waits for', async () => {
    const broker = brokerWithLogin(10_000);
    let tokens = 0;
    const token = () => Promise.resolve(`token-${(tokens += 1)}`);
    const connection = await connectTo(await started(listening(broker)), {
      sasl: { mechanism: 'OAUTHBEARER', token },
    });
    await send(connection, listGroups, {});
    broker.log.length = 0;
    // Under way when the login falls due: it is answered first.
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    broker.on(listGroups, () => held.then(() => noGroups));
    const underWay = send(connection, listGroups, {});
    later(9600);
    const waiting = [1, 2, 3].map(() => send(connection, listGroups, {}));
    release();
    await Promise.all([underWay, ...waiting]);
    expect(broker.asked).toEqual([
      ...['ListGroups', 'SaslHandshake', 'SaslAuthenticate'],
      ...['ListGroups', 'ListGroups', 'ListGroups'],
    ]);
    expect(broker.requests(saslAuthenticate)[0]?.authBytes.toString()).toContain('token-2');
    await send(connection, listGroups, {});
    expect(broker.asked.filter((name) => name === 'SaslHandshake')).toHaveLength(1);
  });

  test('that is refused ends the connection in words', async () => {
    const broker = brokerWithLogin(10_000);
    const connection = await connectTo(await started(listening(broker)), { sasl: plain });
    broker.on(saslAuthenticate, () => ({
      ...accepted,
      errorCode: errorCodeNamed('SASL_AUTHENTICATION_FAILED'),
      errorMessage: 'Cannot change principals during re-authentication from User.alice: User.bob',
    }));
    later(9600);
    const failures = await Promise.allSettled([1, 2].map(() => send(connection, listGroups, {})));
    for (const failure of failures) {
      expect(failure).toMatchObject({
        status: 'rejected',
        reason: { code: 'refused', message: expect.stringMatching(/login of alice .*Cannot change/) },
      });
    }
    expect(connection.isConnected()).toBe(false);
    expect(broker.asked).not.toContain('ListGroups');
  });
});
