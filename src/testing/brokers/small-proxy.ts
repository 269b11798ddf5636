/** Proxies as small as they can be that lead to real servers: HTTP CONNECT by Node's own server, SOCKS5 by hand. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface SmallProxy {
  /** `127.0.0.1:40123` */
  readonly address: string;
  /** `localhost:9092`, as clients asked for it. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface ProxySettings {
  /** Required if given. */
  readonly login?: { readonly username: string; readonly password: string };
  /** PEM, for TLS to an HTTP proxy. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Where a name leads; by default to what it says. */
  readonly hosts?: Readonly<Record<string, string>>;
}

export async function startHttpProxy({ login, tls, hosts = {} }: ProxySettings = {}): Promise<SmallProxy> {
  const asked: string[] = [];
  const server = tls ? createHttpsServer(tls) : createHttpServer();
  const expected = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  server.on('connect', ({ url = '', headers }, client: Duplex, head: Buffer) => {
    asked.push(url);
    if (expected !== undefined && headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${url}`);
    const broker = connect(Number(port || 80), hosts[hostname] ?? hostname);
    join(client, broker, () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    broker.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) broker.write(head);
      client.pipe(broker).pipe(client);
    });
  });
  return listening(server, asked);
}

export async function startSocksProxy({ login, hosts = {} }: ProxySettings = {}): Promise<SmallProxy> {
  const asked: string[] = [];
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    serveSocks(client, login, hosts, asked).catch(() => client.destroy());
  });
  return listening(server, asked);
}

async function serveSocks(
  client: Socket,
  login: ProxySettings['login'],
  hosts: Readonly<Record<string, string>>,
  asked: string[],
): Promise<void> {
  const take = async (sizeBytes: number): Promise<Buffer> => {
    for (;;) {
      const bytes = client.read(sizeBytes) as Buffer | null;
      if (bytes) return bytes;
      await once(client, 'readable');
    }
  };
  const [, methods = 0] = await take(2);
  const offered = await take(methods);
  const method = login ? 2 : 0;
  client.write(Buffer.from([5, offered.includes(method) ? method : 0xff]));
  if (login) {
    const [, userBytes = 0] = await take(2);
    const username = (await take(userBytes)).toString();
    const password = (await take((await take(1))[0] ?? 0)).toString();
    const isRight = username === login.username && password === login.password;
    client.write(Buffer.from([1, isRight ? 0 : 1]));
    if (!isRight) {
      client.end();
      return;
    }
  }
  const [, , , type] = await take(4);
  const size = type === 1 ? 4 : type === 4 ? 16 : ((await take(1))[0] ?? 0);
  const where = await take(size);
  const host =
    type === 3
      ? where.toString()
      : type === 1
        ? where.join('.')
        : Array.from({ length: 8 }, (_, index) => where.readUInt16BE(2 * index).toString(16)).join(':');
  const port = (await take(2)).readUInt16BE();
  asked.push(`${host}:${port}`);
  const broker = connect(port, hosts[host] ?? host);
  const answer = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  join(client, broker, () => client.end(answer(5)));
  broker.once('connect', () => {
    client.write(answer(0));
    client.pipe(broker).pipe(client);
  });
}

/** The two end together. `refuse`: the broker was never reached. */
function join(client: Duplex, broker: Socket, refuse: () => void): void {
  let isReached = false;
  broker.once('connect', () => (isReached = true));
  broker.on('error', () => (isReached ? client.destroy() : refuse()));
  client.on('error', () => broker.destroy());
  client.on('close', () => broker.destroy());
}

async function listening(server: Server, asked: readonly string[]): Promise<SmallProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
