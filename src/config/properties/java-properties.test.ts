import { expect, test } from '@jest/globals';
import { parseProperties } from './java-properties.js';

test.each([
  ['a=1', { a: '1' }],
  ['a = 1 \n b: 2\n c 3', { a: '1 ', b: '2', c: '3' }],
  ['# a=1\n\n   ! b=2\r\nc=3', { c: '3' }],
  ['a=1\na=2', { a: '2' }],
  ['a=x\\\n    y\\\\\nb=z', { a: 'xy\\', b: 'z' }],
  ['a\\=b\\:c\\ d = e=f', { 'a=b:c d': 'e=f' }],
  ['a=gr\\u00fc\\u00DFe\\tx\\q', { a: 'grüße\txq' }],
  ['a', { a: '' }],
  ['a=\\', { a: '' }],
  ['a\t \f:  b=c', { a: 'b=c' }],
  ['=x', { '': 'x' }],
  // A key of 20 MB: a file that is not one of properties.
  ['x'.repeat(20_000_000), { ['x'.repeat(20_000_000)]: '' }],
])('%.60j', (text, expected) => {
  expect(Object.fromEntries(parseProperties(text))).toEqual(expected);
});
