import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bigintFromBytes, bytesFromBigint, decimalText, parseDecimal, rescaled } from './exact-decimal.js';

test.each<[string, bigint, number]>([
  ['0', 0n, 0],
  ['-12.50', -1250n, 2],
  ['1e3', 1n, -3],
  ['1.5E-2', 15n, 3],
  ['123456789012345678901234567890.1', 1234567890123456789012345678901n, 1],
])('%s', (text, unscaled, scale) => expect(parseDecimal(text)).toEqual({ unscaled, scale }));

test.each(['', '.5', '5.', '1e', '0x1', ' 1', '1_0', 'NaN', '+1', '9'.repeat(20_001)])('%s is none', (text) =>
  expect(parseDecimal(text)).toBeUndefined(),
);

test('text and bytes mean the number that they were made of', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.integer({ min: -30, max: 30 }), (unscaled, scale) => {
      expect(parseDecimal(decimalText({ unscaled, scale }))).toEqual({ unscaled, scale });
      const bytes = bytesFromBigint(unscaled) ?? Buffer.alloc(0);
      expect(bigintFromBytes(bytes)).toBe(unscaled);
      expect(bigintFromBytes(bytesFromBigint(unscaled, bytes.length + 3) ?? bytes)).toBe(unscaled);
      // One byte less does not hold it.
      expect(bytesFromBigint(unscaled, bytes.length - 1)).toBeUndefined();
    }),
  );
});

test('another scale is the same number, or none', () => {
  expect(rescaled({ unscaled: 125n, scale: 2 }, 4)).toBe(12_500n);
  expect(rescaled({ unscaled: 1250n, scale: 3 }, 2)).toBe(125n);
  expect(rescaled({ unscaled: 125n, scale: 2 }, 1)).toBeUndefined();
  expect(rescaled({ unscaled: 1n, scale: -999_999_999 }, 0)).toBeUndefined();
  expect(rescaled({ unscaled: 0n, scale: -999_999_999 }, 0)).toBe(0n);
});
