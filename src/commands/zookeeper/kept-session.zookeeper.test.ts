import { afterEach, expect, jest, test } from '@jest/globals';
import type { Context } from '../../contract/command.js';
import { testCluster } from '../../testing/clusters/test-cluster.js';
import { requireZnode } from '../../zookeeper/znodes/require-znode.js';
import { withZooKeeper } from './_zookeeper-options.js';

let left = new AbortController();
afterEach(() => {
  left.abort();
  left = new AbortController();
});

function place(isRepeated: boolean, zookeeper = testCluster().zookeeper) {
  return {
    globals: { zookeeper, timeout: '5s' },
    folders: {},
    connection: () => Promise.resolve(undefined),
    signal: left.signal,
    isRepeated,
  } as unknown as Context;
}

const idOf = (context: Context) => withZooKeeper(context, (client) => Promise.resolve(client.sessionId));

test('rounds of a view share a session, which a missing znode does not end; commands have their own', async () => {
  const view = place(true);
  const first = await idOf(view);
  const missing = withZooKeeper(view, (client) =>
    requireZnode(client, '/no-such', () => client.children('/no-such')),
  );
  await expect(missing).rejects.toMatchObject({ code: 'not-found' });
  expect(await idOf(view)).toBe(first);
  expect(await idOf(place(false))).not.toBe(first);
});

test('a session that failed is not used again, nor one that was never opened', async () => {
  const view = place(true);
  const first = await idOf(view);
  await expect(withZooKeeper(view, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await idOf(view)).not.toBe(first);
  left.abort();
  left = new AbortController();
  await expect(idOf(place(true, '127.0.0.1:1'))).rejects.toMatchObject({ code: 'unreachable' });
  expect(await idOf(place(true))).not.toBe(first);
});

test('it ends when the view is left', async () => {
  const client = await withZooKeeper(place(true), (each) => Promise.resolve(each));
  const close = jest.spyOn(client, 'close');
  await client.children('/');
  expect(close).not.toHaveBeenCalled();
  left.abort();
  await Promise.resolve();
  expect(close).toHaveBeenCalledTimes(1);
  await expect(client.children('/')).rejects.toMatchObject({ code: 'interrupted' });
});
