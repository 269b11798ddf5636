import { expect, test } from '@jest/globals';
import { EncodeError, type Encoder } from '../codec.js';
import { encodeShown } from './encode-shown.js';

const taking = (kind: 'string' | 'object' | 'number'): Encoder => ({
  encode(source) {
    if (typeof JSON.parse(source) !== kind) throw new EncodeError('', `is not of the kind ${kind}`);
    return Buffer.from(source);
  },
});
const encoded = (kind: Parameters<typeof taking>[0], text: string) =>
  encodeShown(taking(kind), text).toString();

test.each([
  ['plain text', '"plain text"'],
  ['42', '"42"'],
  ['"quoted"', '"quoted"'],
  ['{"a":1,}', '"{\\"a\\":1,}"'],
])('where a text is wanted, %s is one', (text, json) => {
  expect(encoded('string', text)).toBe(json);
});

test.each([
  ['{"a":1,}', 'is not JSON: a name in quotes is missing, at character 8'],
  ["{'a':1}", 'is not JSON: a name in quotes is missing, at character 2'],
  ['{"a":01}', 'is not JSON: } is missing, at character 7'],
  ['{"a":1} x', 'is not JSON: something follows the end, at character 9'],
  ['[1', 'is not JSON: ] is missing, at character 3'],
  ['plain text', 'is not of the kind object'],
  ['42', 'is not of the kind object'],
])('where an object is wanted, %s is refused: %s', (text, reason) => {
  expect(() => encoded('object', text)).toThrow(new EncodeError('', reason));
});
