import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crc32c, crc32cInJavaScript } from './crc32c.js';

describe('crc32c', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 0],
    ['RFC 3720: 32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['RFC 3720: 32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['RFC 3720: counting up', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
    ['the usual nine digits', Buffer.from('123456789'), 0xe3069283],
  ])('%s', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
    expect(crc32cInJavaScript(bytes, 0, bytes.length)).toBe(expected);
  });

  test('a slice, natively and in JavaScript', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100), fc.nat(100), (bytes, a, b) => {
        const start = Math.min(a, bytes.length);
        const end = Math.min(bytes.length, start + b);
        const expected = crc32cInJavaScript(bytes.slice(start, end), 0, end - start);
        expect(crc32c(bytes, start, end)).toBe(expected);
        expect(crc32cInJavaScript(bytes, start, end)).toBe(expected);
      }),
    );
  });
});
