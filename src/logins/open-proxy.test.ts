import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { startHttpProxy, type SmallProxy } from '../testing/brokers/small-proxy.js';
import { createAuthority } from '../testing/clusters/certificates.js';
import { labErrorOf, temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { loginSources } from '../testing/program/login-sources.js';
import { openAccess } from './open-access.js';

let home: TemporaryHome;
const proxies: SmallProxy[] = [];
beforeEach(() => {
  home = temporaryHome();
});
afterEach(async () => {
  home.remove();
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});

interface Given {
  readonly proxy?: string;
  readonly proxyCa?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ask?: (question: string) => Promise<string>;
}

async function routeOf({ env = {}, ask, ...settings }: Given) {
  const sources = loginSources({ env, ask });
  const { proxy } = await openAccess({ bootstrapServers: 'x:1', ...settings }, 'connection c', sources);
  return { proxy, heard: sources.heard };
}

const local = { host: 'localhost', port: 1 };

test.each<[string, Given, string | undefined, boolean | undefined]>([
  ['none', {}, undefined, undefined],
  ['of the connection', { proxy: 'http://p:1' }, 'the proxy http://p:1', true],
  [
    'of the environment, which is not for this machine',
    { env: { KAFKA_LAB_PROXY: 'socks5://q' }, proxy: 'http://p:1' },
    'the proxy socks5://q:1080 (KAFKA_LAB_PROXY)',
    false,
  ],
  ['an empty variable', { env: { KAFKA_LAB_PROXY: '' }, proxy: 'http://p:1' }, 'the proxy http://p:1', true],
  ['none, said so', { env: { KAFKA_LAB_PROXY: 'none' }, proxy: 'http://p:1' }, undefined, undefined],
  [
    'not what is meant for other programs',
    { env: { HTTPS_PROXY: 'http://p:1', ALL_PROXY: 'http://p:1' } },
    undefined,
    undefined,
  ],
])('%s', async (_, given, name, leadsHere) => {
  const { proxy } = await routeOf(given);
  expect([proxy?.name, proxy?.leadsTo(local)]).toEqual([name, leadsHere]);
});

describe('its password', () => {
  async function loginSent(given: Given): Promise<string> {
    const login = { username: 'carol', password: 'a@b' };
    const proxy = await startHttpProxy({ login });
    proxies.push(proxy);
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const at = (text: string) => text.replace('HERE', proxy.address);
      const env = Object.fromEntries(Object.entries(given.env ?? {}).map(([name, text]) => [name, at(text)]));
      const found = await routeOf({ ...given, env, ...(given.proxy ? { proxy: at(given.proxy) } : {}) });
      expect(found.heard).toEqual(['a@b', Buffer.from('carol:a@b').toString('base64')]);
      expect(JSON.stringify(found.proxy)).not.toContain('a@b');
      const tunnel = found.proxy?.tunnelTo({ host: '127.0.0.1', port }, 5000) as unknown as Socket;
      const [chunk] = (await once(tunnel, 'data')) as [Buffer];
      tunnel.destroy();
      return chunk.toString();
    } finally {
      server.close();
    }
  }

  test.each<[string, Given]>([
    ['in it', { proxy: 'http://carol:a%40b@HERE' }],
    ['in a variable', { proxy: 'http://carol:env:PW@HERE', env: { PW: 'a@b' } }],
    ['in a variable named by another', { env: { KAFKA_LAB_PROXY: 'http://carol:env:PW@HERE', PW: 'a@b' } }],
    ['typed', { proxy: 'http://carol:prompt@HERE', ask: () => Promise.resolve('a@b') }],
    ['typed, as only the user is named', { proxy: 'http://carol@HERE', ask: () => Promise.resolve('a@b') }],
  ])('%s', async (_, given) => {
    expect(await loginSent({ ...given })).toBe('hello');
  });

  test('that is missing', async () => {
    const missing = await labErrorOf(routeOf({ proxy: 'http://carol:env:PW@p:1' }));
    expect(missing.message).toBe(
      'The password of carol at the proxy http://carol@p:1 is in the environment variable PW, which is not set.',
    );
    const untyped = await labErrorOf(routeOf({ proxy: 'http://carol@p:1' }));
    expect(untyped.hint).toBe(
      'Without a terminal, take it from the environment: proxy: http://USER:env:NAME@HOST:PORT',
    );
  });
});

test('a variable that names no proxy is told without what is in it', async () => {
  const error = await labErrorOf(routeOf({ env: { KAFKA_LAB_PROXY: 'carol:hunter-22@p:1' } }));
  expect([error.code, error.message]).toEqual([
    'usage',
    expect.stringMatching(/^KAFKA_LAB_PROXY does not name a proxy\. It is not http:/),
  ]);
  expect(`${error.message}${error.hint}`).not.toContain('hunter-22');
  expect(error.hint).toContain('KAFKA_LAB_PROXY=none');
});

test('the authority of its certificate', async () => {
  const good = join(home.path, 'ca.pem');
  writeFileSync(good, createAuthority('any').certificate);
  const bad = join(home.path, 'empty.pem');
  writeFileSync(bad, '');
  const proxy = 'https://p:1';
  expect((await routeOf({ proxy, proxyCa: good })).proxy).toBeDefined();
  expect((await labErrorOf(routeOf({ proxy, proxyCa: bad }))).message).toMatch(
    /proxyCa of connection c.*is empty/,
  );
  const env = { KAFKA_LAB_PROXY_CA: join(home.path, 'none.pem') };
  expect((await labErrorOf(routeOf({ proxy, proxyCa: good, env }))).message).toMatch(
    /^KAFKA_LAB_PROXY_CA cannot be read: ENOENT/,
  );
});
