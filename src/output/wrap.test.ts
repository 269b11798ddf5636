import { expect, test } from '@jest/globals';
import { wrapText } from './wrap.js';

test.each([
  ['one two three', 7, 'one two\nthree'],
  ['one two three', 8, 'one two \nthree'],
  ['  one two', 5, '  one\ntwo'],
  ['one\n  two three', 5, 'one\n  two\nthree'],
  ['abcdefgh', 3, 'abc\ndef\ngh'],
  ['\u001b[1mone two\u001b[22m', 3, '\u001b[1mone\u001b[22m\n\u001b[1mtwo\u001b[22m'],
])('%j in %d columns: no line begins with the blank between two words', (text, columns, wrapped) => {
  expect(wrapText(text, columns)).toBe(wrapped);
});

test('nothing is broken where nobody looks', () => {
  expect(wrapText('one two three', undefined)).toBe('one two three');
});

test('a letter of several code points is not broken', () => {
  const family = '👨‍👩‍👧';
  expect(wrapText(family.repeat(3), 4)).toBe(`${family.repeat(2)}\n${family}`);
  expect(wrapText('e\u0301'.repeat(5), 2)).toBe(`e\u0301e\u0301\ne\u0301e\u0301\ne\u0301`);
  expect(wrapText(`\u001b[1m日本 🇩🇪🇩🇪\u001b[22m`, 4)).toBe(
    '\u001b[1m日本\u001b[22m\n\u001b[1m🇩🇪🇩🇪\u001b[22m',
  );
});
