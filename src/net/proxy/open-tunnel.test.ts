import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createAuthority } from '../../testing/clusters/certificates.js';
import { LabError } from '../../text/errors.js';
import { openTunnel } from './open-tunnel.js';
import type { Proxy } from './proxy.js';
import { ProxyUnusable } from './proxy-error.js';

let servers: Server[];
let sockets: Socket[];
beforeEach(() => {
  [servers, sockets] = [[], []];
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

const broker = { host: 'broker.example', port: 9093 };
const login = { username: 'alice', password: 'wonder-land-77' };

async function started(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

type Kind = Proxy['kind'];

const proxyAt = (port: number, kind: Kind, more: Partial<Proxy> = {}): Proxy => ({
  ...{ kind, address: { host: 'localhost', port }, name: `the proxy ${kind}://localhost:${port}` },
  ...more,
});

/** One write for each answer, when so many bytes have come in; `pieces`: byte by byte. */
interface Script {
  readonly answers: readonly (readonly [afterBytes: number, answer: Buffer | 'end'])[];
  readonly isInPieces?: boolean;
}

/** Resolves with the port and with what was received so far. */
async function scripted({ answers, isInPieces = false }: Script) {
  const received: Buffer[] = [];
  const left = [...answers];
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      received.push(chunk);
      const sizeBytes = Buffer.concat(received).length;
      while (left[0] && left[0][0] <= sizeBytes) {
        const [, answer] = left.shift() ?? [0, 'end'];
        if (answer === 'end') socket.end();
        else if (isInPieces) writeSlowly(socket, answer);
        else socket.write(answer);
      }
    });
  });
  return { port: await started(server), received: () => Buffer.concat(received) };
}

function writeSlowly(socket: Socket, bytes: Buffer): void {
  if (bytes.length === 0) return;
  socket.setNoDelay(true);
  socket.write(bytes.subarray(0, 1), () => setImmediate(() => writeSlowly(socket, bytes.subarray(1))));
}

const patient = { timeoutMs: 10_000, signal: new AbortController().signal };

async function tunnel(proxy: Proxy, destination = broker, settings = patient): Promise<Socket> {
  const socket = await openTunnel(proxy, destination, settings);
  sockets.push(socket);
  return socket;
}

async function failure(proxy: Proxy, destination = broker, settings = patient): Promise<LabError> {
  const error: unknown = await tunnel(proxy, destination, settings).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

const bytes = (...values: readonly (number | string | Buffer)[]) =>
  Buffer.concat(
    values.map((value) => (typeof value === 'number' ? Buffer.of(value) : Buffer.from(value as string))),
  );

async function firstBytes(socket: Socket): Promise<string> {
  socket.resume();
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
}

const greeting = 3;
const opened = bytes(5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
const withName = bytes(5, 1, 0, 3, broker.host.length, broker.host, 9093 >> 8, 9093 & 0xff);

describe('SOCKS5', () => {
  describe.each([
    ['at once', false],
    ['byte by byte', true],
  ])('answers %s', (_, isInPieces) => {
    test('a name is sent as a name, and nothing that follows is lost', async () => {
      const { port, received } = await scripted({
        isInPieces,
        answers: [
          [greeting, bytes(5, 0)],
          [greeting + withName.length, opened],
        ],
      });
      const socket = await tunnel(proxyAt(port, 'socks5'));
      expect(received()).toEqual(bytes(5, 1, 0, withName));
      sockets[0]?.write('hello');
      expect(await firstBytes(socket)).toBe('hello');
    });

    test.each([
      ['IPv6', bytes(5, 0, 0, 4, ...Array<number>(16).fill(7), 1, 2)],
      ['a name', bytes(5, 0, 0, 3, 4, 'here', 1, 2)],
    ])('with a login; the address of the proxy as %s', async (__, answer) => {
      const proof = bytes(1, 5, 'alice', 14, 'wonder-land-77');
      const { port, received } = await scripted({
        isInPieces,
        answers: [
          [4, bytes(5, 2)],
          [4 + proof.length, bytes(1, 0)],
          [4 + proof.length + withName.length, Buffer.concat([answer, Buffer.from('hello')])],
        ],
      });
      const socket = await tunnel(proxyAt(port, 'socks5', { login }));
      expect(received()).toEqual(bytes(5, 2, 2, 0, proof, withName));
      expect(await firstBytes(socket)).toMatch(/^h/);
    });
  });

  test.each([
    ['10.1.2.3', bytes(1, 10, 1, 2, 3)],
    ['::1', bytes(4, ...Array<number>(15).fill(0), 1)],
    ['2001:db8::17:0:a%eth0', bytes(4, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0x17, 0, 0, 0, 0x0a)],
    ['::ffff:1.2.3.4', bytes(4, ...Array<number>(10).fill(0), 0xff, 0xff, 1, 2, 3, 4)],
    ['bücher.example', bytes(3, 21, 'xn--bcher-kva.example')],
  ])('asks for %s', async (host, where) => {
    const request = bytes(5, 1, 0, where, 0, 80);
    const { port, received } = await scripted({
      answers: [
        [greeting, bytes(5, 0)],
        [greeting + request.length, opened],
      ],
    });
    await tunnel(proxyAt(port, 'socks5'), { host, port: 80 });
    expect(received().subarray(greeting)).toEqual(request);
  });

  test.each([
    [
      1,
      'unreachable',
      /does not open the way to broker\.example:9093 \(code 1\): a failure that it does not explain/,
    ],
    [2, 'refused', /\(code 2\): its rules do not allow it$/],
    [3, 'unreachable', /no way to that network/],
    [4, 'unreachable', /no way to that host, or does not know the name/],
    [5, 'unreachable', /nothing listens there/],
    [6, 'unreachable', /TTL expired/],
    [7, 'refused', /does not do CONNECT/],
    [8, 'unreachable', /does not take this kind of address/],
    [77, 'unreachable', /\(code 77\): a code that the protocol does not have$/],
  ])('reply %i', async (code, kind, message) => {
    const { port } = await scripted({
      answers: [
        [greeting, bytes(5, 0)],
        [greeting + withName.length, bytes(5, code, 0, 1, 0, 0, 0, 0, 0, 0)],
      ],
    });
    const error = await failure(proxyAt(port, 'socks5'));
    expect(error.message).toMatch(message);
    expect([error.code, error instanceof ProxyUnusable]).toEqual([kind, false]);
  });

  test.each<[string, Script, Partial<Proxy>, RegExp]>([
    ['that wants a login', { answers: [[3, bytes(5, 0xff)]] }, {}, /requires a login/],
    ['that takes none of ours', { answers: [[4, bytes(5, 0xff)]] }, { login }, /takes no user name/],
    [
      'that refuses the login',
      {
        answers: [
          [4, bytes(5, 2)],
          [10, bytes(1, 9)],
        ],
      },
      { login },
      /did not accept the login of alice$/,
    ],
    ['of HTTP', { answers: [[1, bytes('HTTP/1.1 400 Bad')]] }, {}, /does not speak SOCKS5/],
    ['with a method of its own', { answers: [[3, bytes(5, 2)]] }, {}, /does not speak SOCKS5/],
    [
      'that forgets the version',
      {
        answers: [
          [3, bytes(5, 0)],
          [4, bytes(4, 90, 0, 0, 0)],
        ],
      },
      {},
      /does not speak SOCKS5/,
    ],
    [
      'with an address that is none',
      {
        answers: [
          [3, bytes(5, 0)],
          [4, bytes(5, 0, 0, 9, 0)],
        ],
      },
      {},
      /does not speak SOCKS5/,
    ],
    ['that ends at once', { answers: [[1, 'end']] }, {}, /closed the connection without opening the way/],
    [
      'that ends in the middle',
      {
        answers: [
          [3, bytes(5, 0)],
          [4, bytes(5, 0, 0)],
          [4, 'end'],
        ],
      },
      {},
      /closed the connection without opening the way to broker\.example:9093/,
    ],
  ])('a proxy %s', async (_, script, more, message) => {
    const { port } = await scripted(script);
    const error = await failure(proxyAt(port, 'socks5', more));
    expect(error.message).toMatch(message);
    expect(error).toBeInstanceOf(ProxyUnusable);
    expect(`${error.message}${error.hint}`).not.toContain(login.password);
  });

  test('a password of more bytes than the protocol has room for', async () => {
    const { port } = await scripted({ answers: [[4, bytes(5, 2)]] });
    const long = { username: 'alice', password: 'x'.repeat(256) };
    expect((await failure(proxyAt(port, 'socks5', { login: long }))).message).toMatch(/at most 255 bytes/);
  });
});

describe('HTTP CONNECT', () => {
  const answered = (text: string, isInPieces = false) =>
    scripted({ isInPieces, answers: [[40, Buffer.from(text)]] });

  test.each([
    ['at once', false],
    ['byte by byte', true],
  ])('answers %s', async (_, isInPieces) => {
    const { port, received } = await answered('HTTP/1.0 200 OK\r\nVia: x\r\n\r\nhello', isInPieces);
    const socket = await tunnel(proxyAt(port, 'http', { login }));
    expect(await firstBytes(socket)).toMatch(/^h/);
    const [line, ...headers] = received().toString().split('\r\n');
    expect(line).toBe('CONNECT broker.example:9093 HTTP/1.1');
    expect(headers).toContain('host: broker.example:9093');
    expect(headers).toContain('proxy-authorization: Basic YWxpY2U6d29uZGVyLWxhbmQtNzc=');
    expect(received().toString()).toMatch(/\r\n\r\n$/);
  });

  test('an IPv6 address is in brackets, and nobody logs in unasked', async () => {
    const { port, received } = await answered('HTTP/1.1 204 x\r\n\r\n');
    await tunnel(proxyAt(port, 'http'), { host: '2001:db8::1', port: 9092 });
    expect(received().toString()).toMatch(/^CONNECT \[2001:db8::1\]:9092 HTTP/);
    expect(received().toString()).not.toMatch(/authorization/i);
  });

  test.each<[string, string, Partial<Proxy>, string, RegExp]>([
    ['407', '407 Log in', {}, 'refused', /requires a login: 407 Log in$/],
    [
      '401, as tinyproxy says it',
      '401 No',
      { login },
      'refused',
      /did not accept the login of alice: 401 No$/,
    ],
    ['407 with a login', '407 No', { login }, 'refused', /did not accept the login of alice: 407 No$/],
    [
      '403',
      '403 Not here\u001b[2J',
      {},
      'refused',
      /the way to broker\.example:9093, but answers 403 Not here\\x1b\[2J$/,
    ],
    ['400 without words', '400', {}, 'refused', /but answers 400$/],
    ['502', '502 No such host', {}, 'unreachable', /but answers 502 No such host$/],
    ['504', '504 Late', {}, 'unreachable', /but answers 504 Late$/],
    ['a redirect', '302 Found', {}, 'refused', /but answers 302 Found$/],
    ['a long reason', `403 ${'x'.repeat(5000)}`, {}, 'refused', /but answers 403 x{200}$/],
  ])('%s', async (_, status, more, code, message) => {
    const { port } = await answered(`HTTP/1.1 ${status}\r\nContent-Length: 100000\r\n\r\n<html>`);
    const error = await failure(proxyAt(port, 'http', more));
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(error instanceof ProxyUnusable).toBe(/^40[17]/.test(status));
    expect(`${error.message}${error.hint}`).not.toMatch(/wonder-land-77|YWxpY2U6/);
  });

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', /does not speak HTTP/],
    ['a SOCKS proxy', '\u0005\u0000', /does not speak HTTP/],
    ['headers without an end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}`, /header of more than 16384/],
    ['a thousand headers', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(10_000)}`, /header of more than 16384/],
  ])('%s', async (_, answer, message) => {
    const { port } = await answered(answer);
    const error = await failure(proxyAt(port, 'http'));
    expect(error.message).toMatch(message);
    expect(error).toBeInstanceOf(ProxyUnusable);
  });

  test.each([
    ['at once', []],
    ['in the middle of its answer', [[40, Buffer.from('HTTP/1.1 20')]]],
    ['in the middle of its headers', [[40, Buffer.from('HTTP/1.1 200 OK\r\nVia: x')]]],
  ] as const)('closes %s', async (_, before) => {
    const { port } = await scripted({ answers: [...before, [40, 'end']] });
    expect((await failure(proxyAt(port, 'http'))).message).toMatch(/closed the connection without opening/);
  });

  test('a cluster that advertises a line of its own gets no request', async () => {
    const { port, received } = await answered('HTTP/1.1 200 OK\r\n\r\n');
    const error = await failure(proxyAt(port, 'http'), { host: 'a\r\nx: y', port: 1 });
    expect(error.message).toBe(
      String.raw`No proxy can be asked for "a\r\nx: y": it is not the name of a host.`,
    );
    expect(received().length).toBe(0);
  });
});

describe('TLS to the proxy', () => {
  const authority = createAuthority('an authority');
  const { key, certificate: cert } = authority.issue({ commonName: 'proxy', hosts: ['localhost'] });
  const ca = Buffer.from(authority.certificate);
  const overTls = () =>
    createTlsServer({ key, cert }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhello'));
    });

  test('leads on', async () => {
    const socket = await tunnel(proxyAt(await started(overTls()), 'https', { ca }));
    expect(await firstBytes(socket)).toBe('hello');
  });

  test('a certificate of a foreign authority', async () => {
    const error = await failure(proxyAt(await started(overTls()), 'https'));
    expect(error.message).toMatch(/its certificate is not trusted \(/);
    expect(error.hint).toMatch(/proxyCa/);
  });

  test('a certificate of another host', async () => {
    const proxy = proxyAt(await started(overTls()), 'https', { ca });
    const error = await failure({ ...proxy, address: { ...proxy.address, host: '127.0.0.1' } });
    expect(error.message).toMatch(/not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
  });

  test('a proxy without TLS', async () => {
    const { port } = await scripted({ answers: [[1, Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]] });
    expect((await failure(proxyAt(port, 'https', { ca }))).message).toMatch(/does not speak TLS/);
  });

  test('one that closes during the handshake', async () => {
    const { port } = await scripted({ answers: [[1, 'end']] });
    expect((await failure(proxyAt(port, 'https', { ca }))).message).toMatch(/cannot be reached.*ECONNRESET/);
  });
});

describe.each<Kind>(['http', 'https', 'socks5'])('%s', (kind) => {
  test('nothing listens there', async () => {
    const server = createServer();
    const port = await started(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failure(proxyAt(port, kind));
    expect(error.message).toMatch(
      /^The proxy \S+ cannot be reached: nothing listens there \(ECONNREFUSED\)$/,
    );
  });

  test('there is no such host', async () => {
    const proxy = { ...proxyAt(1, kind), address: { host: 'nowhere.invalid', port: 1 } };
    expect((await failure(proxy)).message).toMatch(/no such host|could not be looked up/);
  });

  test('one that never answers is given up, and its connection closed', async () => {
    const server = createServer((socket) => socket.resume());
    const port = await started(server);
    const ended = once(server, 'connection').then(([socket]) => once(socket as Socket, 'close'));
    const error = await failure(proxyAt(port, kind), broker, { ...patient, timeoutMs: 300 });
    expect(error.message).toMatch(/within 300 ms$/);
    expect(error.message).toMatch(/accepts connections but did not open the way to/);
    await ended;
  });

  test('an interruption ends it', async () => {
    const interrupt = new AbortController();
    const server = createServer((socket) => {
      socket.resume();
      interrupt.abort();
    });
    const proxy = proxyAt(await started(server), kind);
    expect((await failure(proxy, broker, { ...patient, signal: interrupt.signal })).code).toBe('interrupted');
  });
});
