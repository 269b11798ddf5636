import { expect, test } from '@jest/globals';
import { mountsOf, pathsOnThisMachine, withHome } from './mounts.js';

test.each<[unknown, string | undefined]>([
  ['./secrets:/etc/secrets', '/work/secrets → /etc/secrets'],
  ['./secrets/:/etc/secrets/', '/work/secrets → /etc/secrets'],
  ['/abs:/etc/secrets:ro', '/abs → /etc/secrets'],
  ['./ca.pem:/etc/ca.pem', '/work/ca.pem → /etc/ca.pem'],
  [{ type: 'bind', source: './secrets', target: '/etc/secrets' }, '/work/secrets → /etc/secrets'],
  [{ type: 'volume', source: 'data', target: '/data' }, undefined],
  ['data:/data', undefined],
  ['/var/x', undefined],
  ['./x', undefined],
  ['./x:/', undefined],
  [null, undefined],
])('%j', (volume, wanted) => {
  const [mount] = mountsOf([volume], '/work');
  expect(mount && `${mount.host} → ${mount.container}`).toBe(wanted);
});

test('~/ is the home of the user, in both forms', () => {
  const volumes = ['~/a:/a', { type: 'bind', source: '~/b', target: '/b' }, 'c~/x:/c'];
  expect(withHome(volumes, { HOME: '/home/me' })).toEqual([
    '/home/me/a:/a',
    { type: 'bind', source: '/home/me/b', target: '/b' },
    'c~/x:/c',
  ]);
});

test.each([
  ['/etc/kafka/ca.pem', '/here/own.pem'],
  ['/etc/kafka/keys/k.pem', '/here/kafka/keys/k.pem'],
  ['-Da=/etc/kafka/ca.pem,/etc/kafka/x', '-Da=/here/own.pem,/here/kafka/x'],
  ['/etc/kafka', '/here/kafka'],
  ['/etc/kafka2/x', '/etc/kafka2/x'],
  ['/my/etc/kafka/x', '/my/etc/kafka/x'],
  ['https://host/etc', 'https://host/etc'],
])('%s', (value, there) => {
  const mounts = [
    { host: '/here/kafka', container: '/etc/kafka' },
    { host: '/here/own.pem', container: '/etc/kafka/ca.pem' },
  ];
  expect(pathsOnThisMachine(mounts, value)).toBe(there);
});
