import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPrintable, printable, printableBytes, printableJson, printableLines } from './printable.js';

test.each([
  ['\u001b]52;c;aGk=\u0007', '\\x1b]52;c;aGk=\\x07', '\\x1b]52;c;aGk=\\x07'],
  ['a\tb\nc\rd', 'a\\tb\\nc\\rd', 'a\tb\nc\\rd'],
  ['\u007f\u009b2J', '\\x7f\\x9b2J', '\\x7f\\x9b2J'],
  ['\u202eabc\u2066\u200f\u061c', '\\u202eabc\\u2066\\u200f\\u061c', '\\u202eabc\\u2066\\u200f\\u061c'],
  ['half \ud83d, whole 🎉', 'half \\ud83d, whole 🎉', 'half \\ud83d, whole 🎉'],
  ['grüße 日本 \\x1b', 'grüße 日本 \\x1b', 'grüße 日本 \\x1b'],
])('%j', (text, inLine, inLines) => {
  expect(printable(text)).toBe(inLine);
  expect(printableLines(text)).toBe(inLines);
  expect(isPrintable(text)).toBe(text === inLine);
});

test('what is printable stays so, and is not escaped twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isPrintable(printable(text))).toBe(true);
      expect(printable(printable(text))).toBe(printable(text));
      expect(printable(printableLines(text))).toBe(printable(text));
    }),
  );
});

test('JSON means the same, and holds none of them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printableJson(JSON.stringify({ [text]: text }));
      expect(isPrintable(json)).toBe(true);
      expect(JSON.parse(json)).toEqual({ [text]: text });
    }),
  );
});

describe('bytes', () => {
  test('that are text are not copied', () => {
    const bytes = Buffer.from('one\ttwo\nthrée\n');
    expect(printableBytes(bytes)).toBe(bytes);
  });
  test('others are shown', () => {
    const bytes = Buffer.from('<\u001b[2J\u009b>').subarray(1);
    expect(Buffer.from(printableBytes(bytes)).toString()).toBe('\\x1b[2J\\x9b>');
  });
});
