import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';
import { until } from '../../testing/clusters/until.js';
import { isGone, openClient, type ZooKeeperClient } from './client.js';
import { parseConnectString } from '../../net/connect-string.js';
import { readTree } from '../znodes/read-tree.js';
import type { SessionSettings } from './session.js';
import { watchZnodes, type ZnodeChange } from '../znodes/watch-znodes.js';

const root = `/${uniqueName('kafka-lab-test')}`;
const settings: SessionSettings = { timeoutMs: 10_000, signal: new AbortController().signal };
const clients: ZooKeeperClient[] = [];
let own: ZooKeeperClient;

async function open(extra: Partial<SessionSettings> = {}, chroot = '/'): Promise<ZooKeeperClient> {
  const { servers } = parseConnectString(testCluster().zookeeper);
  const client = await openClient(servers, chroot, { ...settings, ...extra });
  clients.push(client);
  return client;
}

async function removeAll(path: string): Promise<void> {
  if (!(await own.stat(path))) return;
  const below = await readTree(own, path);
  for (const each of [...below].reverse()) await own.remove(each.path);
}

beforeAll(async () => {
  own = await open();
});
afterEach(() => removeAll(root));
afterAll(() => Promise.all(clients.map((client) => client.close())));

describe('znodes', () => {
  test('are made, read, changed and deleted', async () => {
    expect(await own.create(root, 'one')).toBe(root);
    const { data, stat } = await own.data(root);
    expect(data.toString()).toBe('one');
    expect(stat).toMatchObject({ version: 0, dataLength: 3, numChildren: 0, ephemeralOwner: 0n });
    expect((await own.setData(root, 'two', 0)).version).toBe(1);
    await expect(own.setData(root, 'three', 0)).rejects.toMatchObject({
      message: expect.stringContaining('BadVersion'),
    });
    await expect(own.create(root, '')).rejects.toMatchObject({ code: 'exists' });
    await own.create(`${root}/b`, '');
    await own.create(`${root}/a`, '');
    expect((await own.children(root)).names).toEqual(['a', 'b']);
    await expect(own.remove(root)).rejects.toMatchObject({ message: expect.stringContaining('NotEmpty') });
    await own.sync(root);
    await own.remove(`${root}/a`);
    expect(await own.stat(`${root}/a`)).toBeUndefined();
    expect(isGone(await own.data(`${root}/a`).catch((error: unknown) => error))).toBe(true);
  });

  test('ephemeral and sequential ones go with their session, at once when it is closed', async () => {
    await own.create(root, '');
    const other = await open();
    const mode = { ephemeral: true, sequential: true };
    expect(await other.create(`${root}/n-`, 'x', mode)).toBe(`${root}/n-0000000000`);
    expect(await other.create(`${root}/n-`, 'x', mode)).toBe(`${root}/n-0000000001`);
    expect((await own.stat(`${root}/n-0000000001`))?.ephemeralOwner).toBe(other.sessionId);
    await other.close();
    expect((await own.children(root)).names).toEqual([]);
  });

  test('a session that is abandoned ends after its time-out, not before', async () => {
    await own.create(root, '');
    const other = await open({ sessionTimeoutMs: 2000 });
    await other.create(`${root}/n`, '', { ephemeral: true });
    const abandonedAt = performance.now();
    other.abandon();
    await until(async () => ((await own.stat(`${root}/n`)) ? undefined : true));
    expect(performance.now() - abandonedAt).toBeGreaterThan(1000);
  }, 30_000);

  test('paths are relative to the chroot', async () => {
    await own.create(root, 'here');
    const inside = await open({}, root);
    expect((await inside.data('/')).data.toString()).toBe('here');
    expect(await inside.create('/a', '')).toBe('/a');
    expect((await own.children(root)).names).toEqual(['a']);
  });

  test('thousands of children, read side by side; down to a depth', async () => {
    await own.create(root, '');
    const names = Array.from({ length: 3000 }, (_, index) => `n${String(index).padStart(4, '0')}`);
    await Promise.all(names.map((name) => own.create(`${root}/${name}`, name)));
    await own.create(`${root}/n0000/deeper`, '');
    let read = 0;
    const nodes = await readTree(own, root, { onRead: (count) => (read = count) });
    expect(nodes).toHaveLength(3002);
    expect(read).toBe(3002);
    expect(nodes.slice(0, 4).map(({ path, depth }) => [path, depth])).toEqual([
      [root, 0],
      [`${root}/n0000`, 1],
      [`${root}/n0000/deeper`, 2],
      [`${root}/n0001`, 1],
    ]);
    expect(await readTree(own, root, { depth: 1 })).toHaveLength(3001);
    expect(await readTree(own, root, { depth: 0 })).toHaveLength(1);
  }, 60_000);
});

/** Stands between client and server, and can cut them apart. */
async function proxy() {
  const { servers } = parseConnectString(testCluster().zookeeper);
  const pairs = new Set<Socket>();
  let isCut = false;
  const listening: Server = createServer((socket) => {
    if (isCut) return void socket.destroy();
    const server = connect(servers[0]!);
    for (const each of [socket, server]) {
      pairs.add(each);
      each.on('error', () => undefined);
      each.on('close', () => [socket, server].forEach((other) => other.destroy()));
    }
    socket.pipe(server).pipe(socket);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return {
    servers: [{ host: '127.0.0.1', port: (listening.address() as AddressInfo).port }],
    cut() {
      isCut = true;
      for (const socket of pairs) socket.destroy();
      pairs.clear();
    },
    mend: () => void (isCut = false),
    close: () => listening.close(),
  };
}

describe.each([
  ['one watch for all', true],
  ['one watch a node, as before ZooKeeper 3.6', false],
])('watching a subtree with %s', (_how, recursive) => {
  async function watching(
    open: (onState: SessionSettings['onState']) => Promise<ZooKeeperClient>,
    act: (changes: ZnodeChange[]) => Promise<void>,
  ): Promise<string[]> {
    const controller = new AbortController();
    const { signal } = controller;
    const changes: ZnodeChange[] = [];
    const taking = (async () => {
      const watch = watchZnodes({ path: root, recursive, signal, now: () => new Date(), open });
      for await (const change of watch) changes.push(change);
    })();
    await until(() => Promise.resolve(changes[0]));
    await act(changes);
    controller.abort();
    await taking;
    return changes.map(({ event, path, isLate }) => {
      const place = path === root ? '.' : path.slice(root.length + 1);
      return isLate ? `${event} ${place} late` : `${event} ${place}`;
    });
  }

  const seen = (changes: ZnodeChange[], event: string, path: string) =>
    until(() => Promise.resolve(changes.find((each) => each.event === event && each.path === path)));

  test('reports every node created, changed and deleted, with its data', async () => {
    await own.create(root, '');
    await own.create(`${root}/a`, 'old');
    const direct = (onState: SessionSettings['onState']) => open(onState ? { onState } : {});
    const told = await watching(direct, async (changes) => {
      await own.setData(`${root}/a`, 'new');
      expect(await seen(changes, 'data changed', `${root}/a`)).toMatchObject({ detail: 'new' });
      await own.create(`${root}/b`, '{"x": 1}');
      expect(await seen(changes, 'created', `${root}/b`)).toMatchObject({ detail: '{"x": 1}' });
      await own.create(`${root}/b/c`, '');
      await seen(changes, 'created', `${root}/b/c`);
      await own.setData(`${root}/a`, 'newer');
      await until(() => Promise.resolve(changes.find(({ detail }) => detail === 'newer')));
      await own.remove(`${root}/b/c`);
      await seen(changes, 'deleted', `${root}/b/c`);
      await own.remove(`${root}/b`);
      await seen(changes, 'deleted', `${root}/b`);
    });
    expect(told).toEqual([
      'watching .',
      'data changed a',
      'created b',
      'created b/c',
      'data changed a',
      'deleted b/c',
      'deleted b',
    ]);
  }, 30_000);

  test('a node that does not exist yet, is deleted, and is created again', async () => {
    const direct = (onState: SessionSettings['onState']) => open(onState ? { onState } : {});
    const told = await watching(direct, async (changes) => {
      expect(changes[0]).toMatchObject({ detail: 'the node does not exist yet' });
      await own.create(root, '1');
      await seen(changes, 'created', root);
      await own.remove(root);
      await seen(changes, 'deleted', root);
      await own.create(root, '2');
      await until(() => Promise.resolve(changes.find(({ detail }) => detail === '2')));
    });
    expect(told).toEqual(['watching .', 'created .', 'deleted .', 'created .']);
  }, 30_000);

  test('finds after a lost connection what changed meanwhile, and goes on', async () => {
    await own.create(root, '');
    for (const name of ['same', 'changed', 'gone', 'again']) await own.create(`${root}/${name}`, '1');
    const between = await proxy();
    const through = (onState: SessionSettings['onState']) =>
      openClient(between.servers, '/', { ...settings, ...(onState && { onState }) });
    const told = await watching(through, async (changes) => {
      between.cut();
      await seen(changes, 'connection lost', root);
      await own.setData(`${root}/changed`, '2');
      await own.remove(`${root}/gone`);
      await own.remove(`${root}/again`);
      await own.create(`${root}/again`, '2');
      await own.create(`${root}/new`, '2');
      between.mend();
      await seen(changes, 'created', `${root}/new`);
      await own.setData(`${root}/same`, '3');
      await seen(changes, 'data changed', `${root}/same`);
    });
    between.close();
    expect(told.slice(0, 3)).toEqual(['watching .', 'connection lost .', 'reconnected .']);
    expect(told.slice(3, -1).sort()).toEqual(
      [
        'deleted gone late',
        'deleted again late',
        'created again late',
        'data changed changed late',
        'created new late',
      ].sort(),
    );
    expect(told.at(-1)).toBe('data changed same');
  }, 30_000);

  test('takes a new session when the old one has expired', async () => {
    await own.create(root, '');
    const between = await proxy();
    let session: ZooKeeperClient | undefined;
    const through = async (onState: SessionSettings['onState']) =>
      (session = await openClient(between.servers, '/', {
        ...settings,
        sessionTimeoutMs: 2000,
        ...(onState && { onState }),
      }));
    const told = await watching(through, async (changes) => {
      const goesWithSession = `${root}-session`;
      await session!.create(goesWithSession, '', { ephemeral: true });
      between.cut();
      await seen(changes, 'connection lost', root);
      await own.create(`${root}/new`, '');
      await until(async () => ((await own.stat(goesWithSession)) ? undefined : true));
      between.mend();
      await seen(changes, 'created', `${root}/new`);
    });
    between.close();
    expect(told).toEqual(['watching .', 'connection lost .', 'new session .', 'created new late']);
  }, 30_000);
});
