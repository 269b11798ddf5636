import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readVarint, varintSize, writeVarint } from './record-batch-varint.js';

const largest = 2 ** 52 - 1;

describe('varints', () => {
  test.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [63, '7e'],
    [64, '8001'],
    [-65, '8101'],
    [300, 'd804'],
    [2 ** 31 - 1, 'feffffff0f'],
    [-(2 ** 31), 'ffffffff0f'],
    [10_000_000_000, '8090dfc04a'],
  ])('%d is %s', (value, hex) => {
    const bytes = Buffer.alloc(10);
    const end = writeVarint(bytes, 0, value);
    expect(bytes.subarray(0, end).toString('hex')).toBe(hex);
    expect(varintSize(value)).toBe(end);
    expect(readVarint(bytes, { at: 0 }, end)).toBe(value);
  });

  test('what is written is read, up to 52 bits, and takes the announced size', () => {
    fc.assert(
      fc.property(fc.integer({ min: -largest, max: largest }), (value) => {
        const bytes = Buffer.alloc(10);
        const end = writeVarint(bytes, 0, value);
        expect(end).toBe(varintSize(value));
        const position = { at: 0 };
        expect(readVarint(bytes, position, end)).toBe(value);
        expect(position.at).toBe(end);
      }),
    );
  });

  test('the extremes of 64 bits take ten bytes and come out near', () => {
    const longMin = Buffer.from('ffffffffffffffffff01', 'hex');
    expect(readVarint(longMin, { at: 0 }, 10)).toBe(-(2 ** 63));
    const longMax = Buffer.from('feffffffffffffffff01', 'hex');
    expect(readVarint(longMax, { at: 0 }, 10)).toBe(2 ** 63);
  });

  test('too long or cut off is an error', () => {
    expect(() => readVarint(Buffer.alloc(11, 0xff), { at: 0 }, 11)).toThrow(RangeError);
    expect(() => readVarint(Buffer.from([0x80]), { at: 0 }, 1)).toThrow(RangeError);
  });
});
