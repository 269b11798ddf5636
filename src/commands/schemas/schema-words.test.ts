import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LabError } from '../../text/errors.js';
import { parseCompatibilityWords } from './_compatibility-words.js';
import { diffLines } from './_diff-lines.js';
import { parseSubjectVersion } from '../shared/subject-version.js';

describe('SUBJECT@VERSION', () => {
  test.each([
    ['orders-value', { subject: 'orders-value', version: undefined }],
    ['orders-value@3', { subject: 'orders-value', version: 3 }],
    ['a@b@latest', { subject: 'a@b', version: 'latest' }],
    ['a@b', { subject: 'a@b', version: undefined }],
    [':.ctx:orders@2', { subject: ':.ctx:orders', version: 2 }],
    ['@3', { subject: '@3', version: undefined }],
  ])('%s', (typed, parsed) => {
    expect(parseSubjectVersion(typed)).toEqual(parsed);
  });

  test.each(['', 'a@0', 'a@99999999999'])('%j is none', (typed) => {
    expect(() => parseSubjectVersion(typed)).toThrow(LabError);
  });
});

describe('[SUBJECT] [set LEVEL]', () => {
  test.each<[string | undefined, string[], object]>([
    [undefined, [], { subject: undefined, level: undefined }],
    ['s', [], { subject: 's', level: undefined }],
    ['set', ['full'], { subject: undefined, level: 'FULL' }],
    ['s', ['set', 'backward-transitive'], { subject: 's', level: 'BACKWARD_TRANSITIVE' }],
    ['set', ['set', 'NONE'], { subject: 'set', level: 'NONE' }],
  ])('%s %j', (subject, change, parsed) => {
    expect(parseCompatibilityWords(subject, change)).toEqual(parsed);
  });

  test.each<[string, string[]]>([
    ['s', ['get']],
    ['s', ['set']],
    ['set', []],
    ['s', ['set', 'SOME']],
    ['s', ['set', 'FULL', 'NONE']],
  ])('%s %j is refused', (subject, change) => {
    expect(() => parseCompatibilityWords(subject, change)).toThrow(LabError);
  });
});

describe('a difference', () => {
  const line = fc.constantFrom('a', 'b', 'c', 'd');

  test('has all lines of both, in their order, and no fewer in common than there are', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 12 }), (before, after) => {
        const lines = diffLines(before, after);
        const texts = (left: string) => lines.flatMap(({ change, text }) => (change === left ? [] : [text]));
        expect(texts('added')).toEqual(before);
        expect(texts('removed')).toEqual(after);
        expect(lines.filter(({ change }) => change === 'same')).toHaveLength(commonOf(before, after));
      }),
    );
  });

  test('of texts that have nothing in common ends soon', () => {
    const many = (prefix: string) => Array.from({ length: 20_000 }, (_, index) => `${prefix}${index}`);
    expect(diffLines(many('a'), many('b'))).toHaveLength(40_000);
  });

  /** The length of the longest common subsequence, by the plain table. */
  function commonOf(before: readonly string[], after: readonly string[]): number {
    let last = Array<number>(after.length + 1).fill(0);
    for (const one of before) {
      const row = [0];
      after.forEach((other, index) => {
        row.push(one === other ? (last[index] ?? 0) + 1 : Math.max(last[index + 1] ?? 0, row[index] ?? 0));
      });
      last = row;
    }
    return last.at(-1) ?? 0;
  }
});
