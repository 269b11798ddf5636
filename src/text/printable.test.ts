import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPrintable, printable, printableBytes, printableJson, printableLines } from './printable.js';
import { anyText } from '../testing/text/arbitrary-text.js';

test.each([
  ['\u001b]52;c;aGk=\u0007', '\\x1b]52;c;aGk=\\x07', '\\x1b]52;c;aGk=\\x07'],
  ['a\tb\nc\rd', 'a\\tb\\nc\\rd', 'a\tb\nc\\rd'],
  ['\u007f\u009b2J', '\\x7f\\x9b2J', '\\x7f\\x9b2J'],
  ['\u202eabc\u2066\u200f\u061c', '\\u202eabc\\u2066\\u200f\\u061c', '\\u202eabc\\u2066\\u200f\\u061c'],
  ['half \ud83d, whole 🎉', 'half \\ud83d, whole 🎉', 'half \\ud83d, whole 🎉'],
  ['or\u200bders\ufeff\u00ad', 'or\\u200bders\\ufeff\\xad', 'or\\u200bders\\ufeff\\xad'],
  [
    'a\u2028b\u2029\u{e0041}\u{e007f}',
    'a\\u2028b\\u2029\\u{e0041}\\u{e007f}',
    'a\\u2028b\\u2029\\u{e0041}\\u{e007f}',
  ],
  [
    'a\u200d\u200cb\ufe0f \u3164\u2060',
    'a\\u200d\\u200cb\\ufe0f \\u3164\\u2060',
    'a\\u200d\\u200cb\\ufe0f \\u3164\\u2060',
  ],
  ['👍\u200d\u200d👍 👍\u200da', '👍\\u200d\\u200d👍 👍\\u200da', '👍\\u200d\\u200d👍 👍\\u200da'],
  ['grüße 日本 \\x1b', 'grüße 日本 \\x1b', 'grüße 日本 \\x1b'],
])('%j', (text, inLine, inLines) => {
  expect(printable(text)).toBe(inLine);
  expect(printableLines(text)).toBe(inLines);
  expect(isPrintable(text)).toBe(text === inLine);
});

test.each([
  ['a family', '👨\u200d👩🏽\u200d👧'],
  ['a rainbow flag, a heart on fire', '🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥'],
  ['text and emoji style, a keycap', '☎\ufe0e ☎\ufe0f 1\ufe0f\u20e3'],
  ['Persian', 'می\u200cخواهم'],
  ['Hindi and Sinhala', 'क्\u200dष ශ්\u200dරී'],
  ['an ideographic variation', '葛\u{e0100}'],
  ['an Arabic sign of category Cf that is drawn', '\u06dd'],
])('%s stays readable', (_, text) => {
  expect(printable(text)).toBe(text);
  expect(isPrintable(text)).toBe(true);
  expect(printableJson(text)).toBe(text);
});

test('what is printable stays so, and is not escaped twice', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(isPrintable(printable(text))).toBe(true);
      expect(printable(printable(text))).toBe(printable(text));
      expect(printable(printableLines(text))).toBe(printable(text));
    }),
  );
});

test('JSON means the same, and holds none of them', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
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
