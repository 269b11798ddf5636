import { expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { errorNumber, ZooKeeperRefusal } from '../client/error-codes.js';
import type { ZooKeeperClient } from '../client/client.js';
import { garbled } from '../client/server-failure.js';
import type { ZnodeStat } from '../client/protocol.js';
import type { Watcher } from '../client/watch-list.js';
import { readTree } from './read-tree.js';
import { watchZnodes, type ZnodeChange } from './watch-znodes.js';

const stat: ZnodeStat = {
  ...{ czxid: 1n, mzxid: 2n, ctime: 0, mtime: 0, version: 3, cversion: 0, aversion: 0 },
  ...{ ephemeralOwner: 0n, dataLength: 2, numChildren: 1, pzxid: 1n },
};
const refused = () =>
  Promise.reject(new ZooKeeperRefusal('/a cannot be read', 'zoo:2181', errorNumber.noAuth));

/** `/` with the children a and b; `overrides` for what a test is about. */
function client(overrides: Partial<ZooKeeperClient> = {}): ZooKeeperClient {
  return {
    ...{ sessionId: 1n, sessionTimeoutMs: 6000, address: 'zoo:2181' },
    children: (path) => Promise.resolve({ names: path === '/' ? ['a', 'b'] : [], stat }),
    data: () => Promise.resolve({ data: Buffer.from('x'), stat }),
    stat: () => Promise.resolve(stat),
    create: (path) => Promise.resolve(path),
    setData: () => Promise.resolve(stat),
    remove: () => Promise.resolve(),
    sync: () => Promise.resolve(),
    watchBelow: () => Promise.resolve(),
    close: () => Promise.resolve(),
    abandon: () => undefined,
    ...overrides,
  };
}

const settings = (given: ZooKeeperClient) => ({
  ...{ path: '/', signal: new AbortController().signal, now: () => new Date(0) },
  open: () => Promise.resolve(given),
});

async function all(changes: AsyncIterable<ZnodeChange>): Promise<ZnodeChange[]> {
  const found: ZnodeChange[] = [];
  for await (const change of changes) found.push(change);
  return found;
}

test('a tree whose root may not be read is refused; a node below it is marked', async () => {
  await expect(readTree(client({ children: refused }), '/')).rejects.toThrow(LabError);
  const below = client({
    children: (path) => (path === '/a' ? refused() : client().children(path)),
  });
  expect((await readTree(below, '/')).map(({ path, stat: found }) => [path, found === null])).toEqual([
    ['/', false],
    ['/a', true],
    ['/b', false],
  ]);
});

test('watching a node that may not be read is refused, not called empty', async () => {
  await expect(all(watchZnodes(settings(client({ children: refused }))))).rejects.toThrow(
    '/a cannot be read',
  );
});

test.each([
  [[], 'this node and 2 below it'],
  [['/a'], 'this node and 2 below it, 1 of which may not be read (its ACL does not allow it)'],
  [['/a', '/b'], 'this node and 2 below it, 2 of which may not be read (their ACLs do not allow it)'],
])('watching says how many nodes below may not be read: %j', async (closed, detail) => {
  const below = client({
    children: (path) => (closed.includes(path) ? refused() : client().children(path)),
  });
  const changes = watchZnodes(settings(below));
  expect((await changes.next()).value).toMatchObject({ event: 'watching', detail });
  await changes.return();
});

test.each([
  ['an answer that is cut short', garbled('zoo:2181', '4 bytes wanted, 0 left')],
  ['a fault of our own', new TypeError('undefined is not a function')],
])('%s to a request of a watch ends the watch with that error', async (_, reason) => {
  let watcher: Watcher | undefined;
  let isAttached = false;
  const broken = client({
    watchBelow: (_path, given) => {
      watcher = given;
      return Promise.resolve();
    },
    data: () => (isAttached ? Promise.reject(reason) : client().data('/')),
  });
  const changes = watchZnodes(settings(broken));
  expect((await changes.next()).value).toMatchObject({ event: 'watching' });
  isAttached = true;
  watcher!({ kind: 'data changed', path: '/a' });
  await expect(changes.next()).rejects.toBe(reason);
});
