import { describe, expect, test } from '@jest/globals';
import { environmentProxy } from './environment-proxy.js';

const named = (env: Record<string, string>, url = 'https://login.example/token') =>
  environmentProxy(new URL(url), env)?.name;

test.each([
  [{ HTTPS_PROXY: 'http://a:1' }, 'the proxy http://a:1 (HTTPS_PROXY)'],
  [{ HTTPS_PROXY: 'a:1', ALL_PROXY: 'socks5://b:2' }, 'the proxy http://a:1 (HTTPS_PROXY)'],
  [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://c:3' }, 'the proxy http://c:3 (https_proxy)'],
  [{ ALL_PROXY: 'socks5://b:2' }, 'the proxy socks5://b:2 (ALL_PROXY)'],
  [{ HTTPS_PROXY: '', all_proxy: 'socks5h://b' }, 'the proxy socks5://b:1080 (all_proxy)'],
  [{ HTTP_PROXY: 'http://a:1', KAFKA_LAB_PROXY: 'http://b:1' }, undefined],
  [{}, undefined],
])('%j', (env, name) => expect(named(env as Record<string, string>)).toBe(name));

test('its login is used and not shown', () => {
  const proxy = environmentProxy(new URL('https://x.example'), { HTTPS_PROXY: 'http://alice:a%40b@p:1' });
  expect(proxy).toMatchObject({ login: { username: 'alice', password: 'a@b' } });
  expect(proxy?.name).toBe('the proxy http://alice@p:1 (HTTPS_PROXY)');
});

test('what names no proxy is told with the variable, and not repeated', () => {
  const what = () => named({ ALL_PROXY: 'socks4://alice:wonder-77@p' });
  expect(what).toThrow(/^ALL_PROXY does not name a proxy\. It is not/);
  expect(what).not.toThrow(/wonder/);
});

test.each([
  'http://localhost:8080/token',
  'https://localhost/token',
  'https://127.0.0.1/',
  'https://[::1]:8443/',
])('this machine is reached directly: %s', (url) =>
  expect(named({ HTTPS_PROXY: 'http://a:1' }, url)).toBeUndefined(),
);

describe('NO_PROXY', () => {
  test.each([
    ['*', true],
    ['example', true],
    ['.example', true],
    ['*.example', true],
    ['LOGIN.example.', true],
    ['other, login.example', true],
    ['a b login.example:443 c', true],
    ['login.example:8443', false],
    ['in.example', false],
    ['ample', false],
    ['login.example.com', false],
    ['.', false],
    [',', false],
  ])('%s', (list, isExempt) => {
    expect(named({ HTTPS_PROXY: 'http://a:1', NO_PROXY: list }) === undefined).toBe(isExempt);
    expect(named({ HTTPS_PROXY: 'http://a:1', no_proxy: list, NO_PROXY: '' }) === undefined).toBe(isExempt);
  });

  test.each([
    ['https://10.1.2.3/', '10.0.0.0/8', true],
    ['https://10.1.2.3/', '10.1.2.3', true],
    ['https://10.1.2.3:8443/', '10.1.2.3:8443', true],
    ['https://10.1.2.3/', '10.1.2.3:8443', false],
    ['https://11.1.2.3/', '10.0.0.0/8', false],
    ['https://11.1.2.3/', '10.0.0.0/99', false],
    ['https://11.1.2.3/', '0.0.0.0/0', true],
    ['https://[2001:db8::1]/', '2001:db8::/32', true],
    ['https://[2001:db8::1]/', '2001:DB8:0::1', true],
    ['https://[2001:db8::1]:8443/', '[2001:db8::1]:8443', true],
    ['https://[2001:db8::1]/', '10.0.0.0/8', false],
    ['https://login.example/', '10.0.0.0/8', false],
  ])('%s by %s', (url, list, isExempt) => {
    expect(named({ HTTPS_PROXY: 'http://a:1', NO_PROXY: list }, url) === undefined).toBe(isExempt);
  });
});
