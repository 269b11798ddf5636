import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConnectString } from './connect-string.js';
import { drawTree } from '../zookeeper/znodes/draw-tree.js';
import { childPath, isBelow, nameOf, parentPath, parseZnodePath } from './znode-path.js';

describe('paths', () => {
  test.each([
    ['/', '/'],
    ['', '/'],
    ['brokers', '/brokers'],
    ['/brokers/ids/', '/brokers/ids'],
    [' /config/brokers/<default> ', '/config/brokers/<default>'],
  ])('%j is %s', (typed, path) => expect(parseZnodePath(typed)).toBe(path));

  test.each(['/a//b', '///', '/a/./b', '/../a', '/a\u0000b'])('%j is not a path', (typed) => {
    expect(() => parseZnodePath(typed)).toThrow('is not a path of a znode');
  });

  test('a child is below its parent and has its name', () => {
    const name = fc.stringMatching(/^[a-z0-9_.-]{1,8}$/).filter((each) => !['.', '..'].includes(each));
    fc.assert(
      fc.property(fc.array(name), name, (names, child) => {
        const parent = parseZnodePath(`/${names.join('/')}`);
        const path = childPath(parent, child);
        expect(parseZnodePath(path)).toBe(path);
        expect(parentPath(path)).toBe(parent);
        expect(nameOf(path)).toBe(child);
        expect(isBelow(path, parent)).toBe(true);
        expect(isBelow(parent, path)).toBe(false);
      }),
    );
  });
});

describe('connect strings', () => {
  test.each(['zoo1:2181/kafka,zoo2:2181/kafka', 'zoo1:2181/kafka,zoo2:2181', 'a/k, [::1]:2181 /k,b:1/k'])(
    'the chroot of %s is refused: it is written once',
    (text) => expect(() => parseConnectString(text)).toThrow('has a chroot before its last server'),
  );

  test('a comma may be part of a chroot', () => {
    expect(parseConnectString('zoo:2181/a,b/c').chroot).toBe('/a,b/c');
  });

  test.each([
    ['localhost', [{ host: 'localhost', port: 2181 }], '/'],
    [
      'zoo1:2182, zoo2/kafka/a',
      [
        { host: 'zoo1', port: 2182 },
        { host: 'zoo2', port: 2181 },
      ],
      '/kafka/a',
    ],
    ['[::1]:2181/', [{ host: '::1', port: 2181 }], '/'],
  ])('%s', (text, servers, chroot) => expect(parseConnectString(text)).toEqual({ servers, chroot }));

  test.each(['', '/kafka', 'zk://zoo1:2181', 'zoo1:99999', 'zoo1:2181/a//b'])('%j is refused', (text) => {
    expect(() => parseConnectString(text)).toThrow('does not name ZooKeeper servers');
  });

  test('nothing of a login is shown', () => {
    expect(() => parseConnectString('me:pass,word@zoo:2181')).toThrow('"LOGIN@zoo:2181" does not name');
  });
});

test('a tree is drawn with its branches', () => {
  const nodes: [string, number][] = [
    ['/brokers', 0],
    ['/brokers/ids', 1],
    ['/brokers/ids/1', 2],
    ['/brokers/ids/2', 2],
    ['/brokers/topics', 1],
    ['/brokers/topics/a', 2],
    ['/brokers/topics/a/partitions', 3],
  ];
  expect(drawTree(nodes.map(([path, depth]) => ({ path, depth })))).toEqual([
    '/brokers',
    '├─ ids',
    '│  ├─ 1',
    '│  └─ 2',
    '└─ topics',
    '   └─ a',
    '      └─ partitions',
  ]);
});
