import { expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { formatProxy, parseProxy } from './parse-proxy.js';

test.each([
  ['http://proxy:3128', 'http', 'proxy', 3128],
  ['HTTP://Proxy:3128/', 'http', 'proxy', 3128],
  ['http://proxy', 'http', 'proxy', 80],
  ['https://proxy.example', 'https', 'proxy.example', 443],
  ['socks5://[::1]', 'socks5', '::1', 1080],
  ['socks5h://10.0.0.1:9050', 'socks5', '10.0.0.1', 9050],
])('%s', (text, kind, host, port) => {
  const address = { host, port };
  expect(parseProxy(text)).toEqual({ kind, address, username: undefined, password: undefined });
});

test.each([
  ['http://alice:wonder@proxy:1', 'alice', 'wonder', 'http://alice@proxy:1'],
  ['socks5://alice:env:NAME@proxy:1', 'alice', 'env:NAME', 'socks5://alice@proxy:1'],
  ['socks5://alice@[::1]:1', 'alice', undefined, 'socks5://alice@[::1]:1'],
  ['http://a%40b:c%3A%2F%25d@proxy:1', 'a@b', 'c:/%d', 'http://a%40b@proxy:1'],
])('the login of %s', (text, username, password, shown) => {
  const parsed = parseProxy(text);
  expect(parsed).toMatchObject({ username, password });
  expect(formatProxy(parsed)).toBe(shown);
});

test.each([
  'proxy:3128',
  'ftp://alice:wonder-77@proxy:1',
  'socks4://proxy:1',
  '__proto__://wonder-77@proxy',
  'http://alice:wonder-77@',
  'http://alice:wonder-77@proxy:0',
  'http://alice:wonder-77@proxy:70000',
  'http://alice:wonder-77@proxy/path',
  'http://alice:wonder#77@proxy:1',
  'http://alice:wonder-77%ZZ@proxy:1',
  'http://proxy:1?wonder-77',
  '',
])('%s is none, and is not repeated', (text) => {
  let thrown: unknown;
  try {
    parseProxy(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(LabError);
  const { code, message, hint } = thrown as LabError;
  expect(code).toBe('usage');
  expect(`${message} ${hint}`).not.toContain('wonder');
});
