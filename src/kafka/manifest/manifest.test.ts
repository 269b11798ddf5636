import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { LabError } from '../../text/errors.js';
import { compare } from './changes.js';
import type { Manifest } from './manifest-schema.js';
import { parseManifest } from './parse-manifest.js';

const parse = (...text: string[]) => parseManifest(text.join('\n'), 'c.yml');

function complaints(...text: string[]): string {
  try {
    parse(...text);
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('text → what it says', () => {
  test('defaults, and values as brokers know them', () => {
    expect(
      parse(
        'topics:',
        '  a: {configs: {retention.ms: 3600000, preallocate: false}}',
        '  b:',
        'acls: [{resource: topic, name: a, principal: "User:x", permission: allow, operation: read}]',
        'quotas: [{user: null, limits: {request_percentage: 12.5}}]',
        'users: {x: {SCRAM-SHA-512: {password: env:X}}}',
      ),
    ).toEqual({
      topics: { a: { configs: { 'retention.ms': '3600000', preallocate: 'false' } }, b: { configs: {} } },
      acls: [
        {
          resource: 'topic',
          name: 'a',
          pattern: 'literal',
          principal: 'User:x',
          permission: 'allow',
          operation: 'read',
          host: '*',
        },
      ],
      quotas: [{ user: null, limits: { request_percentage: 12.5 } }],
      users: { x: { 'SCRAM-SHA-512': { iterations: 8192, password: 'env:X' } } },
    });
    expect(parse('')).toEqual({});
  });

  test.each([
    [
      ['topics:', '  a: {partitions: 0}'],
      /^c\.yml:2:7: topics\.a\.partitions: it is too small; the least is 1/,
    ],
    [['topics:', '  a:', '    partition: 3'], /^c\.yml:3:5: topics\.a\.partition: it has no meaning here$/],
    [['topic: {}'], /^c\.yml:1:1: topic: it has no meaning here$/],
    [['topics: {a: {}', 'acls: []'], /^c\.yml:\d:\d+: /],
    [['topics:', '  a b: {}'], /^c\.yml:2:3: topics\.a b: it is not a valid topic name: it contains " "$/],
    [
      ['topics: {"..": {}}'],
      /^c\.yml:1:10: topics\.\.\.: it is not a valid topic name: it is "\." or "\.\."$/,
    ],
    [['---', 'topics: {}', '---', 'topics: {}'], /^c\.yml:3:1: it must be one document/],
    [['topics: {a: {}, a: {}}'], /^c\.yml:1:\d+: .*unique/],
    [
      ['acls:', '- {resource: topic, name: a, principal: x, permission: allow, operation: read}'],
      /^c\.yml:2:30: acls\.0\.principal: a principal looks like User:alice$/,
    ],
    [
      ['acls:', '- {resource: topic, name: a, principal: "User:x", permission: allow, operation: raed}'],
      /^c\.yml:2:70: acls\.0\.operation: it is not one of all, read/,
    ],
    [['quotas:', '- limits: {producer_byte_rate: 1}'], /^c\.yml:2:3: quotas\.0: it names no user/],
    [
      ['users: {x: {SCRAM-SHA-512: {password: swordfish}}}'],
      /^c\.yml:1:29: users\.x\.SCRAM-SHA-512\.password: it is env:NAME/,
    ],
  ])('%j is refused with its line', (text, message) => {
    expect(complaints(...text)).toMatch(message);
    expect(complaints(...text)).not.toContain('swordfish');
  });

  test('names and values are the words as they are typed', () => {
    const { topics, users, quotas, acls } = parse(
      'topics:',
      '  2024.10: {configs: {retention.ms: 9223372036854775807, message.format.version: 2.10, min.cleanable.dirty.ratio: 0.50}}',
      '  007: {partitions: 3}',
      '  1e3:',
      '  7:',
      '  true: {}',
      '  null: {}',
      '  "0x10": {}',
      'acls: [{resource: topic, name: 2024.10, principal: "User:x", permission: allow, operation: read}]',
      'quotas: [{user: 007, limits: {producer_byte_rate: 1e6}}]',
      'users: {42: {SCRAM-SHA-512: {password: env:X, iterations: 4096}}}',
    );
    expect(Object.keys(topics ?? {}).sort()).toEqual(['007', '0x10', '1e3', '2024.10', '7', 'null', 'true']);
    expect(topics?.['2024.10']?.configs).toEqual({
      'retention.ms': '9223372036854775807',
      'message.format.version': '2.10',
      'min.cleanable.dirty.ratio': '0.50',
    });
    expect(topics?.['007']).toEqual({ partitions: 3, configs: {} });
    expect(acls?.[0]?.name).toBe('2024.10');
    expect(quotas).toEqual([{ user: '007', limits: { producer_byte_rate: 1_000_000 } }]);
    expect(users).toMatchObject({ '42': { 'SCRAM-SHA-512': { iterations: 4096 } } });
  });

  test('merges and x- members, as in compose files', () => {
    const { topics } = parse(
      'x-common: &common {partitions: 6, configs: &keep {retention.ms: 1}}',
      'topics:',
      '  a: *common',
      '  x-b: {<<: *common, partitions: 3, x-owner: shop}',
      '  c: {configs: {<<: *keep, segment.ms: 2}}',
    );
    const keep = { 'retention.ms': '1' };
    expect(topics).toEqual({
      a: { partitions: 6, configs: keep },
      'x-b': { partitions: 3, configs: keep },
      c: { configs: { ...keep, 'segment.ms': '2' } },
    });
  });

  test.each([
    [['topics: {a: *b}'], /1:13: \*b stands for nothing/],
    [['topics:', '  __proto__: {}'], /^c\.yml:2:3: topics\.__proto__: this name cannot be used/],
    [['users:', '  __proto__: {SCRAM-SHA-512: {}}'], /^c\.yml:2:3: users\.__proto__: this name/],
    [['topics: {a: {configs: {retention.ms: }}}'], /topics\.a\.configs\.retention\.ms/],
    [['topics: {a: {partitions: 9223372036854775807}}'], /^c\.yml:1:14: topics\.a\.partitions/],
  ])('%j is refused', (text, message) => {
    expect(complaints(...text)).toMatch(message);
  });

  test('names that every object has are names like others', () => {
    const wanted = parse(
      'topics: {constructor: {configs: {toString: x}}, valueOf: {}}',
      'users: {constructor: {SCRAM-SHA-512: {password: env:X}}}',
    );
    const topics = { toString: { configs: {} }, valueOf: { configs: { constructor: '1' } } };
    const { changes } = compare(wanted, { topics, users: {} }, { prune: true, setPasswords: false });
    expect(changes).toMatchObject([
      { kind: 'new topic', topic: 'constructor', configs: { toString: 'x' } },
      { kind: 'config', topic: 'valueOf', name: 'constructor', before: '1', after: null },
      { kind: 'old topic', topic: 'toString' },
      { kind: 'password', user: 'constructor', before: null },
    ]);
  });

  test('all complaints at once', () => {
    expect(complaints('topics: {a: {partitions: x}}', 'foo: 1').split('\n')).toHaveLength(2);
  });
});

const arbitraryManifest: fc.Arbitrary<Manifest> = fc.record({
  topics: fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.record({
      partitions: fc.integer({ min: 1, max: 3 }),
      replicationFactor: fc.integer({ min: 1, max: 3 }),
      configs: fc.dictionary(fc.constantFrom('retention.ms', 'segment.ms'), fc.constantFrom('1', '2')),
    }),
    { noNullPrototype: true },
  ),
  acls: fc.uniqueArray(
    fc.record({
      resource: fc.constant('topic' as const),
      name: fc.constantFrom('a', 'b'),
      pattern: fc.constant('literal' as const),
      principal: fc.constant('User:x'),
      permission: fc.constant('allow' as const),
      operation: fc.constantFrom('read', 'write'),
      host: fc.constant('*'),
    }),
    { selector: (acl) => acl.name + acl.operation },
  ),
  quotas: fc.uniqueArray(
    fc.record({
      user: fc.constantFrom(null, 'x', 'y'),
      limits: fc.dictionary(fc.constantFrom('producer_byte_rate'), fc.integer({ min: 1, max: 3 }), {
        minKeys: 1,
        noNullPrototype: true,
      }),
    }),
    { selector: ({ user }) => user },
  ),
  users: fc.dictionary(
    fc.constantFrom('x', 'y'),
    fc.record({ 'SCRAM-SHA-256': fc.record({ iterations: fc.constantFrom(4096, 8192) }) }),
    { noNullPrototype: true },
  ),
});

describe('what changes', () => {
  test('nothing, where both are the same, also after a way through YAML', () => {
    fc.assert(
      fc.property(arbitraryManifest, (manifest) => {
        const read = parseManifest(stringify(manifest), 'c.yml');
        expect(compare(read, manifest, { prune: true, setPasswords: false })).toEqual({
          changes: [],
          kept: [],
          impossible: [],
          blocked: [],
          uncompared: [],
        });
      }),
    );
  });

  test('without prune nothing is taken away, whatever is there', () => {
    fc.assert(
      fc.property(arbitraryManifest, arbitraryManifest, (wanted, actual) => {
        const without = compare(wanted, actual, { prune: false, setPasswords: false });
        expect(without.changes.filter(({ kind }) => kind.startsWith('old'))).toEqual([]);
        expect(without.changes.filter((change) => 'after' in change && change.after === null)).toEqual([]);
        const all = compare(wanted, actual, { prune: true, setPasswords: false });
        expect(all.changes).toHaveLength(without.changes.length + without.kept.length);
      }),
    );
  });

  const topic = { partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '1' } };

  test('a topic: grown, copied, configured; fewer partitions are impossible', () => {
    const wanted = parse(
      'topics: {a: {partitions: 6, replicationFactor: 3, configs: {segment.ms: 2}}, n: {}}',
    );
    const actual = { topics: { a: topic, z: topic, __consumer_offsets: topic } };
    const { changes, kept } = compare(wanted, actual, { prune: false, setPasswords: false });
    expect(changes).toEqual([
      { kind: 'partitions', topic: 'a', before: 3, after: 6 },
      { kind: 'replicas', topic: 'a', before: 2, after: 3 },
      { kind: 'config', topic: 'a', name: 'segment.ms', before: null, after: '2' },
      { kind: 'new topic', topic: 'n', partitions: null, replicationFactor: null, configs: {} },
    ]);
    expect(kept).toEqual([
      { kind: 'config', topic: 'a', name: 'retention.ms', before: '1', after: null },
      { kind: 'old topic', topic: 'z' },
    ]);
    expect(
      compare(parse('topics: {a: {partitions: 2, configs: {retention.ms: 1}}}'), actual, {
        prune: false,
        setPasswords: false,
      }),
    ).toMatchObject({
      changes: [],
      impossible: ['topic a has 3 partitions and cannot have 2: Kafka cannot remove partitions.'],
    });
  });

  test('more replicas than brokers are impossible before anything is done; as many as there are stay', () => {
    const wanted = parse(
      'topics: {a: {replicationFactor: 9}, n: {replicationFactor: 9}, b: {replicationFactor: 9}}',
    );
    const actual = { topics: { a: topic, b: { ...topic, replicationFactor: 9 } } };
    const settings = { prune: false, setPasswords: false, brokers: 3 };
    const { changes, impossible } = compare(wanted, actual, settings);
    expect(changes.filter(({ kind }) => kind === 'replicas' || kind === 'new topic')).toEqual([]);
    const why = 'cannot have 9 replicas: 3 brokers are up, and each replica needs a broker of its own.';
    expect(impossible).toEqual([`topic a ${why}`, `topic n ${why}`]);
  });

  test('a config in another spelling than the broker returns it in is the same', () => {
    const text =
      'topics: {a: {configs: {min.cleanable.dirty.ratio: "0.50", retention.ms: "007", preallocate: "TRUE"}}}';
    const configs = { 'min.cleanable.dirty.ratio': '0.5', 'retention.ms': '7', preallocate: 'true' };
    const configTypes = new Map([
      ['min.cleanable.dirty.ratio', 'double'],
      ['retention.ms', 'long'],
      ['preallocate', 'boolean'],
    ]);
    const settings = { prune: true, setPasswords: false, configTypes };
    expect(compare(parse(text), { topics: { a: { configs } } }, settings).changes).toEqual([]);
    const other = { topics: { a: { configs: { ...configs, 'retention.ms': '8' } } } };
    expect(compare(parse(text), other, settings).changes).toMatchObject([{ before: '8', after: '007' }]);
  });

  test('a section that the file leaves out is left alone', () => {
    expect(compare({}, { topics: { a: topic } }, { prune: true, setPasswords: false }).changes).toEqual([]);
  });

  test('a user: known ones stay, new ones need a password', () => {
    const actual = { users: { x: { 'SCRAM-SHA-256': { iterations: 4096 } } } };
    const same = parse('users: {x: {SCRAM-SHA-256: {iterations: 4096, password: env:X}}}');
    expect(compare(same, actual, { prune: true, setPasswords: false })).toMatchObject({
      changes: [],
      uncompared: [{ user: 'x', mechanism: 'SCRAM-SHA-256' }],
    });
    expect(compare(same, actual, { prune: true, setPasswords: true })).toMatchObject({
      changes: [{ kind: 'password', user: 'x', before: 4096, iterations: 4096, password: 'env:X' }],
      uncompared: [],
    });
    const fresh = parse('users: {y: {SCRAM-SHA-512: {}}, z: {SCRAM-SHA-512: {password: prompt}}}');
    const { changes, impossible } = compare(fresh, actual, { prune: true, setPasswords: false });
    expect(changes).toEqual([
      {
        kind: 'password',
        user: 'z',
        mechanism: 'SCRAM-SHA-512',
        before: null,
        iterations: 8192,
        password: 'prompt',
      },
      { kind: 'old password', user: 'x', mechanism: 'SCRAM-SHA-256' },
    ]);
    expect(impossible).toEqual([
      'user y has no SCRAM-SHA-512, and the file does not say where the password is.',
    ]);
  });
});
