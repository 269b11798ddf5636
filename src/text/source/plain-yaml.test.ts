import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify, visit } from 'yaml';
import { readYaml } from '../read-yaml.js';
import { plainYaml } from './plain-yaml.js';

/** As a file for `apply` is read by the parser of all YAML. */
function parsed(text: string): { readonly value: unknown; readonly faults: number } {
  const { value, faults } = readYaml(text, { merge: true }, (document) => {
    visit(document, {
      Scalar(_key, scalar) {
        if (typeof scalar.value === 'number' && scalar.source !== undefined) scalar.value = scalar.source;
      },
    });
  });
  return { value, faults: faults.length };
}

test('reads what export writes', () => {
  const text = `# made by hand
topics:
  2024.10:
    partitions: 3
    configs:
      max.message.bytes: "20000000"
      cleanup.policy: compact,delete
  empty:
    configs: {}

acls:
  - principal: User:alice
    operation: read
  - principal: User:*
quotas:
  - user: null
    limits:
      request_percentage: 1.50
users:
`;
  expect(plainYaml(text)).toEqual({
    topics: {
      '2024.10': {
        partitions: '3',
        configs: { 'max.message.bytes': '20000000', 'cleanup.policy': 'compact,delete' },
      },
      empty: { configs: {} },
    },
    acls: [{ principal: 'User:alice', operation: 'read' }, { principal: 'User:*' }],
    quotas: [{ user: null, limits: { request_percentage: '1.50' } }],
    users: null,
  });
  expect(plainYaml(text)).toEqual(parsed(text).value);
});

test.each([
  'a: &x 1\nb: *x',
  'a: !!str 1',
  '<<: {}',
  'a: [1]',
  'a: {b: 1}',
  'a: |\n  text',
  'a: "1\\n"',
  "a: 'x'",
  'a: two words',
  'a: 1 # why',
  'a:1',
  'a: True',
  'a: ~',
  'a: .5',
  'true: 1',
  '__proto__: {}',
  'a: 1\na: 2',
  'a:\n- 1',
  'a: 1\n  b: 2',
  ' a: 1\nb: 2',
  '- 1',
  'a:\n    b: 1\n  c: 2',
  '---\na: 1',
  'a: 1\n...',
  'a:\tb',
  'a: 1\r\nb: 2',
  'ä: 1',
  'a: b:',
  'a: - b',
  Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
])('leaves %j to the parser', (text) => {
  expect(plainYaml(text)).toBeUndefined();
});

describe('what it reads is what the parser reads', () => {
  const scalar = fc.oneof(
    { weight: 60, arbitrary: fc.stringMatching(/^[a-zA-Z0-9_]{1,6}$/) },
    { weight: 10, arbitrary: fc.oneof(fc.nat(), fc.boolean(), fc.constant(null)) },
    { weight: 3, arbitrary: fc.stringMatching(/^[-a-zA-Z0-9_.:,/=*]{1,6}$/) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '1e3',
        '0x1F',
        '-1',
        'null',
        'No',
        '2024-01-01',
        '12:30',
        '1_000',
        '007',
        'a:b',
      ),
    },
    { weight: 1, arbitrary: fc.oneof(fc.string({ maxLength: 6 }), fc.double()) },
  );
  const key = fc.oneof(
    { weight: 60, arbitrary: fc.stringMatching(/^[a-z][-a-zA-Z0-9_.]{0,5}$/) },
    { weight: 1, arbitrary: fc.stringMatching(/^[-a-zA-Z0-9_.]{1,5}$/) },
    { weight: 1, arbitrary: fc.constantFrom('1', '1.0', 'null', '1e3', 'on') },
  );
  const { tree } = fc.letrec<{ tree: unknown; map: unknown; list: unknown }>((tie) => ({
    map: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    list: fc.array(tie('tree'), { maxLength: 3 }),
    tree: fc.oneof({ maxDepth: 4 }, scalar, tie('map'), tie('list')),
  }));
  const document = fc.dictionary(key, tree, { maxKeys: 4, noNullPrototype: true });

  const agrees = (text: string): boolean => {
    const quick = plainYaml(text);
    if (quick === undefined) return false;
    const { value, faults } = parsed(text);
    expect([value, faults]).toEqual([quick, 0]);
    return true;
  };

  test('of what the library writes', () => {
    let read = 0;
    fc.assert(
      fc.property(document, (value) => void (read += Number(agrees(stringify(value))))),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('of such a file with characters changed, left out and put in', () => {
    const text = stringify({
      topics: { a: { partitions: 3, configs: { 'x.y': '7', z: 'b' } }, c: null },
      acls: [{ user: 'User:x', host: '*' }, { user: null }],
    });
    const change = fc.record({
      at: fc.nat({ max: text.length }),
      removed: fc.nat({ max: 3 }),
      added: fc.oneof(
        fc.constantFrom(' ', '  ', '\n', '- ', ': ', ':', '#', '"', '-', 'null', '{}', '\n\n'),
        fc.string({ maxLength: 2 }),
      ),
    });
    let read = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let changed = text;
        for (const { at, removed, added } of changes)
          changed = changed.slice(0, at) + added + changed.slice(at + removed);
        read += Number(agrees(changed));
      }),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
