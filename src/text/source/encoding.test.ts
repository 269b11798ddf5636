import { expect, test } from '@jest/globals';
import { decodeText, encodingAtStart, firstNotUtf8 } from './encoding.js';

test.each([
  ['grüße', 'grüße'],
  ['\ufeffa: 1', 'a: 1'],
  ['\ufeff\ufeffa', '\ufeffa'],
  ['', ''],
])('%j is %j', (text, expected) => {
  expect(decodeText(Buffer.from(text), 'a.yml')).toBe(expected);
});

test.each([
  [Buffer.from('topics:\n  caf\xe9: 1\n', 'latin1'), 'a.yml, line 2, byte 6: 0xe9 is not UTF-8.'],
  [Buffer.from([0x61, 0xc3]), 'a.yml, line 1, byte 2: 0xc3 is not UTF-8.'],
  [Buffer.from([0xed, 0xa0, 0x80]), 'a.yml, line 1, byte 1: 0xed is not UTF-8.'],
  [Buffer.from([0xc0, 0x80]), 'a.yml, line 1, byte 1: 0xc0 is not UTF-8.'],
  [Buffer.from('\ufefftopics:', 'utf16le'), 'a.yml is UTF-16, not UTF-8.'],
  [Buffer.from('\ufefftopics:', 'utf16le').swap16(), 'a.yml is UTF-16, not UTF-8.'],
  [Buffer.from('topics:', 'utf16le'), 'a.yml is UTF-16, not UTF-8.'],
])('%j is refused', (bytes, message) => {
  expect(() => decodeText(bytes, 'a.yml')).toThrow(message);
});

test('without a mark zero bytes are taken for UTF-16 only if it must be text', () => {
  const bytes = Buffer.from('ab', 'utf16le');
  expect(encodingAtStart(bytes, true)).toBe('utf-16');
  expect(encodingAtStart(bytes, false)).toBeUndefined();
});

test('the first byte that is not UTF-8', () => {
  expect(firstNotUtf8(Buffer.from('aß𝄞'))).toBeUndefined();
  expect(firstNotUtf8(Buffer.concat([Buffer.from('aß𝄞'), Buffer.from([0x80])]))).toBe(7);
});
