import { expect, test } from '@jest/globals';
import { unescaped } from './escapes.js';

test.each([
  [',', ','],
  ['\\t', '\t'],
  ['\\x01', '\x01'],
  ['\\0', '\0'],
  ['a\\\\t', 'a\\t'],
  ['|\\e\\r\\n|', '|\x1b\r\n|'],
  ['\\xff', '\xff'],
  ['', ''],
])('%j is %j', (text, bytes) => {
  expect(unescaped(text, '-K').toString('latin1')).toBe(bytes);
});

test('text beyond ASCII is UTF-8', () => {
  expect(unescaped('→\\t', '-K').toString()).toBe('→\t');
});

test.each(['\\q', 'a\\', '\\x4'])('%j is refused', (text) => {
  expect(() => unescaped(text, '--key-separator')).toThrow(/^--key-separator: \\.? in ".*" is unknown\.$/);
});
