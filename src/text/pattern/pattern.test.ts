import { describe, expect, test } from '@jest/globals';
import { LabError } from '../errors.js';
import { patternCost } from './pattern-cost.js';
import { Pattern } from './pattern.js';

const unwatched = 2e9;
const steps = (source: string, length: number, flags = '') => patternCost(source, flags).steps(length);

describe('how much a pattern may backtrack', () => {
  test.each([
    ['error', 1_000_000],
    ['error.*timeout', 20_000],
    ['"id":\\s*\\d+,.*"name":\\s*"user 9\\d+"', 2000],
    ['^[\\w.-]+@[\\w-]+\\.com$', 2000],
    ['(foo|bar)', 100_000],
    ['^orders-\\d+$', 20_000],
    ['a?b?c?', 10_000],
    ['(?<year>\\d{4})-(\\d\\d)', 1_000_000],
    ['x{1000}', 1_000_000],
    ['.*', 10_000],
    ['(foo|bar)+', 10_000],
    ['(\\d+,)*x', 10_000],
    ['^(?:[a-z]+\\.)+com$', 10_000],
  ])('%s is not watched with %i characters', (source, length) => {
    expect(steps(source, length)).toBeLessThanOrEqual(unwatched);
  });

  test.each([
    ['^(a+)+$', 44],
    ['(a|aa)*b', 44],
    ['(?:a?){40}a', 44],
    ['((a*)b?)*c', 44],
    ['(x+x+)+y', 44],
    ['(foo|fob)*x', 44],
    ['(a|b+)*c', 44],
    ['(\\d+,?)*x', 44],
    ['(|a)*b', 44],
    ['(?:(?=a)|a)*b', 44],
    ['.*a.*b.*c.*d', 1000],
    ['\\d+\\d+\\d+\\d+x', 1000],
    ['(.*)\\1\\1x', 2000],
    ['(?=(a+)+b)', 44],
    ['a?'.repeat(40) + 'a{40}', 44],
  ])('%s is watched with %i characters', (source, length) => {
    expect(steps(source, length)).toBeGreaterThan(unwatched);
  });
});

test.each([
  ['^(a+)+$', 'a'.repeat(60) + '!'],
  ['(a|aa)*$', 'a'.repeat(100) + '!'],
  ['.*a.*b.*c.*d', 'abc'.repeat(20_000)],
])('%s ends, and says why', (source, text) => {
  const pattern = new Pattern(source, { option: '--grep', longestMs: 100 });
  expect(() => pattern.test(text)).toThrow(
    expect.objectContaining({
      code: 'failed',
      message: `--grep: the pattern needs more than 0.1 s for one text of ${text.length} characters.`,
    }),
  );
  // It is as good as new.
  expect(pattern.test('aaaabcd')).toBe(new RegExp(source).test('aaaabcd'));
});

test('a watched pattern matches as any', () => {
  const pattern = new Pattern('^(a+)+$', { option: '--grep' });
  expect([pattern.test('a'.repeat(100)), pattern.test('b'.repeat(100))]).toEqual([true, false]);
});

test('flags, whole texts, and what is not a pattern', () => {
  expect(new Pattern('A', { flags: 'gi', option: '-x' }).test('a')).toBe(true);
  const whole = new Pattern('a|b', { option: '-x', isWhole: true });
  expect([whole.test('b'), whole.test('ab')]).toEqual([true, false]);
  expect(() => new Pattern('x', { flags: 'gg', option: '-x' })).toThrow('-x: "g" in /…/gg is there twice.');
  expect(() => new Pattern('x', { flags: 'z', option: '-x' })).toThrow(
    '-x: "z" in /…/z is not a flag of regular expressions.',
  );
  expect(() => new Pattern('(', { option: '--include' })).toThrow(/^--include: Invalid regular expression/);
  expect(() => new Pattern('a)(b', { option: '--include', isWhole: true })).toThrow(LabError);
});
