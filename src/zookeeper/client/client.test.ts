import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { until } from '../../testing/clusters/until.js';
import { LabError } from '../../text/errors.js';
import { openClient, type ZooKeeperClient } from './client.js';
import { framed, FrameReader } from './frames.js';
import { JuteReader, JuteWriter } from './jute.js';
import { encodeStat, opCode, type ZnodeStat } from './protocol.js';
import type { SessionNews, SessionSettings } from './session.js';
import type { WatchNews } from './watch-list.js';

interface Asked {
  readonly xid: number;
  readonly type: number;
  readonly path: string;
  readonly socket: Socket;
}

/** A server on a free port; `answer` gets each request, `greet` each handshake with the session that is claimed. */
class FakeZooKeeper {
  readonly claims: bigint[] = [];
  readonly asked: Asked[] = [];
  readonly sockets: Socket[] = [];
  sessionTimeoutMs = 6000;
  greet: (socket: Socket, sessionId: bigint) => void = (socket) => this.grant(socket);
  answer: (asked: Asked) => void = (asked) => this.reply(asked, 0);
  readonly #server: Server;

  static async start(): Promise<FakeZooKeeper> {
    const fake = new FakeZooKeeper();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  get address() {
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  grant(socket: Socket, sessionTimeoutMs = this.sessionTimeoutMs, sessionId = 0x51n): void {
    const grant = new JuteWriter().int(0).int(sessionTimeoutMs).long(sessionId).buffer(Buffer.alloc(16, 7));
    socket.write(framed(grant.bool(false).written()));
  }

  reply({ xid, socket }: Asked, errorCode: number, body: Buffer = Buffer.alloc(0)): void {
    const header = new JuteWriter().int(xid).long(9n).int(errorCode).written();
    socket.write(framed(Buffer.concat([header, body])));
  }

  event(type: number, path: string): void {
    const body = new JuteWriter().int(-1).long(-1n).int(0).int(type).int(3).text(path);
    this.sockets.at(-1)!.write(framed(body.written()));
  }

  /** Resolves once nothing listens there any longer. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.sockets.push(socket);
    socket.on('error', () => undefined);
    const frames = new FrameReader();
    let isGreeted = false;
    socket.on('data', (chunk) => {
      for (const frame of frames.take(chunk)) {
        const reader = new JuteReader(frame);
        if (!isGreeted) {
          isGreeted = true;
          reader.int();
          reader.long();
          reader.int();
          this.claims.push(reader.long());
          this.greet(socket, this.claims.at(-1)!);
          continue;
        }
        const [xid, type] = [reader.int(), reader.int()];
        const path = reader.left > 0 ? (reader.text() ?? '') : '';
        const asked = { xid, type, path, socket };
        if (type !== opCode.ping) this.asked.push(asked);
        if (type === opCode.ping || type === opCode.closeSession) this.reply(asked, 0);
        else this.answer(asked);
      }
    });
  }
}

const stat: ZnodeStat = {
  czxid: 1n,
  mzxid: 2n,
  ctime: 0,
  mtime: 0,
  version: 3,
  cversion: 0,
  aversion: 0,
  ephemeralOwner: 0n,
  dataLength: 2,
  numChildren: 1,
  pzxid: 1n,
};

const running: FakeZooKeeper[] = [];
const clients: ZooKeeperClient[] = [];

async function fakeServer(): Promise<FakeZooKeeper> {
  const fake = await FakeZooKeeper.start();
  running.push(fake);
  return fake;
}

async function open(
  servers: readonly FakeZooKeeper[],
  settings: Partial<SessionSettings> = {},
  chroot = '/',
): Promise<ZooKeeperClient> {
  const client = await openClient(
    servers.map(({ address }) => address),
    chroot,
    { timeoutMs: 2000, signal: new AbortController().signal, ...settings },
  );
  clients.push(client);
  return client;
}

async function failure(work: Promise<unknown>): Promise<LabError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

test.each<[string, (client: ZooKeeperClient) => Promise<unknown>]>([
  ['children', (client) => client.children('/a')],
  ['data', (client) => client.data('/a')],
  ['stat', (client) => client.stat('/a')],
  ['stat with a watcher', (client) => client.stat('/a', () => undefined)],
  ['create', (client) => client.create('/a', '')],
  ['setData', (client) => client.setData('/a', '')],
])(
  '%s: an answer that is cut short is the fault of the server, as an error of the request',
  async (_, ask) => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply(asked, 0, Buffer.of(0, 0, 0, 9, 1));
    const client = await open([fake]);
    const error = await failure(ask(client));
    expect(error.message).toMatch(/does not speak ZooKeeper's protocol: it sent/);
  },
);

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(running.splice(0).map((fake) => fake.stop()));
});

describe('requests', () => {
  test('children, sorted, with the stat; below the chroot', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => {
      const names = new JuteWriter().list(['b', 'a'], (writer, name) => writer.text(name)).written();
      fake.reply(asked, 0, Buffer.concat([names, encodeStat(stat)]));
    };
    const client = await open([fake], {}, '/kafka');
    expect(await client.children('/brokers')).toEqual({ names: ['a', 'b'], stat });
    await client.children('/');
    expect(fake.asked.map(({ path }) => path)).toEqual(['/kafka/brokers', '/kafka']);
  });

  test('the made path comes back without the chroot', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply(asked, 0, new JuteWriter().text(`${asked.path}0000000001`).written());
    const client = await open([fake], {}, '/kafka');
    expect(await client.create('/lock-', 'x', { sequential: true })).toBe('/lock-0000000001');
  });

  test('an answer in pieces is one answer', async () => {
    const fake = await fakeServer();
    fake.answer = ({ xid, socket }) => {
      const whole = framed(
        Buffer.concat([new JuteWriter().int(xid).long(9n).int(0).written(), encodeStat(stat)]),
      );
      socket.write(whole.subarray(0, 3));
      setTimeout(() => socket.write(whole.subarray(3)), 30);
    };
    expect(await (await open([fake])).stat('/a')).toEqual(stat);
  });

  test('a refusal says what, where and why', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply(asked, -102);
    const error = await failure((await open([fake])).data('/secret'));
    expect(error.message).toBe(
      `/secret cannot be read at 127.0.0.1:${fake.address.port}: the node's ACL does not allow it (NoAuth).`,
    );
    expect(error.hint).toContain('ACL');
    expect(await failure((await open([fake])).remove('/secret'))).toMatchObject({ code: 'refused' });
  });

  test('a node that is not there has no stat', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply(asked, -101);
    const client = await open([fake]);
    expect(await client.stat('/nowhere')).toBeUndefined();
    expect((await failure(client.data('/nowhere'))).code).toBe('not-found');
  });

  test('silence in mid-session is a time-out that names the request', async () => {
    const fake = await fakeServer();
    fake.answer = () => undefined;
    const error = await failure((await open([fake], { timeoutMs: 200 })).data('/a'));
    expect(error).toMatchObject({ code: 'timeout' });
    expect(error.message).toContain('/a cannot be read');
  });

  test('an answer to another request does not come from ZooKeeper', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply({ ...asked, xid: 4711 }, 0);
    expect((await failure((await open([fake])).data('/a'))).message).toContain(
      "does not speak ZooKeeper's protocol",
    );
  });

  test('^C ends the request in flight', async () => {
    const fake = await fakeServer();
    const controller = new AbortController();
    fake.answer = () => controller.abort();
    const reading = failure((await open([fake], { signal: controller.signal })).data('/a'));
    expect((await reading).code).toBe('interrupted');
  });
});

describe('handshake', () => {
  const cases: [string, (socket: Socket) => void, RegExp][] = [
    ['closes at once', (socket) => socket.destroy(), /closes it at once/],
    ['speaks HTTP', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), /is an HTTP server/],
    ['speaks TLS', (socket) => socket.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 70])), /is a TLS port/],
    ['speaks SSH', (socket) => socket.write('SSH-2.0-x\r\n'), /says "SSH-2\.0-x"/],
    [
      'sends a short frame',
      (socket) => socket.write(Buffer.from([0, 0, 0, 1, 9])),
      /does not speak ZooKeeper's protocol/,
    ],
    [
      'sends half an answer and goes',
      (socket) => socket.end(Buffer.from([0, 0, 0, 40, 1])),
      /closes it at once/,
    ],
  ];
  test.each(cases)('a server that %s', async (_what, greet, message) => {
    const fake = await fakeServer();
    fake.greet = greet;
    expect((await failure(open([fake]))).message).toMatch(message);
  });

  test('a silent server is given up long before a --timeout of a minute', async () => {
    const fake = await fakeServer();
    fake.greet = () => undefined;
    const startedAt = performance.now();
    const error = await failure(open([fake], { timeoutMs: 60_000 }));
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(error.message).toContain('accepts the connection but sends nothing');
  }, 30_000);

  test('nothing listens at the port', async () => {
    const fake = await fakeServer();
    const { address } = fake;
    await fake.stop();
    const settings = { timeoutMs: 2000, signal: new AbortController().signal };
    expect(await failure(openClient([address], '/', settings))).toMatchObject({
      code: 'unreachable',
      message: `127.0.0.1:${address.port} cannot be reached: no server listens on that port.`,
    });
  });

  test('the next server of the list, when the first fails; all their reasons, when all do', async () => {
    const [bad, good] = [await fakeServer(), await fakeServer()];
    bad.greet = (socket) => socket.destroy();
    expect((await open([bad, good])).address).toBe(`127.0.0.1:${good.address.port}`);
    good.greet = (socket) => socket.write('HTTP/1.1 400\r\n');
    const error = await failure(open([bad, good]));
    expect(error.message).toMatch(
      /No ZooKeeper server answers: .*closes it at once; .*is an HTTP server, not ZooKeeper\./,
    );
  });

  test('^C during the handshake', async () => {
    const fake = await fakeServer();
    const controller = new AbortController();
    fake.greet = () => controller.abort();
    const opening = failure(open([fake], { signal: controller.signal }));
    expect((await opening).code).toBe('interrupted');
  });
});

describe('a lost connection', () => {
  test('is replaced within the session; a read in flight is repeated', async () => {
    const fake = await fakeServer();
    const news: string[] = [];
    let isFirst = true;
    fake.answer = (asked) => {
      if (isFirst) asked.socket.destroy();
      else fake.reply(asked, 0, encodeStat(stat));
      isFirst = false;
    };
    const client = await open([fake], { onState: ({ kind }) => news.push(kind) });
    expect(await client.stat('/a')).toEqual(stat);
    expect(fake.claims).toEqual([0n, 0x51n]);
    expect(news).toEqual(['connection lost', 'reconnected']);
  });

  test('fails a write in flight, as it is unknown whether it was done', async () => {
    const fake = await fakeServer();
    fake.answer = ({ socket }) => socket.destroy();
    const error = await failure((await open([fake])).create('/a', ''));
    expect(error.message).toContain('broke');
    expect(fake.asked.filter(({ type }) => type === opCode.create)).toHaveLength(1);
  });

  test('moves to another server', async () => {
    const [one, other] = [await fakeServer(), await fakeServer()];
    other.answer = (asked) => other.reply(asked, 0, encodeStat(stat));
    const client = await open([one, other]);
    await one.stop();
    expect(await client.stat('/a')).toEqual(stat);
    expect(other.claims).toEqual([0x51n]);
  });

  test('ends the session when the server says that it has expired', async () => {
    const fake = await fakeServer();
    const news: SessionNews[] = [];
    const client = await open([fake], { onState: (each) => news.push(each) });
    fake.greet = (socket) => fake.grant(socket, 0, 0n);
    fake.answer = ({ socket }) => socket.destroy();
    const error = await failure(client.data('/a'));
    expect(error.message).toContain('it has expired');
    expect(news.map(({ kind }) => kind)).toEqual(['connection lost', 'ended']);
    expect((await failure(client.data('/a'))).message).toContain('it has expired');
  });

  test('is noticed when a server falls silent between requests', async () => {
    const fake = await fakeServer();
    fake.sessionTimeoutMs = 300;
    const lost = new Promise<SessionNews>((resolve) => {
      void open([fake], { onState: resolve }).then(() => {
        for (const socket of fake.sockets) socket.removeAllListeners('data').pause();
      });
    });
    expect(await lost).toMatchObject({ kind: 'connection lost' });
  });
});

describe('watches', () => {
  test('of a node hear once, of a subtree always, with paths below the chroot', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) =>
      fake.reply(asked, 0, asked.type === opCode.addWatch ? Buffer.alloc(4) : encodeStat(stat));
    const client = await open([fake], {}, '/kafka');
    const [once, below]: [WatchNews[], WatchNews[]] = [[], []];
    await client.stat('/a', (news) => once.push(news));
    await client.watchBelow('/', (news) => below.push(news));
    fake.event(3, '/kafka/a');
    fake.event(3, '/kafka/a');
    fake.event(1, '/kafka/b/c');
    fake.event(1, '/kafkaesque');
    await client.stat('/behind-the-events');
    expect(once).toEqual([{ kind: 'data changed', path: '/a' }]);
    expect(below).toEqual([
      { kind: 'data changed', path: '/a' },
      { kind: 'data changed', path: '/a' },
      { kind: 'created', path: '/b/c' },
    ]);
  });

  test('of a node that does not exist yet', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply(asked, -101);
    const client = await open([fake]);
    const heard: WatchNews[] = [];
    expect(await client.stat('/a', (news) => heard.push(news))).toBeUndefined();
    fake.event(1, '/a');
    await client.stat('/behind-the-event');
    expect(heard).toEqual([{ kind: 'created', path: '/a' }]);
  });

  test('hear of a lost connection, and then nothing', async () => {
    const fake = await fakeServer();
    fake.answer = (asked) => fake.reply(asked, 0, encodeStat(stat));
    const heard: WatchNews[] = [];
    const client = await open([fake]);
    await client.stat('/a', (news) => heard.push(news));
    fake.sockets[0]!.destroy();
    await until(() => Promise.resolve(heard[0]));
    await client.stat('/a');
    fake.event(3, '/a');
    await client.stat('/behind-the-event');
    expect(heard).toEqual([{ kind: 'connection lost', path: '/a' }]);
  });
});
