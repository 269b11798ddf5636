import { describe, expect, test } from '@jest/globals';
import { cutAt, fit, fitted, widthOf } from './width.js';

const family = '👨‍👩‍👧';

describe('columns of a terminal', () => {
  test.each([
    ['', 0],
    ['latin', 5],
    ['日本語', 6],
    [family, 2],
    ['👍🏽🇩🇪', 4],
    ['e\u0301\u0323', 1],
    ['한글'.normalize('NFD'), 4],
    ['a\u200bb\ufeff', 2],
    ['●─→…', 4],
  ])('%j: %d', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  test('cut between letters only', () => {
    expect(cutAt('日本語', 5)).toBe('日本');
    expect(cutAt(`a${family}b`, 2)).toBe('a');
    expect(cutAt(`a${family}b`, 3)).toBe(`a${family}`);
    expect(cutAt('abe\u0301', 3)).toBe('abe\u0301');
    expect(cutAt('abe\u0301c', 3)).toBe('abe\u0301');
    expect(cutAt('abc', 0)).toBe('');
  });

  test('fitted: exactly so many, cut with a mark', () => {
    expect(fit('日本語', 6)).toBe('日本語');
    expect(fit('日本語', 5)).toBe('日本…');
    expect(fitted('日本語', 4)).toBe('日… ');
    expect(fitted('7', 3, 'right')).toBe('  7');
    expect(fitted('e\u0301', 2)).toBe('e\u0301 ');
    expect(fitted('x', 0)).toBe('');
  });
});
