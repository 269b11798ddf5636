import { describe, expect, test } from '@jest/globals';
import { cpuMsSince } from '../testing/program/cpu-time.js';
import { readYaml } from './read-yaml.js';

const levels = 'b c d e f g h i j'.split(' ');
const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...levels.map((name, index) => {
    const before = index === 0 ? 'a' : levels[index - 1];
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
  }),
].join('\n');

describe('what no parser of YAML may throw', () => {
  test.each([
    ['connections: *nope', '1:14: unresolved alias'],
    ['a: 1\nb: {<<: *nope}', '2:9: unresolved alias'],
    ['a: &a\n  b: *a', '2:6: alias of itself'],
    [bomb, '2:8: too many aliases'],
    ['a: !!binary aGk=', '1:13: unknown tag'],
    ['{!!set {x}: 1}', '1:8: unknown tag'],
    ['password: !env NAME', '1:16: unknown tag'],
    ['a: !!js/function x', '1:18: unknown tag'],
    ['a: [1', '1:6: bad indent'],
    ['a: 1\na: 2', '2:1: duplicate key'],
    ['b:\n  7: 1\n  "7": 2', '3:3: duplicate key'],
    ['a: 1\n---\nb: 2', '2:1: multiple docs'],
    ['x: "\\q"', '1:5: bad dq escape'],
    [`a: ${'['.repeat(5000)}`, '1:204: too deep'],
    [`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, '1:1001: too deep'],
    [`x: 1\n${'- '.repeat(5000)}a`, '2:1: too deep'],
    [
      `x: 1\n${Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}`,
      '402:1: too deep',
    ],
  ])('%.40j → %s', (text, expected) => {
    const { value, faults } = readYaml(text);
    expect(value).toBeUndefined();
    expect(`${faults[0]?.line}:${faults[0]?.column}: ${faults[0]?.kind}`).toBe(expected);
  });

  test('a merge of what is not a map', () => {
    expect(readYaml('a: {<<: 3}', { merge: true }).faults).toMatchObject([
      { line: 1, column: 1, message: 'Merge sources must be maps or map aliases' },
    ]);
  });
});

test.each([
  ['', {}],
  ['null', {}],
  [
    '7: a\n007: b\n1e3: c\n2024.10: d\ntrue: e\n~: f',
    { 7: 'a', '007': 'b', '1e3': 'c', '2024.10': 'd', true: 'e', '~': 'f' },
  ],
  ['# only a comment', {}],
  ['a: !!str 5\nb: ! x\nc: !!int 7', { a: '5', b: 'x', c: 7 }],
  ['a: &x 1\nb: *x', { a: 1, b: 1 }],
  ['a: &x {b: 1}\nc: [*x, *x]', { a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] }],
  [`a: ${'['.repeat(100)}${']'.repeat(100)}`, expect.anything()],
  [`a: "${'[]'.repeat(5000)}"`, { a: '[]'.repeat(5000) }],
  // Without a word on stderr from the parser.
  ['? [a, b]\n: 1', { '[ a, b ]': 1 }],
])('%.40j is read', (text, expected) => {
  expect(readYaml(text)).toMatchObject({ faults: [], value: expected });
});

test('a map of many keys takes no longer for each of them', () => {
  const text = Array.from({ length: 15_000 }, (_, index) => `t${index}: {}\n`).join('');
  const before = process.cpuUsage();
  expect(readYaml(text).faults).toEqual([]);
  // Compared with each other they took a quarter of a minute.
  expect(cpuMsSince(before)).toBeLessThan(5000);
});
